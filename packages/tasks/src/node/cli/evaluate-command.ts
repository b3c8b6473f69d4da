import type { CommandDef } from 'citty';
import type { OptionTable } from '../../options/command-option.ts';
import type { Typed } from '../../options/read-options.ts';
import type { TaskTypes } from '../../task-types.ts';
import type { CommandTask } from '../command-task.ts';
import { eventLine } from '../terminal/event-line.ts';
import type { Terminal } from '../terminal/terminal.ts';
import {
  BACKEND_OPTIONS,
  type BackendOptions,
  dataHint,
  dataOf,
  dataOptions,
  dataWords,
  JSON_OPTION,
  MODEL_FILE_OPTION,
  pickOptions,
} from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';
import { withModel } from './with-model.ts';

/** What a command that uses a saved model on data takes. */
export type ModelOptions<Where> = Where &
  BackendOptions & { readonly modelFile: string; readonly data: string; readonly json: boolean };

/** The options of a command that uses a saved model on data. */
export function modelOptions<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
): OptionTable<ModelOptions<Where>> {
  const options = { ...MODEL_FILE_OPTION, ...dataOptions(command), ...BACKEND_OPTIONS, ...JSON_OPTION };
  return options as unknown as OptionTable<ModelOptions<Where>>;
}

/** `evaluate`: measures a saved model on data that it has not seen. */
export function evaluateCommand<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  terminal: Terminal,
): CommandDef {
  const { task } = command;
  return defineTaskCommand<ModelOptions<Where>>({
    owner: `${task.name} evaluate`,
    help: 'Measure a saved model on data that it has not seen',
    options: modelOptions(command),
    words: dataWords(task),
    wordsHint: dataHint(task),
    run: (values, signal, typed) =>
      withModel(task, values, async (model, backend) => {
        const context = { terminal, signal, model };
        const source = await openModelSource(command, values, typed, context);
        const { result, text } = await task.evaluate(model, source, { backend, signal });
        terminal.out(values.json ? eventLine('result', result) : `${text}\n`);
      }),
  });
}

/** Opens the data that a saved model is used on, and says what a user should know about them. */
export async function openModelSource<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  values: Partial<ModelOptions<Where>>,
  typed: Typed,
  context: Parameters<CommandTask<T, Where>['openSource']>[2],
): Promise<T['source']> {
  const { json } = values;
  const where = pickOptions<Where>(values as Partial<Where>, command.where);
  const source = await command.openSource(dataOf(command.task, values.data, typed), where, context);
  if (!json) for (const notice of command.task.notices(source)) context.terminal.err(`${notice}\n`);
  return source;
}
