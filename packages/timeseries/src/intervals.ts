/** How far the truth may lie from a forecast, in the unit of the values. */
export interface ErrorInterval {
  /** Added to a forecast: the lower end; mostly below 0. */
  readonly low: number;
  /** Added to a forecast: the upper end. */
  readonly high: number;
}

/**
 * The interval around forecasts that holds the truth of a given share of new windows, from the errors `truth − forecast` of windows that
 * the model was not trained on: the errors of rank `⌊(n + 1) α / 2⌋` and `⌈(n + 1) (1 − α / 2)⌉` of n, with `α = 1 − coverage`.
 *
 * If the new windows are like these, at least that share of them lies within, for any distribution of the errors.
 *
 * @param coverage the share, in (0, 1)
 * @throws RangeError when the lengths differ, for a share outside of (0, 1), and when there are fewer than `2 / α − 1` errors
 *
 * **Source**: split conformal prediction, Vovk et al. 2005; both ends as in Romano, Patterson & Candès 2019.
 *
 * @example
 * const { low, high } = errorInterval(forecast, truth, 0.9); // forecast + low … forecast + high
 */
export function errorInterval(
  forecast: ArrayLike<number>,
  truth: ArrayLike<number>,
  coverage: number,
): ErrorInterval {
  if (!(coverage > 0 && coverage < 1)) {
    throw new RangeError(`errorInterval: coverage must be a number above 0 and below 1, got ${coverage}.`);
  }
  if (forecast.length !== truth.length) {
    throw new RangeError(
      `errorInterval: ${forecast.length} forecasts for ${truth.length} values. Give one each.`,
    );
  }
  const errors = Float64Array.from(truth, (value, i) => value - forecast[i]!).sort();
  const count = errors.length;
  // A part in 2⁴⁰ less, because the product of a share such as 0.05 may come out a little above a whole number.
  const rank = Math.floor(((count + 1) * (1 - coverage)) / 2 + 2 ** -40);
  if (rank < 1) {
    const needed = Math.ceil(2 / (1 - coverage) - 1 - 2 ** -40);
    throw new RangeError(
      `errorInterval: a coverage of ${coverage} takes ${needed} errors or more, got ${count}. Give more windows or a smaller coverage.`,
    );
  }
  return { low: errors[rank - 1]!, high: errors[count - rank]! };
}

/**
 * The share of forecasts whose interval holds the truth, ends included.
 *
 * @throws RangeError when the lengths differ or are 0
 */
export function intervalCoverage(
  forecast: ArrayLike<number>,
  truth: ArrayLike<number>,
  { low, high }: ErrorInterval,
): number {
  if (forecast.length !== truth.length || truth.length === 0) {
    throw new RangeError(
      `intervalCoverage: ${forecast.length} forecasts for ${truth.length} values. Give one each, and at least one.`,
    );
  }
  let held = 0;
  for (let i = 0; i < truth.length; i++) {
    const error = truth[i]! - forecast[i]!;
    if (error >= low && error <= high) held++;
  }
  return held / truth.length;
}
