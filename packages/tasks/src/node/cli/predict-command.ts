import type { ReadTexts } from '@seqloom/datasets';
import { readTextsFile } from '@seqloom/datasets/node';
import type { CommandDef } from 'citty';
import { flagOf, type OptionTable, switchOption, textOption } from '../../options/command-option.ts';
import type { TableRow } from '../../report/delimited.ts';
import type { TaskTypes } from '../../task-types.ts';
import type { CommandTask, PredictAnswers } from '../command-task.ts';
import { predictShards } from '../shards/predict-shards.ts';
import { isPattern } from '../shards/shard-files.ts';
import { modelBytes } from '../terminal/model-file.ts';
import { readLines } from '../terminal/read-lines.ts';
import { prepareTableFile, writeTable } from '../terminal/table-file.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { inOwnWords, readerOptions, TEXT_FILE_OPTIONS, type TextFileOptions } from '../text-file-options.ts';
import { BACKEND_OPTIONS, type BackendOptions, MODEL_FILE_OPTION, pickOptions } from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';
import { withModel } from './with-model.ts';

interface PredictOptions extends BackendOptions, TextFileOptions {
  readonly modelFile: string;
  readonly in: string;
  readonly out: string;
  readonly explain: boolean;
  readonly shard: string;
}

const OPTIONS: OptionTable<PredictOptions> = {
  ...MODEL_FILE_OPTION,
  in: textOption({
    hint: 'FILE',
    help: "Texts: a table (.csv, .tsv), JSON (.jsonl, .json), an archive, a folder, or a text a line (standard input); several files: 'shard-*.jsonl'",
  }),
  out: textOption({
    hint: 'FILE',
    help: 'Where to write the answers: .csv, .tsv or .jsonl (standard output); for several files a folder',
  }),
  shard: textOption({ hint: 'I/N', help: 'Of several files, every N-th one from the I-th on (1/1)' }),
  explain: switchOption({ help: 'Say of every word by how much it raises the log-odds of the label' }),
  ...TEXT_FILE_OPTIONS,
  ...BACKEND_OPTIONS,
};

/** Texts that a file's answers are made of at a time. */
const BATCH = 4096;

/** @throws DatasetError that names the file, the line and the column, and the option that helps */
async function readTexts(path: string, form: TextFileOptions): Promise<ReadTexts> {
  try {
    return await readTextsFile(path, readerOptions(form));
  } catch (error) {
    throw inOwnWords(error);
  }
}

/** `predict`: answers for texts, from arguments, a file, or lines of the standard input. */
export function predictCommand<T extends TaskTypes, Where>(
  { task }: CommandTask<T, Where>,
  { help, predict, explain, usual }: PredictAnswers<T['model']>,
  terminal: Terminal,
): CommandDef {
  return defineTaskCommand<PredictOptions>({
    owner: `${task.name} predict`,
    help,
    options: OPTIONS,
    words: Number.POSITIVE_INFINITY,
    wordsHint: '[TEXT …]',
    async run({ in: file, out, explain: wanted, shard, ...values }, signal, typed) {
      const form = pickOptions<TextFileOptions>(values, TEXT_FILE_OPTIONS);
      const words = typed._ as readonly string[];
      if (words.length > 0 && file !== undefined) {
        throw new RangeError(
          '--in: gives the texts, and so do the words without an option. Leave one of them out.',
        );
      }
      const [said] = Object.keys(form);
      if (said !== undefined && file === undefined) {
        throw new RangeError(
          `--${flagOf(said, TEXT_FILE_OPTIONS[said as keyof TextFileOptions]!)}: is about the file of --in. Give --in FILE.`,
        );
      }
      if (wanted && !explain) {
        throw new RangeError(`--explain: the models of ${task.name} cannot say it. Leave it out.`);
      }
      if (shard !== undefined || (file !== undefined && isPattern(file))) {
        if (wanted) throw new RangeError('--explain: is for one file or for words. Leave it out.');
        await predictShards({ pattern: file, out, shard, form, terminal, signal }, (answer) =>
          withModel(
            task,
            values,
            async (model) =>
              answer(await modelBytes(values.modelFile, task, model), (texts) =>
                predict(model, texts, signal),
              ),
            usual,
          ),
        );
        return;
      }
      if (out !== undefined) await prepareTableFile(out);
      const found = file === undefined ? undefined : await readTexts(file, form);
      const rows = found?.texts;
      if (found && found.form !== 'lines') for (const line of found.lines) terminal.err(`${line}\n`);
      await withModel(
        task,
        values,
        async (model) => {
          const answers: TableRow[] = [];
          let line = 0;
          const answer = async (texts: readonly string[], row: (i: number) => TableRow) => {
            for (const [i, said] of (await predict(model, texts, signal)).entries()) {
              line++;
              const why = wanted && explain ? await explain(model, texts[i]!, signal) : {};
              if (out !== undefined) answers.push({ ...row(i), ...said, ...why });
              else terminal.out(`${JSON.stringify({ line, ...said, ...why })}\n`);
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
            const tooLong = (problem: string) =>
              new RangeError(`${task.name} predict: the standard input ${problem}`);
            // a person's line is answered at once; a file's lines come, and are answered, many at a time
            for await (const texts of readLines(terminal.input, signal, tooLong)) {
              await answer(texts, (i) => ({ text: texts[i]! }));
            }
            if (line === 0) {
              terminal.err(
                'No texts: the standard input was empty. Give texts as words, a line each on the standard input, or by --in FILE.\n',
              );
            }
          }
          if (out !== undefined) {
            await writeTable(out, answers);
            terminal.err(`${answers.length} answers written to ${out}\n`);
          }
        },
        usual,
      );
    },
  });
}
