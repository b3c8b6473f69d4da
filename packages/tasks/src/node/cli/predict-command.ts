import type { CommandDef } from 'citty';
import { type OptionTable, textOption } from '../../options/command-option.ts';
import type { TaskTypes } from '../../task.ts';
import type { CommandTask, PredictAnswers } from '../command-task.ts';
import { readTextColumn } from '../read-text-column.ts';
import { readLines } from '../terminal/read-lines.ts';
import { prepareTableFile, type TableRow, writeTable } from '../terminal/table-file.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { BACKEND_OPTIONS, type BackendOptions, MODEL_FILE_OPTION } from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';
import { withModel } from './with-model.ts';

interface PredictOptions extends BackendOptions {
  readonly modelFile: string;
  readonly in: string;
  readonly text: string;
  readonly out: string;
}

const OPTIONS: OptionTable<PredictOptions> = {
  ...MODEL_FILE_OPTION,
  in: textOption({ hint: 'FILE', help: 'Texts: .csv, .tsv, .jsonl, or a text a line (standard input)' }),
  text: textOption({ hint: 'COLUMN', help: 'The column of --in that is the text (seen)' }),
  out: textOption({
    hint: 'FILE',
    help: 'Where to write the answers: .csv, .tsv or .jsonl (standard output)',
  }),
  ...BACKEND_OPTIONS,
};

/** Texts that a file's answers are made of at a time. */
const BATCH = 4096;

/** `predict`: answers for texts, from arguments, a file, or lines of the standard input. */
export function predictCommand<T extends TaskTypes, Where>(
  { task }: CommandTask<T, Where>,
  { help, predict }: PredictAnswers<T['model']>,
  terminal: Terminal,
): CommandDef {
  return defineTaskCommand<PredictOptions>({
    owner: `${task.name} predict`,
    help,
    options: OPTIONS,
    words: Number.POSITIVE_INFINITY,
    async run({ in: file, text, out, ...values }, signal, typed) {
      const words = typed._ as readonly string[];
      if (words.length > 0 && file !== undefined) {
        throw new RangeError(
          '--in: gives the texts, and so do the words without an option. Leave one of them out.',
        );
      }
      if (text !== undefined && file === undefined)
        throw new RangeError('--text: names a column of --in. Give --in FILE.');
      if (out !== undefined) await prepareTableFile(out);
      const rows = file === undefined ? undefined : await readTextColumn(file, text);
      await withModel(task, values, async (model) => {
        const answers: TableRow[] = [];
        let line = 0;
        const answer = async (texts: readonly string[], row: (i: number) => TableRow) => {
          for (const [i, said] of (await predict(model, texts, signal)).entries()) {
            line++;
            const answer = { ...row(i), ...said };
            if (out !== undefined) answers.push(answer);
            else terminal.out(`${JSON.stringify({ line, ...said })}\n`);
          }
        };
        if (rows) {
          for (let i = 0; i < rows.length; i += BATCH) {
            const part = rows.slice(i, i + BATCH);
            await answer(part, (at) => ({ text: part[at]! }));
          }
        } else if (words.length > 0) {
          await answer(words, (i) => ({ text: words[i]! }));
        } else {
          // a person's line is answered at once; a file's lines come, and are answered, many at a time
          for await (const texts of readLines(terminal.input, signal)) {
            await answer(texts, (i) => ({ text: texts[i]! }));
          }
        }
        if (out !== undefined) {
          await writeTable(out, answers);
          terminal.err(`${answers.length} answers written to ${out}\n`);
        }
      });
    },
  });
}
