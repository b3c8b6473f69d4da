import { dispatch, exitCodeOf, type Terminal } from '@seqloom/app-shell';
import { evaluateCommand } from './evaluate-command.ts';
import { predictCommand } from './predict-command.ts';
import { sweepCommand } from './sweep-command.ts';
import { trainCommand } from './train-command.ts';

/** Runs a command line; an error becomes one line. Returns the exit code: 0, 1 for an error, 130 after Ctrl-C. */
export function runCli(argv: readonly string[], terminal: Terminal): Promise<number> {
  return exitCodeOf(terminal, () =>
    dispatch(
      {
        name: 'imdb',
        description: 'Is a film review positive or negative?',
        commands: {
          train: trainCommand(terminal),
          sweep: sweepCommand(terminal),
          evaluate: evaluateCommand(terminal),
          predict: predictCommand(terminal),
        },
      },
      argv,
      (text) => terminal.out(text),
    ),
  );
}
