import { type CommandDef, renderUsage, runCommand } from 'citty';
import { evaluateCommand } from './evaluate-command.ts';
import { exitCodeOf } from './exit-code.ts';
import { predictCommand } from './predict-command.ts';
import { sweepCommand } from './sweep-command.ts';
import type { Terminal } from './terminal.ts';
import { trainCommand } from './train-command.ts';

/** Runs a command line, as {@link exitCodeOf} does. */
export function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  return exitCodeOf(terminal, () => dispatch(argv, terminal));
}

async function dispatch([name = '--help', ...rawArgs]: readonly string[], terminal: Terminal): Promise<void> {
  const commands: Readonly<Record<string, CommandDef>> = {
    train: trainCommand(terminal),
    sweep: sweepCommand(terminal),
    evaluate: evaluateCommand(terminal),
    predict: predictCommand(terminal),
  };
  const main: CommandDef = {
    meta: { name: 'imdb', description: 'Is a film review positive or negative?' },
    subCommands: { ...commands },
  };
  if (isHelp(name)) {
    terminal.out(`${await renderUsage(main)}\n`);
    return;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    throw new RangeError(`imdb: no command '${name}'. Commands: ${Object.keys(commands).join(', ')}.`);
  }
  // not citty's runMain: it prints its usage for an error, in colours, and a stack
  if (rawArgs.some(isHelp)) terminal.out(`${await renderUsage(command, main)}\n`);
  else await runCommand(command, { rawArgs });
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}
