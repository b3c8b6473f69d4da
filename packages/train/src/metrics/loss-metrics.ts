import { neg } from '@seqloom/backend';
import { boolean, numberIn, type OptionRules, resolveOptions } from '@seqloom/options';
import {
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from '../losses/crossentropies.ts';
import { definitionOf, type Loss } from '../losses/loss.ts';
import { cosineSimilarity } from '../losses/regression-losses.ts';
import { meanMetric } from './mean-metric.ts';
import type { Metric } from './metric.ts';
import { anyNaN } from './metric-inputs.ts';
import { type MetricOptions, type MetricSettings, nameRules, readName } from './metric-options.ts';

/** Options of the cross-entropies as metrics. */
export interface CrossentropyMetricOptions<Name extends string = string> extends MetricOptions<Name> {
  /** Whether the outputs are logits; default false. */
  readonly fromLogits?: boolean;
}

/** Options of the cross-entropies whose targets are probabilities, as metrics. */
export interface SmoothedCrossentropyMetricOptions<Name extends string = string>
  extends CrossentropyMetricOptions<Name> {
  /** As that of the loss, in [0, 1]; default 0. */
  readonly labelSmoothing?: number;
}

function crossentropyRules(metric: string): OptionRules<CrossentropyMetricOptions> {
  return { ...nameRules(metric), fromLogits: boolean(false) };
}

function smoothedRules(metric: string): OptionRules<SmoothedCrossentropyMetricOptions> {
  return { ...crossentropyRules(metric), labelSmoothing: numberIn({ min: 0, max: 1 }, 0) };
}

/**
 * Mean of the loss `binaryCrossentropy` over all samples.
 *
 * @throws RangeError for targets and outputs outside 0 … 1, on backends that read tensors without waiting
 *
 * **Source**: `keras.metrics.BinaryCrossentropy`.
 */
export function binaryCrossentropyMetric<const Name extends string = 'binaryCrossentropy'>(
  options: SmoothedCrossentropyMetricOptions<Name> = {},
): Metric<Name> {
  const { name, ...settings } = resolveOptions<SmoothedCrossentropyMetricOptions>(
    'binaryCrossentropy',
    options,
    smoothedRules('binaryCrossentropy'),
  );
  return lossMetric({ name: name as Name, ...settings }, binaryCrossentropy(settings)); // the default is in the type, too
}

/**
 * Mean of the loss `categoricalCrossentropy` over all samples.
 *
 * @throws RangeError for targets that are not distributions and outputs outside 0 … 1, on backends that read tensors without
 * waiting
 *
 * **Source**: `keras.metrics.CategoricalCrossentropy`.
 */
export function categoricalCrossentropyMetric<const Name extends string = 'categoricalCrossentropy'>(
  options: SmoothedCrossentropyMetricOptions<Name> = {},
): Metric<Name> {
  const { name, ...settings } = resolveOptions<SmoothedCrossentropyMetricOptions>(
    'categoricalCrossentropy',
    options,
    smoothedRules('categoricalCrossentropy'),
  );
  return lossMetric({ name: name as Name, ...settings }, categoricalCrossentropy(settings)); // the default is in the type, too
}

/**
 * Mean of the loss `sparseCategoricalCrossentropy` over all samples.
 *
 * @throws RangeError for targets that are not class numbers and outputs outside 0 … 1, on backends that read tensors without
 * waiting
 *
 * **Source**: `keras.metrics.SparseCategoricalCrossentropy`.
 */
export function sparseCategoricalCrossentropyMetric<
  const Name extends string = 'sparseCategoricalCrossentropy',
>(options: CrossentropyMetricOptions<Name> = {}): Metric<Name> {
  const { name, ...settings } = resolveOptions<CrossentropyMetricOptions>(
    'sparseCategoricalCrossentropy',
    options,
    crossentropyRules('sparseCategoricalCrossentropy'),
  );
  return lossMetric({ name: name as Name, ...settings }, sparseCategoricalCrossentropy(settings)); // the default is in the type, too
}

/**
 * Mean of `Σ t · p / (‖t‖ ‖p‖)` over the last axis: 1 for the same direction. The loss of this name has the other sign.
 *
 * **Source**: `keras.metrics.CosineSimilarity`.
 */
export function cosineSimilarityMetric<const Name extends string = 'cosineSimilarity'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  const { measure } = definitionOf(cosineSimilarity())!;
  return meanMetric({ name: readName('cosineSimilarity', options) }, 'max', (targets, output) => ({
    values: neg(measure(targets, { output })),
    broken: false, // NaN comes through the sums
  }));
}

/** The mean of a loss over all samples that count; outputs are read as they are, never as the logits of a last activation. */
function lossMetric<Name extends string>(settings: MetricSettings<Name>, loss: Loss): Metric<Name> {
  const { checkOutputs, measure } = definitionOf(loss)!;
  return meanMetric(settings, 'min', (targets, predictions, counts) => {
    const output = { output: predictions, ...(counts && { mask: counts }) };
    checkOutputs?.(output);
    return { values: measure(targets, output), broken: anyNaN(predictions, counts) };
  });
}
