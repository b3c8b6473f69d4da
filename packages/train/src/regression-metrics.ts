import { abs, square, sub, type Tensor } from '@seqloom/backend';
import { meanMetric } from './mean-metric.ts';
import type { Metric } from './metric.ts';
import { numericTargets } from './metric-inputs.ts';
import { type MetricOptions, readName } from './metric-options.ts';

/** Mean of `(t − p)²`. **Source**: `keras.metrics.MeanSquaredError`. */
export function meanSquaredErrorMetric(options: MetricOptions = {}): Metric {
  return errorMetric('meanSquaredError', square, options);
}

/** Mean of `|t − p|`. **Source**: `keras.metrics.MeanAbsoluteError`. */
export function meanAbsoluteErrorMetric(options: MetricOptions = {}): Metric {
  return errorMetric('meanAbsoluteError', abs, options);
}

function errorMetric(owner: string, penalty: (difference: Tensor) => Tensor, options: MetricOptions): Metric {
  return meanMetric(readName(owner, options), 'min', (targets, predictions) => ({
    values: penalty(sub(predictions, numericTargets(owner, targets, predictions))),
    broken: false, // NaN comes through the difference
  }));
}
