import type { SelectedBackend } from '@seqloom/backend';
import type { Batches } from '@seqloom/datasets';
import type { EmbeddingMatrix } from '@seqloom/embeddings';
import type { Tokenizer } from '@seqloom/text';
import { type Callback, evaluate, fit, rmsprop, Sequential } from '@seqloom/train';
import {
  type PreparedReviews,
  prepareReviews,
  type TokenizedReviews,
  tokenizeReviews,
} from './prepare-reviews.ts';
import { pretrainedMatrix, type VectorCoverage, type WordVectorSource } from './pretrained-matrix.ts';
import { LOSS, type Recipe, type Settings } from './recipe.ts';
import { ReviewForm } from './review-form.ts';
import { BUNDLED, majorityAccuracy, type Reviews } from './reviews.ts';

/** What a run tells while it lasts. Every hook is optional. */
export interface ProgressSink {
  /** The reviews are ready and the model is built. */
  onStart?(plan: TrainingPlan): void;
  onStep?(step: StepReport): void;
  onEpoch?(epoch: EpochReport): void;
}

/** What will be done. */
export interface TrainingPlan {
  readonly model: string;
  readonly dataset: string;
  readonly settings: Settings;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
  /** How much of the vocabulary has a pretrained vector, where the recipe begins with some. */
  readonly vectorCoverage?: VectorCoverage;
  readonly stepsPerEpoch: number;
  /** The table of layers. */
  readonly summary: string;
}

/** One step that was done. */
export interface StepReport {
  /** From 1. */
  readonly epoch: number;
  /** Within the epoch, from 1. */
  readonly step: number;
  /** The mean loss of the epoch so far. */
  readonly loss: number;
}

/** One epoch that was done. */
export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss: number;
  readonly valAccuracy: number;
  /** Since training began. */
  readonly seconds: number;
}

/** What a run is made of. */
export interface TrainRecipeOptions {
  readonly backend: Pick<SelectedBackend, 'name' | 'threads'>;
  readonly reviews: Reviews;
  /** Takes the place of the recipe's own numbers. */
  readonly settings?: Partial<Settings>;
  /** Decides initial weights, split and order. Default 1. */
  readonly seed?: number;
  /** The reviews as ids, where another run with as many words and the same direction has made them. */
  readonly tokenized?: TokenizedReviews;
  /** For a recipe that begins with pretrained vectors. */
  readonly vectors?: WordVectorSource;
  readonly progress?: ProgressSink;
  /** Ends the run after the step it is in. */
  readonly signal?: AbortSignal;
}

/** What a run measured. */
export interface TrainingResult {
  readonly model: string;
  readonly dataset: string;
  /** The path of the reviews, where they are of the user's own. */
  readonly data?: string;
  readonly backend: string;
  readonly threads: number;
  readonly seed: number;
  readonly settings: Settings;
  /** Which word vectors a `pretrained` recipe began with. */
  readonly vectors?: string;
  /** How much of the vocabulary has a pretrained vector. */
  readonly vectorCoverage?: VectorCoverage;
  readonly parameters: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
  readonly epochs: number;
  /** Training with its validation, without reading, tokenizing and testing. */
  readonly seconds: number;
  /** Of the last epoch. */
  readonly valAccuracy: number;
  /** Of the best epoch. */
  readonly bestValAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Of the majority class of the test reviews. */
  readonly baselineAccuracy: number;
  /** `loss`, `accuracy`, `valLoss`, `valAccuracy`: a number an epoch. */
  readonly history: Readonly<Record<string, readonly number[]>>;
}

/** A trained model with all that is needed to use it. */
export interface TrainedRecipe {
  readonly result: TrainingResult;
  /** The caller's, to dispose of. */
  readonly model: Sequential;
  readonly tokenizer: Tokenizer;
  readonly form: ReviewForm;
}

/** A recipe's numbers for a data set, with a user's in their place. */
export function settingsFor(recipe: Recipe, dataset: string, chosen: Partial<Settings> = {}): Settings {
  if (chosen.maxlen !== undefined && recipe.defaults.maxlen === undefined) {
    throw new RangeError(`--maxlen: the model '${recipe.name}' reads whole reviews. Leave it out.`);
  }
  if (chosen.units !== undefined && recipe.defaults.units === undefined) {
    throw new RangeError(`--units: the model '${recipe.name}' has no layer to widen. Leave it out.`);
  }
  return { ...recipe.defaults, ...(dataset === BUNDLED && recipe.bundled), ...chosen };
}

/**
 * Trains a recipe on reviews and measures it on the test reviews. The same seed, reviews and settings give the same
 * numbers, to the last bit.
 *
 * @throws RangeError for a setting that does not fit the data; the signal's reason when it is aborted; then nothing
 * stays allocated
 */
export async function trainRecipe(recipe: Recipe, options: TrainRecipeOptions): Promise<TrainedRecipe> {
  const { backend, reviews, seed = 1, progress = {}, signal } = options;
  const settings = settingsFor(recipe, reviews.name, options.settings);
  const form = new ReviewForm(recipe, settings);
  const tokenized = options.tokenized ?? tokenizeReviews(reviews, form);
  const prepared = prepareReviews(tokenized, form, { ...settings, seed });
  const { tokenizer, train, validation, test } = prepared;
  const { learningRate, epsilon } = settings;
  const matrix = recipe.pretrained
    ? await pretrainedMatrix(tokenizer, settings.words, options.vectors)
    : undefined;
  const coverage = matrix && coverageOf(matrix);
  const model = new Sequential(recipe.layers(settings, matrix), { name: recipe.name });
  const optimizer = rmsprop({ learningRate, ...(epsilon !== undefined && { epsilon }) });
  try {
    model.build([null, form.input === 'bag' ? settings.words : settings.maxlen!], { seed });
    progress.onStart?.(planOf(model, reviews.name, settings, prepared, coverage));
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1000;
    const { series } = await fit(model, train, {
      loss: LOSS,
      metrics: ['accuracy'],
      optimizer,
      epochs: settings.epochs,
      validation,
      seed,
      ...(signal && { signal }),
      callbacks: [reporter(progress, settings.epochs, seconds)],
    });
    const trainingSeconds = seconds();
    const measured = await evaluate(model, test, {
      loss: LOSS,
      metrics: ['accuracy'],
      ...(signal && { signal }),
    });
    const valAccuracy = series.valAccuracy!;
    const result: TrainingResult = {
      model: recipe.name,
      dataset: reviews.name,
      ...(reviews.data !== undefined && { data: reviews.data }),
      backend: backend.name,
      threads: backend.threads,
      seed,
      settings,
      ...(matrix && options.vectors && { vectors: options.vectors.name }),
      ...(coverage && { vectorCoverage: coverage }),
      parameters: model.countParams(),
      ...sampleCounts(prepared),
      epochs: settings.epochs,
      seconds: trainingSeconds,
      valAccuracy: valAccuracy.at(-1)!,
      bestValAccuracy: Math.max(...valAccuracy),
      testLoss: measured.loss!,
      testAccuracy: measured.accuracy!,
      baselineAccuracy: majorityAccuracy(reviews.test.labels),
      history: series,
    };
    return { result, model, tokenizer, form };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    optimizer.dispose();
  }
}

function planOf(
  model: Sequential,
  dataset: string,
  settings: Settings,
  prepared: PreparedReviews,
  vectorCoverage: VectorCoverage | undefined,
): TrainingPlan {
  return {
    model: model.name,
    dataset,
    settings,
    ...sampleCounts(prepared),
    ...(vectorCoverage && { vectorCoverage }),
    stepsPerEpoch: prepared.train.length,
    summary: model.summary(),
  };
}

function coverageOf({ coverage: { words, found, share } }: EmbeddingMatrix): VectorCoverage {
  return { words, found, share };
}

function sampleCounts(parts: Readonly<Record<'train' | 'validation' | 'test', Batches>>): {
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
} {
  return {
    trainSamples: parts.train.samples,
    validationSamples: parts.validation.samples,
    testSamples: parts.test.samples,
  };
}

function reporter(progress: ProgressSink, epochs: number, seconds: () => number): Callback {
  return {
    onBatchEnd: ({ epoch, batch, meanLoss }) =>
      progress.onStep?.({ epoch: epoch + 1, step: batch + 1, loss: meanLoss }),
    onEpochEnd: (epoch, logs) =>
      progress.onEpoch?.({
        epoch: epoch + 1,
        epochs,
        loss: logs.loss!,
        accuracy: logs.accuracy!,
        valLoss: logs.valLoss!,
        valAccuracy: logs.valAccuracy!,
        seconds: seconds(),
      }),
  };
}
