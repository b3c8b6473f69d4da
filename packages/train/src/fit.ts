import { dispose } from '@seqloom/backend';
import type { Batch } from '@seqloom/datasets';
import { checkPositiveInteger } from '@seqloom/nn';
import { BatchFeed, type Passes } from './batch-feed.ts';
import type { Callback, TrainingRun } from './callback.ts';
import { collectLogs, evaluatePass, onePass, readScalar } from './evaluate.ts';
import { type EpochLogs, type History, HistoryRecorder, validationName } from './history.ts';
import { getLoss, type Loss, type LossName } from './losses.ts';
import type { Metric } from './metric.ts';
import { getMetrics, type MetricName } from './metrics.ts';
import { NaNLossError } from './nan-loss-error.ts';
import { Optimizer, type OptimizerName } from './optimizer.ts';
import { makeOptimizer } from './optimizers.ts';
import { Pacer } from './pacer.ts';
import { type ClassWeight, checkClassWeight, sampleWeightsOf } from './sample-weights.ts';
import type { Sequential } from './sequential.ts';
import { type StepSetting, trainStep } from './train-step.ts';
import { allRows, asArrays, inputOf, rowBatches, splitRows, type TrainingData } from './training-data.ts';

/** Options of `fit`. */
export interface FitOptions {
  readonly loss: LossName | Loss;
  /** A name for the default settings, or an optimizer, which remembers its state between runs. Default `rmsprop`. */
  readonly optimizer?: OptimizerName | Optimizer;
  readonly metrics?: readonly (MetricName | Metric)[];
  /** The number of the epoch to stop before; default 1. */
  readonly epochs?: number;
  /** The number of the first epoch, for a run that goes on; default 0. */
  readonly initialEpoch?: number;
  /** Samples a batch, for arrays; default 32. */
  readonly batchSize?: number;
  /** Whether arrays are put in a new order for every epoch; default true. */
  readonly shuffle?: boolean;
  /** Batches an epoch; default: one pass over the data. */
  readonly stepsPerEpoch?: number;
  /** Data that are measured after every epoch and not trained on. */
  readonly validation?: TrainingData;
  /** The share of the arrays that is shuffled out for validation, in (0, 1). */
  readonly validationSplit?: number;
  /** Batches of validation data to take; default: all. */
  readonly validationSteps?: number;
  readonly callbacks?: readonly Callback[];
  /** Decides initial weights, shuffle, split and dropout; default 0. */
  readonly seed?: number;
  /** Ends the run; `fit` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How much the samples of each class count in the loss. */
  readonly classWeight?: ClassWeight;
}

/**
 * Trains a model. Equal seeds and data give equal histories and weights, to the last bit.
 *
 * An unbuilt model is built from the first batch's shape. The event loop gets a turn every 100 ms (16 ms in a page).
 * However the run ends, callbacks see `onTrainEnd` and no tensors but the weights (and the state of a given optimizer)
 * stay.
 *
 * @returns the logs of every epoch
 * @throws NaNLossError when a loss is not finite, before the weights are changed; ShapeError, RangeError or TypeError
 * naming what does not fit; the signal's reason when it is aborted
 *
 * **Source**: `keras.Model.fit`. Epoch losses are means over samples; metrics are those of the whole epoch.
 *
 * @example
 * ```ts
 * const history = await fit(model, { inputs, targets }, {
 *   epochs: 10,
 *   optimizer: 'rmsprop',
 *   loss: 'binaryCrossentropy',
 *   metrics: ['accuracy'],
 *   validationSplit: 0.2,
 *   seed: 1,
 * });
 * console.log(history.series.valAccuracy);
 * ```
 */
export async function fit(model: Sequential, data: TrainingData, options: FitOptions): Promise<History> {
  const plan = planRun(model, data, options);
  const { run, epochs, initialEpoch, feed, callbacks } = plan;
  let failure: { readonly error: unknown } | undefined;
  try {
    for (const callback of callbacks) await callback.onTrainBegin?.(run);
    for (let epoch = initialEpoch; epoch < epochs && !run.stopped; epoch++) {
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, run);
      const logs = { ...(await trainEpoch(plan, epoch)), ...(await validate(plan, epoch)) };
      run.history.add(epoch, logs);
      for (const callback of callbacks) await callback.onEpochEnd?.(epoch, logs, run);
    }
  } catch (error) {
    failure = { error };
  }
  for (const end of [
    () => feed.close(),
    ...callbacks.map((callback) => () => callback.onTrainEnd?.(run, failure?.error)),
  ]) {
    try {
      await end();
    } catch (error) {
      failure ??= { error }; // the first error is the one to report; every callback still gets its end
    }
  }
  if (plan.ownsOptimizer) run.optimizer.dispose();
  if (failure) throw failure.error;
  return run.history;
}

interface Plan {
  readonly run: Run;
  readonly setting: StepSetting;
  readonly feed: BatchFeed;
  readonly validation: Passes | undefined;
  readonly validationSteps: number | undefined;
  readonly callbacks: readonly Callback[];
  readonly pacer: Pacer;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly classWeight: ClassWeight | undefined;
  readonly ownsOptimizer: boolean;
}

class Run implements TrainingRun {
  readonly model: Sequential;
  readonly optimizer: Optimizer;
  readonly epochs: number;
  batchesPerEpoch: number | undefined;
  readonly history: HistoryRecorder = new HistoryRecorder();
  stopped = false;

  constructor(model: Sequential, optimizer: Optimizer, epochs: number) {
    this.model = model;
    this.optimizer = optimizer;
    this.epochs = epochs;
  }

  stop(): void {
    this.stopped = true;
  }
}

/** Looks everything up and checks it, so that nothing fails late that could fail now. */
function planRun(model: Sequential, data: TrainingData, options: FitOptions): Plan {
  const { epochs = 1, initialEpoch = 0, batchSize = 32, seed = 0, stepsPerEpoch, validationSteps } = options;
  checkPositiveInteger('fit', 'epochs', epochs);
  checkPositiveInteger('fit', 'batchSize', batchSize);
  if (!Number.isInteger(initialEpoch) || initialEpoch < 0) {
    throw new RangeError(`fit: initialEpoch must be an integer from 0 on, got ${initialEpoch}.`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`fit: seed must be an integer from 0 on, got ${seed}.`);
  }
  if (stepsPerEpoch !== undefined) checkPositiveInteger('fit', 'stepsPerEpoch', stepsPerEpoch);
  if (validationSteps !== undefined) checkPositiveInteger('fit', 'validationSteps', validationSteps);
  checkClassWeight(options.classWeight);
  const loss = getLoss(options.loss);
  const metrics = getMetrics(options.metrics ?? []);
  const { optimizer = 'rmsprop' } = options;
  const ownsOptimizer = !(optimizer instanceof Optimizer);
  const run = new Run(
    model,
    ownsOptimizer ? makeOptimizer({ name: optimizer, settings: {} }) : optimizer,
    epochs,
  );
  const { passes, batches, inputShape, validation } = planData(data, options, batchSize, seed);
  if (!model.built && inputShape) model.build(inputShape, { seed });
  run.batchesPerEpoch = stepsPerEpoch ?? batches;
  return {
    run,
    setting: { model, loss, metrics, seed },
    feed: new BatchFeed(passes, stepsPerEpoch, initialEpoch),
    validation,
    validationSteps,
    callbacks: options.callbacks ?? [],
    pacer: new Pacer(options.signal),
    epochs,
    initialEpoch,
    classWeight: options.classWeight,
    ownsOptimizer,
  };
}

interface DataPlan {
  readonly passes: Passes;
  readonly batches?: number;
  readonly inputShape?: readonly number[];
  readonly validation: Passes | undefined;
}

function planData(data: TrainingData, options: FitOptions, batchSize: number, seed: number): DataPlan {
  const { validation, validationSplit, shuffle = true } = options;
  if (validation !== undefined && validationSplit !== undefined) {
    throw new TypeError('fit: got validation and validationSplit. Give one of them.');
  }
  const given = validation && onePass('fit: validation', validation, batchSize);
  const arrays = asArrays('fit', data);
  if (!arrays) {
    if (validationSplit !== undefined) {
      throw new TypeError('fit: validationSplit works on arrays. Give validation batches as validation.');
    }
    return { passes: () => data as Iterable<Batch>, validation: given }; // checked by asArrays
  }
  const [rows, held] =
    validationSplit === undefined ? [allRows(arrays), undefined] : splitRows(arrays, validationSplit, seed);
  return {
    passes: (epoch) => rowBatches(rows, batchSize, shuffle ? { seed, epoch } : undefined),
    batches: Math.ceil(rows.rows.length / batchSize),
    inputShape: arrays.inputs.shape.slice(1),
    validation: held ? () => rowBatches(held, batchSize) : given,
  };
}

async function trainEpoch(plan: Plan, epoch: number): Promise<EpochLogs> {
  const { run, setting, feed, callbacks, pacer } = plan;
  for (const metric of setting.metrics) metric.reset();
  let lossSum = 0;
  let samples = 0;
  let batchNumber = 0;
  for await (const batch of feed.epoch()) {
    await pacer.pace();
    const loss = await trainBatch(plan, batch, epoch, batchNumber);
    const count = batch.targets.shape[0]!;
    lossSum += loss * count;
    samples += count;
    const info = { epoch, batch: batchNumber, samples: count, loss, meanLoss: lossSum / samples };
    for (const callback of callbacks) await callback.onBatchEnd?.(info, run);
    batchNumber++;
    if (run.stopped) break;
  }
  run.batchesPerEpoch ??= batchNumber;
  return collectLogs(lossSum / samples, setting.metrics);
}

/** One step; the loss is looked at before the weights change, so that a bad step leaves them alone. */
async function trainBatch(plan: Plan, batch: Batch, epoch: number, batchNumber: number): Promise<number> {
  const { setting, run, classWeight } = plan;
  const { model, seed } = setting;
  const inputs = inputOf('fit', batch);
  const weights = sampleWeightsOf(batch, classWeight);
  if (!model.built) model.build(inputs.shape.slice(1), { seed });
  const parameters = model.trainableWeights;
  const result = trainStep(setting, parameters, inputs, batch, weights, run.optimizer.iterations);
  try {
    const loss = await readScalar(result.loss);
    if (!Number.isFinite(loss)) throw new NaNLossError(loss, epoch, batchNumber);
    run.optimizer.apply(parameters, result.gradients);
    return loss;
  } finally {
    dispose(...result.gradients.filter((gradient) => gradient !== undefined));
  }
}

async function validate(
  { validation, validationSteps, setting, pacer }: Plan,
  epoch: number,
): Promise<EpochLogs> {
  if (!validation) return {};
  const { model, loss, metrics } = setting;
  const logs = await evaluatePass(model, validation, validationSteps, loss, metrics, pacer);
  if (!Number.isFinite(logs.loss)) throw new NaNLossError(logs.loss!, epoch);
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [validationName(name), value]));
}
