import { abs, add, div, maximum, mul, scalar, square, sub, type Tensor } from '@seqloom/backend';
import { type OptionRules, positive, resolveOptions } from '@seqloom/options';
import { EPSILON } from '../losses/loss-op.ts';
import { meanMetric } from './mean-metric.ts';
import type { Metric } from './metric.ts';
import { numericTargets } from './metric-inputs.ts';
import { type MetricOptions, type MetricSettings, nameRules, readName } from './metric-options.ts';

/** Mean of `(t − p)²`. **Source**: `keras.metrics.MeanSquaredError`. */
export function meanSquaredErrorMetric<const Name extends string = 'meanSquaredError'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  return errorMetric('meanSquaredError', { name: readName('meanSquaredError', options) }, squared);
}

/** Mean of `|t − p|`. **Source**: `keras.metrics.MeanAbsoluteError`. */
export function meanAbsoluteErrorMetric<const Name extends string = 'meanAbsoluteError'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  return errorMetric('meanAbsoluteError', { name: readName('meanAbsoluteError', options) }, absolute);
}

/** Root of the mean of `(t − p)²` over all samples. **Source**: `keras.metrics.RootMeanSquaredError`. */
export function rootMeanSquaredError<const Name extends string = 'rootMeanSquaredError'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  return errorMetric(
    'rootMeanSquaredError',
    { name: readName('rootMeanSquaredError', options) },
    squared,
    Math.sqrt,
  );
}

/**
 * Mean of `100 |t − p| / max(|t|, 1e-7)`, in percent.
 *
 * **Source**: `keras.metrics.MeanAbsolutePercentageError`.
 */
export function meanAbsolutePercentageErrorMetric<const Name extends string = 'meanAbsolutePercentageError'>(
  options: MetricOptions<Name> = {},
): Metric<Name> {
  const owner = 'meanAbsolutePercentageError';
  return errorMetric(owner, { name: readName(owner, options) }, (t, p) => {
    const size = maximum(abs(t), scalar(EPSILON));
    return mul(div(absolute(t, p), size), scalar(100));
  });
}

/**
 * Mean of `200 |t − p| / (|t| + |p|)`, in percent: 0 … 200; a prediction of 0 for a target of 0 counts 0.
 *
 * **Source**: Makridakis 1993, as in the M4 competition.
 */
export function symmetricMeanAbsolutePercentageError<
  const Name extends string = 'symmetricMeanAbsolutePercentageError',
>(options: MetricOptions<Name> = {}): Metric<Name> {
  const owner = 'symmetricMeanAbsolutePercentageError';
  return errorMetric(owner, { name: readName(owner, options) }, (t, p) => {
    const size = maximum(add(abs(t), abs(p)), scalar(EPSILON));
    return mul(div(absolute(t, p), size), scalar(200));
  });
}

/** Options of `meanAbsoluteScaledError`. */
export interface ScaledErrorOptions<Name extends string = string> extends MetricOptions<Name> {
  /** The mean absolute error of a naive forecast on the training rows, such as the value of the day before. */
  readonly scale: number;
}

/**
 * Mean of `|t − p|` as a multiple of the error of a naive forecast: below 1 the model is better than it.
 *
 * **Source**: Hyndman & Koehler 2006.
 *
 * @throws RangeError or TypeError unless `scale` is a positive number
 *
 * @example
 * ```ts
 * const errors = train.slice(24).map((value, i) => Math.abs(value - train[i]!)); // of the value a day before
 * const scale = errors.reduce((sum, error) => sum + error, 0) / errors.length;
 * await fit(model, windows, { loss: 'mae', metrics: [meanAbsoluteScaledError({ scale })] });
 * ```
 */
export function meanAbsoluteScaledError<const Name extends string = 'meanAbsoluteScaledError'>(
  options: ScaledErrorOptions<Name>,
): Metric<Name> {
  const owner = 'meanAbsoluteScaledError';
  const rules: OptionRules<ScaledErrorOptions> = { ...nameRules(owner), scale: positive() };
  const { name, scale } = resolveOptions<ScaledErrorOptions>(owner, options, rules);
  return errorMetric(owner, { name: name as Name, scale }, absolute, (mean) => mean / scale); // the default is in the type, too
}

function squared(t: Tensor, p: Tensor): Tensor {
  return square(sub(p, t));
}

function absolute(t: Tensor, p: Tensor): Tensor {
  return abs(sub(p, t));
}

function errorMetric<Name extends string>(
  owner: string,
  settings: MetricSettings<Name>,
  error: (targets: Tensor, predictions: Tensor) => Tensor,
  finish?: (mean: number) => number,
): Metric<Name> {
  return meanMetric(
    settings,
    'min',
    (targets, predictions) => ({
      values: error(numericTargets(owner, targets, predictions), predictions),
      broken: false, // NaN comes through the difference
    }),
    finish,
  );
}
