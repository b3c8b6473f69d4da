import { readFileSync } from 'node:fs';
import { dispatch, exitCodeOf, type Terminal } from '@seqloom/tasks/node';
import { evaluateCommand } from './evaluate-command.ts';
import { predictCommand } from './predict-command.ts';
import { sweepCommand } from './sweep-command.ts';
import { trainCommand } from './train-command.ts';

/** Runs a command line; an error becomes one line, with `--json` a JSON line. Returns the exit code: 0, 1 for an error, 130 after Ctrl-C. */
export function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  return exitCodeOf(terminal, argv, () =>
    dispatch(
      {
        name: 'imdb',
        description: 'Is a film review positive or negative?',
        version: packageVersion(),
        commands: {
          train: trainCommand(terminal),
          sweep: sweepCommand(terminal),
          evaluate: evaluateCommand(terminal),
          predict: predictCommand(terminal),
        },
      },
      argv,
      terminal,
    ),
  );
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version; // it is our own file
}
