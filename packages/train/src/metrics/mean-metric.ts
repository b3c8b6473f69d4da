import { mul, scalar, stack, sum, type Tensor } from '@seqloom/backend';
import { countsFor, weigh } from './counts.ts';
import { type Direction, Metric } from './metric.ts';
import { unlessBroken } from './metric-inputs.ts';
import type { MetricSettings } from './metric-options.ts';

/** A value for each sample, step or output, and whether an output is NaN. */
export interface EachValue {
  readonly values: Tensor;
  readonly broken: boolean;
}

/**
 * A metric that is the mean of everything measured, `Σ c · v / Σ c`; 0 where nothing counts, as in Keras.
 *
 * @param direction undefined where neither larger nor smaller is better
 * @param finish makes the metric of the mean; default: it is the mean
 */
export function meanMetric<Name extends string>(
  { name, ...settings }: MetricSettings<Name>,
  direction: Direction | undefined,
  each: (targets: Tensor, predictions: Tensor, counts: Tensor | undefined) => EachValue,
  finish: (mean: number) => number = (mean) => mean,
): Metric<Name> {
  return new Metric({
    name,
    direction,
    settings,
    measure: (targets, predictions, counts) => {
      const { values, broken } = each(targets, predictions, counts);
      const weights = countsFor(values, counts);
      const total = weights ? sum(weigh(values, weights)) : sum(values);
      const count = weights ? mul(sum(weights), scalar(values.size / weights.size)) : scalar(values.size);
      return unlessBroken(broken, stack([total, count], 0));
    },
    summarize: ([total, count]) => (count === 0 ? 0 : finish(total! / count!)),
  });
}
