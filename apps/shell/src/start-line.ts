import { exitCodeOf } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs an app's first minute.
 *
 * @param argv the words after the program's name: `--out FOLDER`, or none for the folder `report`
 * @param start writes its page into the folder
 * @returns the exit code
 */
export function runStartLine(
  argv: readonly string[],
  terminal: Terminal,
  start: (folder: string, terminal: Terminal) => Promise<void>,
): Promise<number> {
  const [option, folder = 'report'] = argv;
  return exitCodeOf(terminal, async () => {
    if (option !== undefined && option !== '--out')
      throw new RangeError(`${option}: no such option. Options: --out.`);
    await start(folder, terminal);
  });
}
