/** A thousandth of the mean size of the values keeps the spread of windows that repeat exactly away from 0. */
const LEAST_SPREAD = 1e-3;

/** Where the values of a window lie, so that windows of all series look alike to one network. */
export interface WindowScale {
  /** The mean of the last season. */
  readonly level: number;
  /** The mean change from one season to the next, `mean |xₜ − xₜ₋ₘ|`, and a thousandth of the mean size; above 0. */
  readonly spread: number;
}

/**
 * Level and spread of the values `start … start + lookback − 1`. Nothing outside of them is read.
 *
 * @param season m, values a season, less than the lookback.
 */
export function windowScale(
  values: Float64Array,
  start: number,
  { lookback, season }: { readonly lookback: number; readonly season: number },
): WindowScale {
  const end = start + lookback;
  let [level, size, change] = [0, 0, 0];
  for (let t = end - season; t < end; t++) level += values[t]!;
  for (let t = start; t < end; t++) size += Math.abs(values[t]!);
  for (let t = start + season; t < end; t++) change += Math.abs(values[t]! - values[t - season]!);
  const spread = change / (lookback - season) + (LEAST_SPREAD * size) / lookback;
  return { level: level / season, spread: spread > 0 ? spread : 1 };
}
