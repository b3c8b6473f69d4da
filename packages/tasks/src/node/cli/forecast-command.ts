import type { CommandDef } from 'citty';
import { type OptionTable, textOption } from '../../options/command-option.ts';
import type { TaskTypes } from '../../task-types.ts';
import type { CommandTask, ForecastAnswers } from '../command-task.ts';
import { eventLine } from '../terminal/event-line.ts';
import { prepareTableFile, writeTable } from '../terminal/table-file.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { dataHint, dataWords } from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';
import { type ModelOptions, modelOptions, openModelSource } from './evaluate-command.ts';
import { withModel } from './with-model.ts';

/** `forecast`: the next values of the series, from the last rows of a file. */
export function forecastCommand<T extends TaskTypes, Where>(
  command: CommandTask<T, Where>,
  { help, forecast }: ForecastAnswers<T>,
  terminal: Terminal,
): CommandDef {
  const { task } = command;
  type Values = ModelOptions<Where> & { readonly out: string };
  const options = {
    ...modelOptions(command),
    out: textOption({ hint: 'FILE', help: 'Where to write every step until then: .csv, .tsv or .jsonl' }),
  } as unknown as OptionTable<Values>;
  return defineTaskCommand<Values>({
    owner: `${task.name} forecast`,
    help,
    options,
    words: dataWords(task),
    wordsHint: dataHint(task),
    async run(values, signal, typed) {
      const { out, json } = values as { out?: string; json?: boolean };
      if (out !== undefined) await prepareTableFile(out);
      await withModel(task, values, async (model, backend) => {
        const source = await openModelSource(command, values, typed, { terminal, signal, model });
        const { result, text, rows } = await forecast(model, source, { backend, signal });
        if (out !== undefined) await writeTable(out, rows);
        terminal.out(json ? eventLine('result', result) : `${text}\n`);
      });
    },
  });
}
