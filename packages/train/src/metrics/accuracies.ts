import { argMax, cast, equal, greater, scalar, type Tensor } from '@seqloom/backend';
import { type EachValue, meanMetric } from './mean-metric.ts';
import type { Metric } from './metric.ts';
import { binaryInputs, categoricalInputs, sparseInputs } from './metric-inputs.ts';
import {
  type MetricOptions,
  type ProbabilityOptions,
  readName,
  readProbability,
  readThreshold,
  type ThresholdOptions,
} from './metric-options.ts';

/**
 * The fraction of right answers: of probabilities cut at 0.5 when the predictions are `[B, …, 1]` or targets of one value
 * each, of the most probable class otherwise, against one-hot targets or class numbers by their shape. Of several classes
 * the outputs may be logits, too; of one output `fromLogits` says so.
 *
 * @throws RangeError or TypeError for an option that does not exist; RangeError for targets and outputs that have no meaning
 *
 * **Source**: how `keras` reads `metrics=["accuracy"]`.
 */
export function accuracy<const Name extends string = 'accuracy'>(
  options: ProbabilityOptions<Name> = {},
): Metric<Name> {
  const { name, fromLogits } = readProbability('accuracy', options);
  return meanMetric(name, 'max', (targets, predictions, counts) => {
    if (predictions.shape.at(-1) === 1)
      return binaryHits('accuracy', fromLogits, 0.5, targets, predictions, counts);
    return targets.rank === predictions.rank && targets.shape.at(-1) !== 1
      ? categoricalHits('accuracy', targets, predictions, counts)
      : sparseHits('accuracy', targets, predictions, counts);
  });
}

/**
 * The fraction of probabilities on the right side of the threshold, targets being 0 or 1.
 *
 * **Source**: `keras.metrics.BinaryAccuracy`.
 */
export function binaryAccuracy<const Name extends string = 'binaryAccuracy'>(
  options: ThresholdOptions<Name> = {},
): Metric<Name> {
  const { name, threshold, fromLogits } = readThreshold('binaryAccuracy', options);
  return meanMetric(name, 'max', (targets, predictions, counts) =>
    binaryHits('binaryAccuracy', fromLogits, threshold, targets, predictions, counts),
  );
}

/**
 * The fraction of samples whose most probable class is the target's, targets being one-hot or shares of classes.
 *
 * **Source**: `keras.metrics.CategoricalAccuracy`.
 */
export function categoricalAccuracy<const Name extends string = 'categoricalAccuracy'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  const name = readName('categoricalAccuracy', options);
  return meanMetric(name, 'max', (...batch) => categoricalHits('categoricalAccuracy', ...batch));
}

/**
 * The fraction of samples whose most probable class is the target's, targets being class numbers.
 *
 * **Source**: `keras.metrics.SparseCategoricalAccuracy`.
 */
export function sparseCategoricalAccuracy<const Name extends string = 'sparseCategoricalAccuracy'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  const name = readName('sparseCategoricalAccuracy', options);
  return meanMetric(name, 'max', (...batch) => sparseHits('sparseCategoricalAccuracy', ...batch));
}

type Batch = readonly [targets: Tensor, predictions: Tensor, counts: Tensor | undefined];

function binaryHits(owner: string, fromLogits: boolean, threshold: number, ...batch: Batch): EachValue {
  const { targets, outputs, broken } = binaryInputs(owner, fromLogits, ...batch);
  const called = cast(greater(outputs, scalar(threshold)), 'float32');
  return { values: cast(equal(targets, called), 'float32'), broken };
}

function categoricalHits(owner: string, ...batch: Batch): EachValue {
  const { targets, outputs, broken } = categoricalInputs(owner, ...batch);
  return { values: cast(equal(argMax(targets, -1), argMax(outputs, -1)), 'float32'), broken };
}

function sparseHits(owner: string, ...batch: Batch): EachValue {
  const { targets, outputs, broken } = sparseInputs(owner, ...batch);
  return { values: cast(equal(targets, argMax(outputs, -1)), 'float32'), broken };
}
