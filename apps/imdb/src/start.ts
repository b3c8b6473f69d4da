import { exitCodeOf, processTerminal } from '@seqloom/app-shell';
import { runStart } from './cli/start-command.ts';

// node start.js [--out FOLDER]
const [option, folder = 'report'] = process.argv.slice(2);
const terminal = processTerminal();
process.exitCode = await exitCodeOf(terminal, async () => {
  if (option !== undefined && option !== '--out')
    throw new RangeError(`${option}: no such option. Options: --out.`);
  await runStart(folder, terminal);
});
