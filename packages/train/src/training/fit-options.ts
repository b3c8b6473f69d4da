import {
  abortSignal,
  boolean,
  checkBoolean,
  checkFunction,
  count,
  formatValue,
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
import { checkLoss, type LossName } from '../losses/losses.ts';
import type { Metric } from '../metrics/metric.ts';
import { METRIC_LIST_RULES, type MetricName } from '../metrics/metrics.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { OptimizerName } from '../optimizers/optimizer-definition.ts';
import { checkOptimizer } from '../optimizers/optimizers.ts';

/** Options of `fit`. */
export interface FitOptions<
  M extends MetricName | Metric = MetricName | Metric,
  W extends MetricName | Metric = MetricName | Metric,
> {
  readonly loss: LossName | Loss;
  /** A name, for the default settings, or an optimizer, which keeps its state between runs. Default `rmsprop`. */
  readonly optimizer?: OptimizerName | Optimizer;
  /** Measured besides the loss; all samples count the same. */
  readonly metrics?: readonly M[];
  /** Measured with the weights of samples, steps and classes. */
  readonly weightedMetrics?: readonly W[];
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
  /** Batches of validation data to use; default: all. */
  readonly validationSteps?: number | undefined;
  readonly callbacks?: readonly Callback[];
  /** Decides initial weights, shuffle and dropout; default 0. */
  readonly seed?: number;
  /** Ends the run; `fit` then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Weights of the samples or steps of each class, in the loss and in weighted metrics. */
  readonly classWeight?: ClassWeight | undefined;
}

export const FIT_RULES: OptionRules<FitOptions> = {
  loss: rule<LossName | Loss>(checkLoss),
  optimizer: rule<OptimizerName | Optimizer>(checkOptimizer, 'rmsprop'),
  ...METRIC_LIST_RULES,
  classWeight: CLASS_WEIGHT_RULE,
  epochs: positiveInteger(1),
  initialEpoch: optional(count()),
  batchSize: positiveInteger(32),
  shuffle: boolean(true),
  stepsPerEpoch: optional(positiveInteger()),
  validation: optional(rule<TrainingData>(() => {})), // checked with the data
  validationSplit: optional(numberIn({ above: 0, below: 1 })),
  validationSteps: optional(positiveInteger()),
  callbacks: rule<readonly Callback[]>(checkCallbacks, []),
  seed: count(0),
  signal: optional(abortSignal()),
};

const HOOKS: readonly (keyof Callback)[] = [
  'onTrainBegin',
  'onEpochBegin',
  'onBatchEnd',
  'onEpochEnd',
  'onTrainEnd',
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
    const { lateBatches } = callback as Callback;
    if (lateBatches !== undefined) checkBoolean(`${owner}: callback`, 'lateBatches', lateBatches);
  }
}
