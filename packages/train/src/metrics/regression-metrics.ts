import { abs, square, sub, type Tensor } from '@seqloom/backend';
import { meanMetric } from './mean-metric.ts';
import type { Metric } from './metric.ts';
import { numericTargets } from './metric-inputs.ts';
import { type MetricOptions, readName } from './metric-options.ts';

/** Mean of `(t − p)²`. **Source**: `keras.metrics.MeanSquaredError`. */
export function meanSquaredErrorMetric<const Name extends string = 'meanSquaredError'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  return errorMetric('meanSquaredError', square, options);
}

/** Mean of `|t − p|`. **Source**: `keras.metrics.MeanAbsoluteError`. */
export function meanAbsoluteErrorMetric<const Name extends string = 'meanAbsoluteError'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  return errorMetric('meanAbsoluteError', abs, options);
}

function errorMetric<Name extends string>(
  owner: string,
  penalty: (difference: Tensor) => Tensor,
  options: MetricOptions<Name>,
): Metric<Name> {
  return meanMetric(readName(owner, options), 'min', (targets, predictions) => ({
    values: penalty(sub(predictions, numericTargets(owner, targets, predictions))),
    broken: false, // NaN comes through the difference
  }));
}
