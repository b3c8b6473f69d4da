import {
  abortSignal,
  boolean,
  checkBoolean,
  checkFunction,
  checkText,
  count,
  formatValue,
  functionOf,
  numberIn,
  type OptionRules,
  optional,
  positiveInteger,
  rule,
} from '@seqloom/options';
import type { Callback } from '../callbacks/callback.ts';
import { CLASS_WEIGHT_RULE, type ClassWeight } from '../data/class-weight.ts';
import type { TrainingData } from '../data/training-data.ts';
import type { Loss } from '../losses/loss.ts';
import type { LossName } from '../losses/losses.ts';
import { LOSS_RULES, type LossOptions } from '../losses/output-losses.ts';
import type { Metric } from '../metrics/metric.ts';
import type { MetricName } from '../metrics/metrics.ts';
import {
  type MetricsByOutput,
  OUTPUT_METRIC_RULES,
  type OutputMetricOptions,
} from '../metrics/output-metrics.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { OptimizerName } from '../optimizers/optimizer-definition.ts';
import { checkOptimizer } from '../optimizers/optimizers.ts';
import { COMMUNICATOR_RULE, type Communicator } from '../ranks/communicator.ts';
import type { ReduceGradients } from './reduce-gradients.ts';
import { VALIDATION_FREQ_RULE, type ValidationFreq } from './validation-freq.ts';

/** The options of `fit` that do not depend on the number of outputs. */
export interface RunOptions {
  /** A name, for the default settings, or an optimizer, which keeps its state between runs. Default `rmsprop`. */
  readonly optimizer?: OptimizerName | Optimizer;
  /** The number of the epoch to stop before; default 1. */
  readonly epochs?: number;
  /**
   * The number of the first epoch of a continued run. The rows come in the order that this epoch has in a run from epoch 0
   * on. Without it, epochs are counted from 0 and the rows come in orders that this model has not seen.
   */
  readonly initialEpoch?: number | undefined;
  /** Samples per batch, for arrays; default 32. */
  readonly batchSize?: number;
  /** Whether arrays are shuffled again for every epoch; default true. */
  readonly shuffle?: boolean;
  /** Batches per epoch; default: one pass over the data. */
  readonly stepsPerEpoch?: number | undefined;
  /** Data that are measured after every epoch and not trained on. */
  readonly validation?: TrainingData | undefined;
  /** The fraction of the rows that is held out for validation, in (0, 1): the last rows in their given order. */
  readonly validationSplit?: number | undefined;
  /** Batches of validation data to use; default: all. Refused without validation data, as is `validationFreq`. */
  readonly validationSteps?: number | undefined;
  /**
   * The epochs after which validation data are measured: every n-th one, or those of a list, counted from 1. Logs of other epochs
   * have no `valLoss`, and callbacks that watch it wait. Default 1: all.
   */
  readonly validationFreq?: ValidationFreq;
  readonly callbacks?: readonly Callback[];
  /** Decides initial weights, shuffle and dropout; default 0. */
  readonly seed?: number;
  /** Ends the run; `fit` then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Weights of the samples or steps of each class, in the loss and in weighted metrics. */
  readonly classWeight?: ClassWeight | undefined;
  /**
   * Combines the gradients and the loss of every batch with those of other models, before anything changes: of a copy of this model in
   * another process, on another part of the data. Metrics stay those of this model. With `gradientAccumulationSteps` of the optimizer a
   * step takes the mean of what it has made of several batches.
   */
  readonly reduce?: ReduceGradients | undefined;
  /**
   * Trains in several processes, the ranks of a job: all run the same program over the same data, and each computes its rows of every
   * batch. Losses, metrics and weights are those of all rows, on every rank, up to the rounding of sums. With one rank, nothing changes.
   */
  readonly communicator?: Communicator | undefined;
}

/** Options of `fit`. */
export interface FitOptions<
  M extends MetricName | Metric = MetricName | Metric,
  W extends MetricName | Metric = MetricName | Metric,
> extends RunOptions {
  readonly loss: LossName | Loss;
  /** Measured besides the loss; all samples count the same. */
  readonly metrics?: readonly M[];
  /** Measured with the weights of samples, steps and classes. */
  readonly weightedMetrics?: readonly W[];
}

/** Options of `fit` for a model with several outputs. */
export interface BranchedFitOptions extends RunOptions, LossOptions {
  /** Measured besides the losses, for each output; all samples count the same. */
  readonly metrics?: MetricsByOutput;
  /** Measured with the weights of samples and steps, for each output. */
  readonly weightedMetrics?: MetricsByOutput;
}

/** The options for any number of outputs. */
export type AnyFitOptions = RunOptions & LossOptions & OutputMetricOptions;

export const FIT_RULES: OptionRules<AnyFitOptions> = {
  loss: LOSS_RULES.loss,
  optimizer: rule<OptimizerName | Optimizer>(checkOptimizer, 'rmsprop'),
  ...OUTPUT_METRIC_RULES,
  lossWeights: LOSS_RULES.lossWeights,
  classWeight: CLASS_WEIGHT_RULE,
  epochs: positiveInteger(1),
  initialEpoch: optional(count()),
  batchSize: positiveInteger(32),
  shuffle: boolean(true),
  stepsPerEpoch: optional(positiveInteger()),
  validation: optional(rule<TrainingData>(() => {})), // checked with the data
  validationSplit: optional(numberIn({ above: 0, below: 1 })),
  validationSteps: optional(positiveInteger()),
  validationFreq: VALIDATION_FREQ_RULE,
  callbacks: rule<readonly Callback[]>(checkCallbacks, []),
  seed: count(0),
  signal: optional(abortSignal()),
  reduce: optional(functionOf<ReduceGradients>()),
  communicator: COMMUNICATOR_RULE,
};

/** @throws RangeError for class weights of a model with several outputs */
export function checkOneOutput(
  owner: string,
  losses: readonly unknown[],
  classWeight: ClassWeight | undefined,
): void {
  if (!classWeight || losses.length === 1) return;
  throw new RangeError(
    `${owner}: classWeight works on one output, got ${losses.length}. Give sampleWeights by output.`,
  );
}

const HOOKS: readonly (keyof Callback)[] = [
  'onTrainBegin',
  'onEpochBegin',
  'onBatchEnd',
  'onEpochEnd',
  'onTrainEnd',
  'state',
  'restore',
];

function checkCallbacks(owner: string, option: string, value: unknown): void {
  if (!Array.isArray(value)) {
    throw new TypeError(`${owner}: ${option} must be a list, got ${formatValue(value)}.`);
  }
  for (const callback of value as readonly unknown[]) {
    if (typeof callback !== 'object' || callback === null) {
      throw new TypeError(`${owner}: a callback must be an object with hooks, got ${formatValue(callback)}.`);
    }
    for (const hook of HOOKS) {
      const given = (callback as Readonly<Record<string, unknown>>)[hook];
      if (given !== undefined) checkFunction(`${owner}: callback`, hook, given);
    }
    const { lateBatches, firstRankOnly, name } = callback as Callback;
    if (name !== undefined) checkText(`${owner}: callback`, 'name', name);
    if (lateBatches !== undefined) checkBoolean(`${owner}: callback`, 'lateBatches', lateBatches);
    if (firstRankOnly !== undefined) checkBoolean(`${owner}: callback`, 'firstRankOnly', firstRankOnly);
  }
}
