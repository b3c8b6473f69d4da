import { cast, greaterEqual, lessEqual, logicalAnd, slice, squeeze, type Tensor } from '@seqloom/backend';
import { count, type OptionRules, optional, resolveOptions } from '@seqloom/options';
import { checkFinite, hostValues } from '../values/check-values.ts';
import { matchQuantities } from '../values/match-shapes.ts';
import { meanMetric } from './mean-metric.ts';
import type { Metric } from './metric.ts';
import { anyNaN } from './metric-inputs.ts';
import { type MetricOptions, nameRules } from './metric-options.ts';

/** Options of `intervalCoverage`. */
export interface IntervalCoverageOptions<Name extends string = string> extends MetricOptions<Name> {
  /** The number of the output that is the lower bound, from 0; default 0. */
  readonly lower?: number;
  /** The number of the output that is the upper bound; default the last one. */
  readonly upper?: number | undefined;
}

/**
 * The fraction of targets between two outputs, both included. For outputs of `quantileLoss` it is to be near the difference of their
 * quantiles: neither larger nor smaller is better, so that callbacks that watch it need `mode`.
 *
 * Shapes: predictions `[B, …, Q]`, targets `[B, …]` or `[B, …, 1]`.
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError for targets that are not
 * finite, and for bounds that are not two outputs
 */
export function intervalCoverage<const Name extends string = 'intervalCoverage'>(
  options: IntervalCoverageOptions<Name> = {},
): Metric<Name> {
  const owner = 'intervalCoverage';
  const rules: OptionRules<IntervalCoverageOptions> = {
    ...nameRules(owner),
    lower: count(0),
    upper: optional(count()),
  };
  const { name, lower, upper } = resolveOptions<IntervalCoverageOptions>(owner, options, rules);
  return meanMetric({ name: name as Name, lower, upper }, undefined, (targets, predictions, counts) => {
    const given = hostValues(targets);
    if (given) checkFinite(owner, given);
    const matched = matchQuantities(owner, targets, predictions);
    const last = predictions.shape.at(-1)! - 1;
    const most = upper ?? last;
    if (lower >= most || most > last) {
      throw new RangeError(
        `${owner}: lower and upper must be the numbers of two of the ${last + 1} outputs, got ${lower} and ${most}.`,
      );
    }
    const inside = logicalAnd(
      greaterEqual(matched, outputAt(predictions, lower)),
      lessEqual(matched, outputAt(predictions, most)),
    );
    const values = squeeze(cast(inside, 'float32'), [predictions.rank - 1]);
    return { values, broken: anyNaN(predictions, counts) };
  });
}

/** `[B, …, Q]` → `[B, …, 1]`. */
function outputAt(predictions: Tensor, index: number): Tensor {
  const axes = predictions.shape.slice(0, -1);
  return slice(predictions, [...axes.map(() => 0), index], [...axes.map(() => -1), 1]);
}
