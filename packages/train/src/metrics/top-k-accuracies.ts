import { argMax, cast, greater, less, max, oneHot, scalar, sum, type Tensor, where } from '@seqloom/backend';
import { type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';
import { meanMetric } from './mean-metric.ts';
import type { Metric } from './metric.ts';
import { categoricalInputs, sparseInputs } from './metric-inputs.ts';
import { type MetricOptions, nameRules } from './metric-options.ts';

/** Options of metrics of the k most probable classes. */
export interface TopKOptions<Name extends string = string> extends MetricOptions<Name> {
  /** How many classes count as hits; default 5. */
  readonly k?: number;
}

/**
 * The fraction of samples whose target is among the k most probable classes. Targets are one-hot or probabilities of classes, outputs
 * probabilities or logits. A class with the probability of the k-th counts, too.
 *
 * **Source**: `keras.metrics.TopKCategoricalAccuracy`.
 */
export function topKCategoricalAccuracy<const Name extends string = 'topKCategoricalAccuracy'>(
  options: TopKOptions<Name> = {},
): Metric<Name> {
  const owner = 'topKCategoricalAccuracy';
  const { name, k } = readTopK(owner, options);
  return meanMetric({ name, k }, 'max', (...batch) => {
    const { targets, outputs, broken } = categoricalInputs(owner, ...batch);
    return { values: hits(argMax(targets, -1), outputs, k), broken };
  });
}

/**
 * The fraction of samples whose target is among the k most probable classes. Targets are class numbers.
 *
 * **Source**: `keras.metrics.SparseTopKCategoricalAccuracy`.
 */
export function sparseTopKCategoricalAccuracy<const Name extends string = 'sparseTopKCategoricalAccuracy'>(
  options: TopKOptions<Name> = {},
): Metric<Name> {
  const owner = 'sparseTopKCategoricalAccuracy';
  const { name, k } = readTopK(owner, options);
  return meanMetric({ name, k }, 'max', (...batch) => {
    const { targets, outputs, broken } = sparseInputs(owner, ...batch);
    return { values: hits(targets, outputs, k), broken };
  });
}

function readTopK<Name extends string>(metric: string, options: TopKOptions<Name>) {
  const rules: OptionRules<TopKOptions> = { ...nameRules(metric), k: positiveInteger(5) };
  const { name, k } = resolveOptions<TopKOptions>(metric, options, rules);
  return { name: name as Name, k }; // the default is in the type, too
}

/** Below every output that is a number. */
const LOWEST = -3.4e38;

/** 1 where fewer than k classes have a larger output than the target. */
function hits(labels: Tensor, outputs: Tensor, k: number): Tensor {
  const isTarget = cast(oneHot(labels, outputs.shape.at(-1)!), 'bool');
  const ofTarget = max(where(isTarget, outputs, scalar(LOWEST)), -1, true);
  const larger = sum(cast(greater(outputs, ofTarget), 'float32'), -1);
  return cast(less(larger, scalar(k)), 'float32');
}
