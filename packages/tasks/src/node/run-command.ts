import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { TaskTypes } from '../task-types.ts';
import { evaluateCommand } from './cli/evaluate-command.ts';
import { forecastCommand } from './cli/forecast-command.ts';
import { predictCommand } from './cli/predict-command.ts';
import { sweepCommand } from './cli/sweep-command.ts';
import { trainCommand } from './cli/train-command.ts';
import { writeCommand } from './cli/write-command.ts';
import type { CommandTask } from './command-task.ts';
import { dispatch } from './terminal/dispatch.ts';
import { exitCodeOf } from './terminal/exit-code.ts';
import { processTerminal, type Terminal } from './terminal/terminal.ts';

/**
 * Runs a command line of a task: `train`, `sweep`, `evaluate`, and `predict`, `forecast` or `write`. An error becomes one line, with
 * `--json` a JSON line.
 *
 * @param argv the words after the program's name
 * @returns the exit code: 0, 1 for an error, 130 after Ctrl-C, 143 after SIGTERM
 */
export function runCommand<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const { task, description, version, answers } = command;
  return exitCodeOf(terminal, argv, () =>
    dispatch(
      {
        name: task.name,
        description,
        version,
        commands: {
          train: trainCommand(command, terminal),
          sweep: sweepCommand(command, terminal),
          evaluate: evaluateCommand(command, terminal),
          ...('predict' in answers && { predict: predictCommand(command, answers, terminal) }),
          ...('forecast' in answers && { forecast: forecastCommand(command, answers, terminal) }),
          ...('write' in answers && { write: writeCommand(command, answers, terminal) }),
        },
      },
      argv,
      terminal,
    ),
  );
}

/**
 * Runs the command line of a task when a module is the program that Node was started with; does nothing when it is imported.
 *
 * @param url `import.meta.url` of the module
 */
export async function runMain<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  url: string,
): Promise<void> {
  const program = process.argv[1];
  if (program === undefined || pathToFileURL(realpathSync(program)).href !== url) return;
  process.exitCode = await runCommand(command, process.argv.slice(2), processTerminal());
}
