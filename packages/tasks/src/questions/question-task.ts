import { Conv1D, GlobalAveragePooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Add, Concatenate, Dense, type LayerClass, Multiply } from '@seqloom/nn';
import { Bidirectional, GRU } from '@seqloom/recurrent';
import { evaluate, type LoadedModel, Model, ModelFileError } from '@seqloom/train';
import type { Evaluation, SweepDefaults, Task } from '../task.ts';
import { majorityAccuracy } from '../texts/text-source.ts';
import { threadsText } from '../threads-text.ts';
import { MEASURED, prepareRun, storyExamples } from './prepare-run.ts';
import { QUESTION_CHOICES } from './question-choices.ts';
import {
  QUESTION_MEASURE,
  QUESTION_PROGRESS,
  QUESTION_REPORT,
  questionResultText,
} from './question-report.ts';
import type { QuestionModel, QuestionTypes } from './question-types.ts';
import { QUESTION_RECIPES } from './recipes/catalog.ts';
import type { StorySource } from './story.ts';
import { StoryForm } from './story-form.ts';

/** The layers that recipes are made of; a file can name no others. */
const LAYERS: readonly LayerClass[] = [
  Add,
  Bidirectional,
  Concatenate,
  Conv1D,
  Dense,
  Embedding,
  GlobalAveragePooling1D,
  GRU,
  Model,
  Multiply,
];

/** What an app says about its task on stories. */
export interface QuestionTaskOptions extends Pick<Task<QuestionTypes>, 'name' | 'holds' | 'named'> {
  /** What its sweep varies when nothing is said. Default: all models over the seeds 1, 2, 3. */
  readonly sweep?: SweepDefaults<QuestionTypes>;
}

/** The task of answering a question about a short story with one word. */
export function questionTask({ name, holds, named, sweep }: QuestionTaskOptions): Task<QuestionTypes> {
  return {
    name,
    holds,
    uses: ['evaluate', 'predict'],
    named,
    recipes: QUESTION_RECIPES,
    choices: QUESTION_CHOICES,
    takes: () => true,
    prepare: prepareRun,
    notices: () => [],
    attachments: ({ form }) => ({ form }),
    loadOptions: { layers: LAYERS, attachments: [StoryForm] },
    open: questionModelOf,
    evaluate: measure,
    progress: QUESTION_PROGRESS,
    resultText: questionResultText,
    report: QUESTION_REPORT,
    sweep: {
      measure: QUESTION_MEASURE,
      defaults: sweep ?? {
        models: QUESTION_RECIPES.map((recipe) => recipe.name),
        choices: {},
        seeds: [1, 2, 3],
      },
    },
  };
}

/** @throws ModelFileError when it is a model of something else; then nothing stays allocated */
function questionModelOf({ model, attachments, optimizer }: LoadedModel, file: string): QuestionModel {
  optimizer?.dispose();
  const form = attachments.get('form');
  if (form instanceof StoryForm) return { model, form };
  model.dispose();
  throw new ModelFileError(`${file} holds no model of stories: its form is missing.`);
}

/** Measures a saved model on the stories that it has not seen. */
async function measure(
  { model, form }: QuestionModel,
  { name, test }: StorySource,
  { backend, signal }: Parameters<Task<QuestionTypes>['evaluate']>[2],
): Promise<Evaluation> {
  const begin = performance.now();
  const examples = storyExamples(form, test);
  const measured = await evaluate(model, examples, { ...MEASURED, ...(signal && { signal }) });
  const result = {
    model: form.recipe,
    dataset: name,
    backend: backend.name,
    threads: backend.threads,
    testSamples: test.length,
    seconds: (performance.now() - begin) / 1000,
    testLoss: measured.loss!,
    testAccuracy: measured.accuracy!,
    baselineAccuracy: majorityAccuracy(examples.targets.data as Int32Array),
  };
  return {
    result,
    text:
      `${result.model} on ${name}: test accuracy ${result.testAccuracy.toFixed(4)} on ${result.testSamples} stories ` +
      `(most frequent answer: ${result.baselineAccuracy.toFixed(4)}), ${result.seconds.toFixed(1)} s (${backend.name}, ${threadsText(backend.threads)})`,
  };
}
