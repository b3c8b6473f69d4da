import { evaluate } from '@seqloom/train';
import type { Evaluation, SweepDefaults, Task } from '../task.ts';
import { threadsText } from '../threads-text.ts';
import { answerLoss } from './answer.ts';
import type { Division } from './divide-texts.ts';
import { TEXT_LOAD_OPTIONS, textModelOf } from './model-file.ts';
import { prepareEnsemble } from './prepare-ensemble.ts';
import { prepareRun } from './prepare-run.ts';
import { readBatches } from './read-texts.ts';
import type { TextRecipe, TextSettings } from './recipe.ts';
import { TEXT_RECIPES } from './recipes/catalog.ts';
import { textAttachments } from './text-attachments.ts';
import { areFew, fittedSettings, settingsFor, sharedSettings, TEXT_CHOICES, takes } from './text-choices.ts';
import { TEXT_MEASURE, textProgress, textReport, textResultText } from './text-report.ts';
import { type ClassifiedTexts, majorityAccuracy, type TextSource } from './text-source.ts';
import type { TextChoices, TextModel, TextTypes } from './text-types.ts';

/** What an app says about its task on texts. */
export interface TextTaskOptions extends Pick<Task<TextTypes>, 'name' | 'holds' | 'named'> {
  /** What is asked of a text, in one sentence. */
  readonly question: string;
  /** What reports compare models of: `Film reviews`. */
  readonly subject: string;
  /** What texts are called, several of them: `reviews`. */
  readonly samples: string;
  /** What its sweep varies when nothing is said. Default: `bag` and `average` over the seeds 1, 2, 3. */
  readonly sweep?: SweepDefaults<TextTypes>;
  /** A recipe's numbers for data. Default: those for few texts below 10,000, and batches that leave twenty steps an epoch. */
  settings?(recipe: TextRecipe, source: TextSource, chosen: Partial<TextChoices>): TextSettings;
}

/** The task of telling classes of texts apart, any number of them from two on. */
export function textTask(options: TextTaskOptions): Task<TextTypes> {
  const { name, holds, named, question, subject, samples, sweep, settings = settingsOf } = options;
  return {
    name,
    holds,
    uses: ['evaluate', 'predict'],
    named,
    recipes: TEXT_RECIPES,
    choices: TEXT_CHOICES,
    takes,
    async prepare(source, run) {
      const { recipe, choices } = run;
      const own = settings(recipe, source, choices);
      if (!recipe.members) return prepareRun(source, own, run);
      const shared = sharedSettings(own);
      return prepareEnsemble(source, shared, run, (member) => settings(member, source, shared));
    },
    notices: ({ notices = [] }) => notices,
    attachments: textAttachments,
    loadOptions: TEXT_LOAD_OPTIONS,
    open: textModelOf,
    evaluate: (model, source, { backend, signal }) => measure(model, source, { backend, signal, samples }),
    progress: textProgress(samples),
    resultText: (result) => textResultText(result, samples),
    report: textReport({ subject, samples, question }),
    sweep: {
      measure: TEXT_MEASURE,
      defaults: sweep ?? { models: ['bag', 'average'], choices: {}, seeds: [1, 2, 3] },
    },
  };
}

function settingsOf(recipe: TextRecipe, source: TextSource, chosen: Partial<TextChoices>): TextSettings {
  const settings = settingsFor(recipe, areFew(source), chosen);
  return fittedSettings(settings, chosen, source.train.texts.length);
}

interface MeasureOptions {
  readonly backend: { readonly name: string; readonly threads: number };
  readonly signal: AbortSignal | undefined;
  readonly samples: string;
}

/** Measures a saved model on the texts that it has not seen. */
async function measure(
  model: TextModel,
  source: TextSource,
  { backend, signal, samples }: MeasureOptions,
): Promise<Evaluation> {
  const { form } = model;
  const test = unseenTexts(form.divided, source);
  const begin = performance.now();
  const texts = inClassesOf(form.classes, source, test);
  const batches = await readBatches(model, texts, signal);
  const loss = answerLoss(form.classes.length);
  const measured = await evaluate(model.model, batches, {
    loss,
    metrics: ['accuracy'],
    ...(signal && { signal }),
  });
  const result = {
    model: model.others ? model.model.name : form.recipe,
    dataset: source.name,
    backend: backend.name,
    threads: backend.threads,
    testSamples: batches.samples,
    seconds: (performance.now() - begin) / 1000,
    testLoss: measured.loss!,
    testAccuracy: measured.accuracy!,
    baselineAccuracy: majorityAccuracy(test.labels),
  };
  return {
    result,
    text:
      `${result.model} on ${source.name}: test accuracy ${result.testAccuracy.toFixed(4)} on ${result.testSamples} ${samples} ` +
      `(majority class: ${result.baselineAccuracy.toFixed(4)}), loss ${result.testLoss.toFixed(4)}, ` +
      `${result.seconds.toFixed(1)} s (${backend.name}, ${threadsText(backend.threads)})`,
  };
}

/** The test part of the data; all of data that have none, unless the model was trained on some of them. */
function unseenTexts(trainedOn: Division | undefined, { divided, train, test }: TextSource): ClassifiedTexts {
  if (divided === undefined || divided.texts === trainedOn?.texts) return test;
  return {
    texts: [...train.texts, ...test.texts],
    labels: Int32Array.from([...train.labels, ...test.labels]),
  };
}

/** Texts with the numbers that a model has for their classes. */
function inClassesOf(
  known: readonly string[],
  { name, classes }: TextSource,
  { texts, labels }: ClassifiedTexts,
): ClassifiedTexts {
  const numbers = classes.map((label) => known.indexOf(label));
  const unknown = classes.find((_, i) => numbers[i] === -1 && labels.includes(i));
  if (unknown !== undefined) {
    throw new RangeError(
      `${name}: has the label "${unknown}", which the model does not know. Its labels: ${known.join(', ')}.`,
    );
  }
  return { texts, labels: Int32Array.from(labels, (label) => numbers[label]!) };
}
