import { Attention } from '@seqloom/attention';
import { Embedding } from '@seqloom/embeddings';
import { Concatenate, Dense, Dropout } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { type LoadedModel, type LoadOptions, Model, ModelFileError } from '@seqloom/train';
import type { Task } from '../task.ts';
import { threadsText } from '../threads-text.ts';
import { TokenTable } from '../token-table.ts';
import { measureTranslations, prepareTranslation } from './prepare-translation.ts';
import { TRANSLATION_CHOICES, TRANSLATION_RECIPES } from './translation-choices.ts';
import {
  TRANSLATION_MEASURE,
  TRANSLATION_PROGRESS,
  translationReport,
  translationResultText,
} from './translation-report.ts';
import type { TranslationForm, TranslationModel, TranslationTypes } from './translation-types.ts';

/** What an app says about its task of translating. */
export interface TranslationTaskOptions extends Pick<Task<TranslationTypes>, 'name' | 'holds' | 'named'> {
  /** What is asked, in one sentence. */
  readonly question: string;
  /** What reports compare models of: `English to French`. */
  readonly subject: string;
}

/** The classes that a model file may name. */
const LOAD_OPTIONS: LoadOptions = {
  layers: [Attention, Concatenate, Dense, Dropout, Embedding, LSTM, Model],
  attachments: [TokenTable],
};

/** The task of translating sentences, learned from pairs. */
export function translationTask(options: TranslationTaskOptions): Task<TranslationTypes> {
  const { name, holds, named, question, subject } = options;
  return {
    name,
    holds,
    uses: ['evaluate', 'predict'],
    named,
    recipes: TRANSLATION_RECIPES,
    choices: TRANSLATION_CHOICES,
    takes: () => true,
    prepare: prepareTranslation,
    notices: () => [],
    attachments: ({ source, target, form }) => ({ source, target, form }),
    loadOptions: LOAD_OPTIONS,
    open: translationModelOf,
    async evaluate(model, source, { backend, signal }) {
      const begin = performance.now();
      const measured = await measureTranslations(model, source.test, signal);
      const { greedyBleu, beamBleu, beams } = measured;
      const seconds = (performance.now() - begin) / 1000;
      const { recipe } = model.form;
      const { length: testSamples } = source.test;
      return {
        result: { model: recipe, dataset: source.name, testSamples, ...measured, seconds },
        text:
          `${recipe} on ${source.name}: BLEU ${beamBleu.toFixed(2)} with ${beams} beams, ${greedyBleu.toFixed(2)} greedy, on ` +
          `${testSamples} sentences, ${seconds.toFixed(1)} s (${backend.name}, ${threadsText(backend.threads)})`,
      };
    },
    progress: TRANSLATION_PROGRESS,
    resultText: translationResultText,
    report: translationReport({ subject, question }),
    sweep: {
      measure: TRANSLATION_MEASURE,
      defaults: { models: ['lstm', 'attention'], choices: {}, seeds: [1] },
    },
  };
}

/** @throws ModelFileError when the file holds something else; then nothing stays allocated */
function translationModelOf({ model, attachments, optimizer }: LoadedModel, file: string): TranslationModel {
  optimizer?.dispose();
  const [source, target] = [attachments.get('source'), attachments.get('target')];
  const form = (attachments.get('form') ?? {}) as Partial<TranslationForm>;
  if (
    source instanceof TokenTable &&
    target instanceof TokenTable &&
    typeof form.recipe === 'string' &&
    Number.isInteger(form.longest)
  ) {
    return { model, source, target, form: form as TranslationForm };
  }
  model.dispose();
  throw new ModelFileError(`${file} holds no model that translates: its words are missing.`);
}
