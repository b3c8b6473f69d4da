import { argMax, cast, equal, greater, scalar, type Tensor } from '@seqloom/backend';
import { type EachValue, meanMetric } from './mean-metric.ts';
import type { Metric } from './metric.ts';
import { areClassRows, binaryInputs, categoricalInputs, sparseInputs } from './metric-inputs.ts';
import {
  type MetricOptions,
  type ProbabilityOptions,
  readName,
  readProbability,
  readThreshold,
  type ThresholdOptions,
} from './metric-options.ts';

/**
 * The fraction of correct predictions. Outputs `[B, …, 1]` are compared with 0.5, as by `binaryAccuracy`. Other outputs give
 * the most probable class, as by `categoricalAccuracy` or, for targets that are class numbers, `sparseCategoricalAccuracy`. With
 * several classes the outputs may also be logits; with one output, `fromLogits` says that they are.
 *
 * @throws RangeError or TypeError for an option that does not exist; RangeError for targets and outputs that it is not
 * defined for
 *
 * **Source**: how `keras` reads `metrics=["accuracy"]`.
 */
export function accuracy<const Name extends string = 'accuracy'>(
  options: ProbabilityOptions<Name> = {},
): Metric<Name> {
  const settings = readProbability('accuracy', options);
  const { fromLogits } = settings;
  return meanMetric(settings, 'max', (targets, predictions, counts) => {
    if (predictions.shape.at(-1) === 1)
      return binaryHits('accuracy', fromLogits, 0.5, targets, predictions, counts);
    return areClassRows(targets, predictions)
      ? categoricalHits('accuracy', targets, predictions, counts)
      : sparseHits('accuracy', targets, predictions, counts);
  });
}

/**
 * The fraction of probabilities on the correct side of the threshold. Targets are 0 or 1.
 *
 * **Source**: `keras.metrics.BinaryAccuracy`.
 */
export function binaryAccuracy<const Name extends string = 'binaryAccuracy'>(
  options: ThresholdOptions<Name> = {},
): Metric<Name> {
  const settings = readThreshold('binaryAccuracy', options);
  const { threshold, fromLogits } = settings;
  return meanMetric(settings, 'max', (targets, predictions, counts) =>
    binaryHits('binaryAccuracy', fromLogits, threshold, targets, predictions, counts),
  );
}

/**
 * The fraction of samples whose most probable class is that of the target. Targets are one-hot or probabilities of classes.
 *
 * **Source**: `keras.metrics.CategoricalAccuracy`.
 */
export function categoricalAccuracy<const Name extends string = 'categoricalAccuracy'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  const name = readName('categoricalAccuracy', options);
  return meanMetric({ name }, 'max', (...batch) => categoricalHits('categoricalAccuracy', ...batch));
}

/**
 * The fraction of samples whose most probable class is the target. Targets are class numbers.
 *
 * **Source**: `keras.metrics.SparseCategoricalAccuracy`.
 */
export function sparseCategoricalAccuracy<const Name extends string = 'sparseCategoricalAccuracy'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  const name = readName('sparseCategoricalAccuracy', options);
  return meanMetric({ name }, 'max', (...batch) => sparseHits('sparseCategoricalAccuracy', ...batch));
}

type Batch = readonly [targets: Tensor, predictions: Tensor, counts: Tensor | undefined];

function binaryHits(owner: string, fromLogits: boolean, threshold: number, ...batch: Batch): EachValue {
  const { targets, outputs, broken } = binaryInputs(owner, fromLogits, ...batch);
  const predicted = cast(greater(outputs, scalar(threshold)), 'float32');
  return { values: cast(equal(targets, predicted), 'float32'), broken };
}

function categoricalHits(owner: string, ...batch: Batch): EachValue {
  const { targets, outputs, broken } = categoricalInputs(owner, ...batch);
  return { values: cast(equal(argMax(targets, -1), argMax(outputs, -1)), 'float32'), broken };
}

function sparseHits(owner: string, ...batch: Batch): EachValue {
  const { targets, outputs, broken } = sparseInputs(owner, ...batch);
  return { values: cast(equal(targets, argMax(outputs, -1)), 'float32'), broken };
}
