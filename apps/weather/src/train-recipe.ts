import type { SelectedBackend } from '@seqloom/backend';
import { Dense, Flatten } from '@seqloom/nn';
import { mae, rmse, skill, truthOf } from '@seqloom/timeseries';
import { type Callback, earlyStopping, fit, Sequential } from '@seqloom/train';
import { measureBaselines, requireError } from './baselines.ts';
import { forecastsOf, learningBatches, measuringBatches } from './forecasts.ts';
import { type PreparedSeries, prepareSeries } from './prepare-series.ts';
import type { LinearRecipe, NetworkRecipe, Settings, WeatherRecipe } from './recipe.ts';
import type { EpochReport, ProgressSink, TrainedWeather, TrainingPlan } from './run.ts';
import { type Schooling, schoolingFor } from './settings-for.ts';
import { kindOf, type Task, taskFor } from './task.ts';
import type { WeatherSource } from './weather-source.ts';

/** What a run is made of. */
export interface TrainRecipeOptions {
  readonly backend: Pick<SelectedBackend, 'name' | 'threads'>;
  readonly source: WeatherSource;
  /** Takes the place of the series' own defaults. */
  readonly task?: Partial<Task>;
  /** Takes the place of the recipe's own numbers. */
  readonly settings?: Partial<Settings>;
  /** Decides initial weights, order and dropout. Default 1. */
  readonly seed?: number;
  readonly progress?: ProgressSink;
  /** Ends the run after the step it is in. */
  readonly signal?: AbortSignal;
}

/**
 * Trains a recipe on the past of a series, chooses its best epoch on the present and measures it on the future, beside
 * the simple rules. The same seed, series and settings give the same numbers, to the last bit.
 *
 * @throws DatasetError, LeakError or RangeError for data or settings that do not fit; the signal's reason when it is
 * aborted; then nothing stays allocated
 */
export async function trainRecipe(
  recipe: WeatherRecipe,
  options: TrainRecipeOptions,
): Promise<TrainedWeather> {
  const { backend, source, seed = 1, progress = {}, signal } = options;
  const kind = kindOf(source.table);
  const book = kind === 'jena' && recipe.type === 'network' ? recipe.bookTask : undefined;
  const task = taskFor(source, { ...book, ...options.task });
  const schooling = recipe.type === 'network' ? schoolingFor(recipe, kind, options.settings) : undefined;
  const prepared = prepareSeries(source, {
    recipe: recipe.name,
    task,
    residual: schooling?.residual ?? false,
  });
  const { form, validation, test } = prepared;
  const baselines = measureBaselines(prepared);
  requireError(baselines[0]!.testMae, source.table, task.target, 'test');
  const learned =
    recipe.type === 'network'
      ? await learn(recipe, schooling!, prepared, { source, seed, progress, signal })
      : solve(recipe, prepared, { source, progress });
  const { model, seconds, epochs, history } = learned;
  try {
    const [forValidation, forecast] = [
      await forecastsOf({ model, form }, validation, signal),
      await forecastsOf({ model, form }, test, signal),
    ];
    const baselineMae = baselines[0]!.testMae;
    const testMae = mae(forecast, truthOf(test)) * form.targetStd;
    return {
      model,
      form,
      prepared,
      forecast,
      result: {
        model: recipe.name,
        dataset: source.name,
        ...(source.data !== undefined && { data: source.data }),
        target: task.target,
        unit: task.unit,
        valMae: mae(forValidation, truthOf(validation)) * form.targetStd,
        testMae,
        testRmse: rmse(forecast, truthOf(test)) * form.targetStd,
        baselineMae,
        skill: skill(testMae, baselineMae),
        epochs,
        seconds,
        seed,
        backend: backend.name,
        threads: backend.threads,
        parameters: model.countParams(),
        task,
        ...(source.where && { where: source.where }),
        ...(source.form && { form: source.form }),
        ...(schooling && { settings: schooling.settings }),
        ...sampleCounts(prepared),
        inputs: form.width,
        baselines,
        history,
      },
    };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

interface Learned {
  readonly model: Sequential;
  readonly seconds: number;
  /** Epochs that were run. */
  readonly epochs: number;
  /** `mae` and `valMae`, an epoch each, in the target's unit. */
  readonly history: Readonly<Record<string, readonly number[]>>;
}

interface LearnOptions {
  readonly source: WeatherSource;
  readonly seed: number;
  readonly progress: ProgressSink;
  readonly signal: AbortSignal | undefined;
}

/** Training step by step; the weights of the epoch with the smallest validation error stay. */
async function learn(
  recipe: NetworkRecipe,
  { settings, optimizer: makeOptimizer }: Schooling,
  prepared: PreparedSeries,
  { source, seed, progress, signal }: LearnOptions,
): Promise<Learned> {
  const { form, train, validation } = prepared;
  const { epochs, batchSize, stepsPerEpoch, patience } = settings;
  const steps = stepsPerEpoch ?? Math.ceil(train.starts.length / batchSize);
  const model = new Sequential(recipe.layers(train.length), { name: recipe.name });
  const optimizer = makeOptimizer(epochs * steps);
  try {
    model.build([null, train.length, form.width], { seed });
    progress.onStart?.(planOf(model, source, prepared, { epochs, batchSize, steps }));
    const begin = performance.now();
    const seconds = () => (performance.now() - begin) / 1000;
    const { series } = await fit(model, learningBatches(train, form, { batchSize, seed }), {
      loss: 'mae',
      optimizer,
      epochs,
      ...(stepsPerEpoch !== undefined && { stepsPerEpoch }),
      validation: measuringBatches(validation, form),
      seed,
      ...(signal && { signal }),
      callbacks: [
        earlyStopping({ monitor: 'valLoss', patience, restoreBestWeights: true }),
        reporter(progress, epochs, form.targetStd, seconds),
      ],
    });
    const inUnit = (values: readonly number[]) => values.map((value) => value * form.targetStd);
    return {
      model,
      seconds: seconds(),
      epochs: series.loss!.length,
      history: { mae: inUnit(series.loss!), valMae: inUnit(series.valLoss!) },
    };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    optimizer.dispose();
  }
}

/** Weights at once, in the form of a network without hidden layers. */
function solve(
  recipe: LinearRecipe,
  prepared: PreparedSeries,
  { source, progress }: Pick<LearnOptions, 'source' | 'progress'>,
): Learned {
  const { form, train, validation } = prepared;
  const model = new Sequential([new Flatten(), new Dense({ units: 1, name: 'linear' })], {
    name: recipe.name,
  });
  try {
    model.build([null, train.length, form.width]);
    progress.onStart?.(planOf(model, source, prepared, { epochs: 0, batchSize: 0, steps: 0 }));
    const begin = performance.now();
    const { weights, bias } = recipe.solve(train, validation, form.targetColumn);
    model.setWeights([
      { name: 'linear/kernel', shape: [weights.length, 1], data: weights },
      { name: 'linear/bias', shape: [1], data: Float32Array.of(bias) },
    ]);
    return { model, seconds: (performance.now() - begin) / 1000, epochs: 0, history: {} };
  } catch (error) {
    model.dispose();
    throw error;
  }
}

function planOf(
  model: Sequential,
  { name: dataset }: WeatherSource,
  prepared: PreparedSeries,
  turns: { readonly epochs: number; readonly batchSize: number; readonly steps: number },
): TrainingPlan {
  const { task, columns } = prepared.form.fields;
  return {
    model: model.name,
    dataset,
    task,
    columns,
    ...sampleCounts(prepared),
    ...turns,
    notices: prepared.notices,
    summary: model.summary(),
  };
}

function sampleCounts(
  parts: Pick<PreparedSeries, 'train' | 'validation' | 'test'>,
): Pick<TrainingPlan, 'trainSamples' | 'validationSamples' | 'testSamples'> {
  return {
    trainSamples: parts.train.starts.length,
    validationSamples: parts.validation.starts.length,
    testSamples: parts.test.starts.length,
  };
}

function reporter(progress: ProgressSink, epochs: number, unit: number, seconds: () => number): Callback {
  const report = (epoch: number, loss: number, valLoss: number): EpochReport => ({
    epoch: epoch + 1,
    epochs,
    mae: loss * unit,
    valMae: valLoss * unit,
    seconds: seconds(),
  });
  return {
    onBatchEnd: ({ epoch, batch, meanLoss }) =>
      progress.onStep?.({ epoch: epoch + 1, step: batch + 1, mae: meanLoss * unit }),
    onEpochEnd: (epoch, logs) => progress.onEpoch?.(report(epoch, logs.loss!, logs.valLoss!)),
  };
}
