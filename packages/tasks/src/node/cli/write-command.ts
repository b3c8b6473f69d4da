import type { SamplingOptions } from '@seqloom/generation';
import { count, numberIn, positive, positiveInteger } from '@seqloom/options';
import type { CommandDef } from 'citty';
import { numberOption, type OptionTable } from '../../options/command-option.ts';
import type { TaskTypes } from '../../task-types.ts';
import type { CommandTask, WriteAnswers } from '../command-task.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { BACKEND_OPTIONS, type BackendOptions, MODEL_FILE_OPTION } from './common-options.ts';
import { defineTaskCommand } from './define-command.ts';
import { withModel } from './with-model.ts';

interface WriteOptions extends BackendOptions, Required<SamplingOptions> {
  readonly modelFile: string;
  readonly length: number;
  readonly seed: number;
}

const OPTIONS: OptionTable<WriteOptions> = {
  ...MODEL_FILE_OPTION,
  length: numberOption(positiveInteger(), { help: 'Characters or words to write (300)' }),
  temperature: numberOption(positive(), { help: 'Below 1 likely ones gain, above 1 unlikely ones do (0.8)' }),
  topK: numberOption(positiveInteger(), { help: 'Of the N most likely only (all)' }),
  topP: numberOption(numberIn({ above: 0, max: 1 }), {
    hint: 'FRACTION',
    help: 'Of the fewest that are so likely together (1)',
  }),
  seed: numberOption(count(), { help: 'Decides the draws (0)' }),
  ...BACKEND_OPTIONS,
};

/** `write`: writes a text on, as it is drawn. */
export function writeCommand<T extends TaskTypes, Where>(
  { task }: CommandTask<T, Where>,
  { help, write }: WriteAnswers<T['model']>,
  terminal: Terminal,
): CommandDef {
  return defineTaskCommand<WriteOptions>({
    owner: `${task.name} write`,
    help,
    options: OPTIONS,
    words: Number.POSITIVE_INFINITY,
    wordsHint: 'BEGINNING …',
    async run({ modelFile, backend, threads, length = 300, temperature = 0.8, ...sampling }, signal, typed) {
      const beginning = (typed._ as readonly string[]).join(' ');
      if (beginning === '') {
        throw new RangeError(
          'write: there is no beginning. Give one, for instance pnpm writing write "The sea".',
        );
      }
      const values = { modelFile, backend, threads };
      const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
      await withModel(task, given, async (model) => {
        let before = beginning; // not before the first piece: a beginning that is refused is not printed
        for await (const piece of write(model, { beginning, length, temperature, ...sampling, signal })) {
          terminal.out(`${before}${piece}`);
          before = '';
        }
        terminal.out('\n');
      });
    },
  });
}
