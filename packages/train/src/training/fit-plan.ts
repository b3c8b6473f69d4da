import { type Layer, warn } from '@seqloom/nn';
import {
  checkBoolean,
  checkFunction,
  checkOptions,
  checkPositiveInteger,
  formatValue,
} from '@seqloom/options';
import type { Callback, TrainingRun } from '../callbacks/callback.ts';
import { BatchFeed, type Passes } from '../data/batch-feed.ts';
import { type ClassWeight, checkClassWeight } from '../data/class-weight.ts';
import { planData } from '../data/data-plan.ts';
import type { TrainingData } from '../data/training-data.ts';
import { checkAllTargets } from '../losses/check-all-targets.ts';
import { type Loss, readsSigmoidLogits } from '../losses/loss.ts';
import { getLoss, type LossName } from '../losses/losses.ts';
import type { Metric } from '../metrics/metric.ts';
import { getMetrics, type MetricName } from '../metrics/metrics.ts';
import type { Sequential } from '../model/sequential.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import type { OptimizerName } from '../optimizers/optimizer-definition.ts';
import { makeOptimizer } from '../optimizers/optimizers.ts';
import { type EpochLogs, HistoryRecorder } from './history.ts';
import { Pacer } from './pacer.ts';
import type { StepSetting } from './train-step.ts';
import { type TrainingState, trainingStateOf } from './training-state.ts';

/** Options of `fit`. */
export interface FitOptions<
  M extends MetricName | Metric = MetricName | Metric,
  W extends MetricName | Metric = MetricName | Metric,
> {
  readonly loss: LossName | Loss;
  /** A name for the default settings, or an optimizer, which remembers its state between runs. Default `rmsprop`. */
  readonly optimizer?: OptimizerName | Optimizer;
  /** What is measured beside the loss, over all samples alike. */
  readonly metrics?: readonly M[];
  /** The same with samples and steps counting by their weights, class weights included. */
  readonly weightedMetrics?: readonly W[];
  /** The number of the epoch to stop before; default 1. */
  readonly epochs?: number;
  /**
   * The number of the first epoch, for a run that goes on: its rows come in the order that this epoch has in a run from
   * epoch 0 on. Left out, epochs are counted from 0 and the rows come in orders that this model has not seen.
   */
  readonly initialEpoch?: number;
  /** Samples a batch, for arrays; default 32. */
  readonly batchSize?: number;
  /** Whether arrays are put in a new order for every epoch; default true. */
  readonly shuffle?: boolean;
  /** Batches an epoch; default: one pass over the data. */
  readonly stepsPerEpoch?: number;
  /** Data that are measured after every epoch and not trained on. */
  readonly validation?: TrainingData;
  /** The fraction of the rows that is held out for validation, in (0, 1): the last ones, as they are ordered. */
  readonly validationSplit?: number;
  /** Batches of validation data to take; default: all. */
  readonly validationSteps?: number;
  readonly callbacks?: readonly Callback[];
  /** Decides initial weights, shuffle and dropout; default 0. */
  readonly seed?: number;
  /** Ends the run; `fit` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** How much the samples or steps of each class count in the loss and in weighted metrics. */
  readonly classWeight?: ClassWeight;
}

const KNOWN_OPTIONS: Readonly<Record<keyof FitOptions, true>> = {
  ...{ loss: true, optimizer: true, metrics: true, weightedMetrics: true, classWeight: true },
  ...{ epochs: true, initialEpoch: true, batchSize: true, shuffle: true, stepsPerEpoch: true },
  ...{ validation: true, validationSplit: true, validationSteps: true },
  ...{ callbacks: true, seed: true, signal: true },
};

/** A run that is ready to begin. */
export interface Plan {
  readonly run: Run;
  readonly setting: StepSetting;
  readonly state: TrainingState;
  readonly feed: BatchFeed;
  readonly validation: Passes | undefined;
  /** Whether they are known to end. */
  readonly validationEnds: boolean;
  readonly validationSteps: number | undefined;
  readonly callbacks: readonly Callback[];
  readonly pacer: Pacer;
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly classWeight: ClassWeight | undefined;
  readonly ownsOptimizer: boolean;
}

/** The run as its loop sees it. */
class Run implements TrainingRun {
  readonly model: Sequential;
  readonly optimizer: Optimizer;
  readonly metrics: readonly Metric[];
  readonly epochs: number;
  readonly initialEpoch: number;
  readonly earlier: readonly EpochLogs[];
  batchesPerEpoch: number | undefined;
  readonly history: HistoryRecorder = new HistoryRecorder();
  stopped = false;

  constructor(
    given: Pick<TrainingRun, 'model' | 'optimizer' | 'metrics' | 'epochs' | 'initialEpoch' | 'earlier'>,
  ) {
    this.model = given.model;
    this.optimizer = given.optimizer;
    this.metrics = given.metrics;
    this.epochs = given.epochs;
    this.initialEpoch = given.initialEpoch;
    this.earlier = given.earlier;
  }

  stop(): void {
    this.stopped = true;
  }
}

/** Looks everything up and checks it, so that nothing fails late that could fail now. */
export function planRun(model: Sequential, data: TrainingData, options: FitOptions): Plan {
  checkOptions('fit', options, KNOWN_OPTIONS);
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
  const { callbacks = [] } = options;
  if (!Array.isArray(callbacks)) {
    throw new TypeError(`fit: callbacks must be a list, got ${formatValue(callbacks)}.`);
  }
  for (const callback of callbacks) checkCallback(callback);
  const pacer = new Pacer('fit', options.signal);
  checkBoolean('fit', 'shuffle', options.shuffle ?? true);
  checkEpochs(model, epochs, initialEpoch);
  const loss = getLoss(options.loss);
  const metrics = getMetrics(options, readsSigmoidLogits(loss));
  const { optimizer = 'rmsprop' } = options;
  const ownsOptimizer = !(optimizer instanceof Optimizer);
  const state = trainingStateOf(model);
  if (state.running) {
    throw new Error(`fit: ${model.label} is in another call of fit. Await that one first.`);
  }
  if (initialEpoch > 0 && state.loaded) checkNoStates(model, initialEpoch);
  if (initialEpoch > 0 && ownsOptimizer) reportNewOptimizer(model, optimizer);
  const run = new Run({
    model,
    optimizer: ownsOptimizer ? makeOptimizer({ name: optimizer, settings: {} }) : optimizer,
    metrics: metrics.all,
    epochs,
    initialEpoch,
    earlier: state.logs.slice(0, initialEpoch),
  });
  const plan = planData(data, options, batchSize, seed, state.passes);
  const { inputShape } = plan;
  if (!model.built && inputShape) model.build(inputShape, { seed });
  checkAllTargets('fit', model, loss, data);
  if (options.validation) checkAllTargets('fit: validation', model, loss, options.validation);
  run.batchesPerEpoch = stepsPerEpoch ?? plan.batches;
  state.steps = plan.firstStep ?? state.steps;
  state.logs = run.earlier.length === initialEpoch ? [...run.earlier] : [];
  state.loaded = false;
  state.running = true; // last: nothing after it may throw
  return {
    run,
    setting: { model, loss, metrics, seed },
    state,
    feed: new BatchFeed('fit', plan.passes, stepsPerEpoch, plan.start),
    validation: plan.validation,
    validationEnds: plan.validationEnds,
    validationSteps,
    callbacks,
    pacer,
    epochs,
    initialEpoch,
    classWeight: options.classWeight,
    ownsOptimizer,
  };
}

const HOOKS: readonly (keyof Callback)[] = [
  'onTrainBegin',
  'onEpochBegin',
  'onBatchEnd',
  'onEpochEnd',
  'onTrainEnd',
];

function checkCallback(callback: unknown): void {
  if (typeof callback !== 'object' || callback === null) {
    throw new TypeError(`fit: a callback must be an object with hooks, got ${formatValue(callback)}.`);
  }
  for (const hook of HOOKS) {
    const value = (callback as Record<string, unknown>)[hook];
    if (value !== undefined) checkFunction('fit: callback', hook, value);
  }
}

/** Models with which nothing was left to train: a loop of `fit` says it once. */
const finished = new WeakSet<Sequential>();

/** `epochs` is an end, not a number of epochs more, as in Keras. */
function checkEpochs(model: Sequential, epochs: number, initialEpoch: number): void {
  const meaning = 'epochs is the number of the epoch to stop before, not how many more there are';
  if (epochs < initialEpoch) {
    throw new RangeError(`fit: epochs ${epochs} lies before initialEpoch ${initialEpoch}: ${meaning}.`);
  }
  if (epochs > initialEpoch || finished.has(model)) return;
  finished.add(model);
  warn(`fit: epochs ${epochs} with initialEpoch ${initialEpoch} leaves nothing to train: ${meaning}.`);
}

/** Models that a run went on with under an optimizer's name: a loop of `fit` says it once. */
const reported = new WeakSet<Sequential>();

function reportNewOptimizer(model: Sequential, name: OptimizerName): void {
  if (name === 'sgd' || reported.has(model)) return; // without momentum it has nothing to forget
  reported.add(model);
  warn(
    `fit: with initialEpoch and an optimizer's name, ${model.label} goes on with a new ${name}, which has forgotten the epochs ` +
      `before. Make one with ${name}() and give it to every call.`,
  );
}

/** @throws RangeError when a layer carries states from batch to batch, which a file does not hold */
function checkNoStates(model: Sequential, initialEpoch: number): void {
  const layers = model.layers.flatMap(withInner);
  const stateful = layers.find(({ options }) => (options as { stateful?: unknown }).stateful === true);
  if (!stateful) return;
  throw new RangeError(
    `fit: cannot go on with epoch ${initialEpoch + 1}: ${stateful.label} is stateful, and its states are not in the file that the ` +
      'model was loaded from. Leave initialEpoch out to begin a new run.',
  );
}

function withInner(layer: Layer): Layer[] {
  return [layer, ...layer.layers.flatMap(withInner)];
}
