import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { type LoadedModel, type LoadOptions, ModelFileError } from '@seqloom/train';
import type { Task } from '../task.ts';
import { threadsText } from '../threads-text.ts';
import { TokenTable } from '../token-table.ts';
import { perplexityOf } from './perplexity.ts';
import { prepareWriting } from './prepare-writing.ts';
import { textTokens } from './text-tokens.ts';
import { WRITING_CHOICES } from './writing-choices.ts';
import { WRITING_RECIPES } from './writing-recipes.ts';
import { WRITING_MEASURE, WRITING_PROGRESS, WRITING_REPORT, writingResultText } from './writing-report.ts';
import type { WritingForm, WritingModel, WritingTypes } from './writing-types.ts';

/** The classes that a model file may name. */
const LOAD_OPTIONS: LoadOptions = { layers: [Dense, Dropout, Embedding, LSTM], attachments: [TokenTable] };

/** The task of writing on: a language model of a text. */
export function writingTask(about: Pick<Task<WritingTypes>, 'name' | 'holds' | 'named'>): Task<WritingTypes> {
  return {
    ...about,
    uses: ['evaluate', 'write'],
    recipes: WRITING_RECIPES,
    choices: WRITING_CHOICES,
    takes: () => true,
    prepare: prepareWriting,
    notices: () => [],
    attachments: ({ table, form }) => ({ table, form }),
    loadOptions: LOAD_OPTIONS,
    open: writingModelOf,
    async evaluate({ model, table, form }, source, { backend, signal }) {
      const begin = performance.now();
      const test = table.encode(textTokens(source.test, form.unit));
      if (test.length < 2) {
        throw new RangeError(
          `${source.name}: its test part has ${test.length} ${form.unit}, expected two or more.`,
        );
      }
      const testPerplexity = await perplexityOf(model, test, signal);
      const seconds = (performance.now() - begin) / 1000;
      return {
        result: {
          model: form.recipe,
          dataset: source.name,
          unit: form.unit,
          testSamples: test.length,
          testPerplexity,
          seconds,
        },
        text:
          `${form.recipe} on ${source.name}: perplexity ${testPerplexity.toFixed(2)} on ${test.length} ${form.unit}, ` +
          `${seconds.toFixed(1)} s (${backend.name}, ${threadsText(backend.threads)})`,
      };
    },
    progress: WRITING_PROGRESS,
    resultText: writingResultText,
    report: WRITING_REPORT,
    sweep: {
      measure: WRITING_MEASURE,
      defaults: { models: ['characters'], choices: { units: [64, 128] }, seeds: [1] },
    },
  };
}

/** @throws ModelFileError when the file holds something else; then nothing stays allocated */
function writingModelOf({ model, attachments, optimizer }: LoadedModel, file: string): WritingModel {
  optimizer?.dispose();
  const table = attachments.get('table');
  const form = (attachments.get('form') ?? {}) as Partial<WritingForm>;
  const isUnit = form.unit === 'characters' || form.unit === 'words';
  if (table instanceof TokenTable && typeof form.recipe === 'string' && isUnit) {
    return { model, table, form: form as WritingForm };
  }
  model.dispose();
  throw new ModelFileError(`${file} holds no model that writes: its characters or words are missing.`);
}
