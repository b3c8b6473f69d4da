import { checkPositiveInteger } from '@seqloom/options';
import { requireOneEach } from '../scores.ts';

/**
 * Mean absolute scaled error: the mean absolute error of a forecast, divided by that of the seasonal naive forecast of one step on the
 * values before it, `mean |yₜ − ŷₜ| / mean |yₜ − yₜ₋ₘ|`. 1 is as far off as that forecast was; it has no unit, so that series can be
 * averaged.
 *
 * @param history The values before the forecast.
 * @param season m, values a season; 1 compares with "the same as now".
 * @throws RangeError when lengths differ or are 0, the history has no more values than a season, or it repeats exactly.
 * Source: Hyndman and Koehler, Another look at measures of forecast accuracy (2006), and the M4 competition.
 * @example
 * mase([10, 12], [11, 15], [7, 9, 8, 10], 2); // (1 + 3) / 2 / 1 = 2
 */
export function mase(
  forecast: ArrayLike<number>,
  truth: ArrayLike<number>,
  history: ArrayLike<number>,
  season = 1,
): number {
  checkPositiveInteger('mase', 'season', season);
  requireOneEach('mase', forecast, truth);
  const scale = maseScale(history, season);
  if (!(scale > 0)) {
    throw new RangeError(
      `mase: the ${history.length} values of the history repeat every ${season}, so that the naive forecast makes no error. Use mae, or leave the series out.`,
    );
  }
  return meanOf(truth.length, (i) => Math.abs(forecast[i]! - truth[i]!)) / scale;
}

/**
 * What {@link mase} divides by: `mean |yₜ − yₜ₋ₘ|` of a history.
 *
 * @throws RangeError when the history has no more values than a season.
 */
export function maseScale(history: ArrayLike<number>, season = 1): number {
  if (history.length <= season) {
    throw new RangeError(
      `mase: the history has ${history.length} values, expected more than a season of ${season}. Give a longer history.`,
    );
  }
  return meanOf(history.length - season, (i) => Math.abs(history[i + season]! - history[i]!));
}

/**
 * Symmetric mean absolute percentage error, `200 · mean |yₜ − ŷₜ| / (|yₜ| + |ŷₜ|)`: 0 is perfect, 200 the worst. Steps where value and
 * forecast are 0 count as 0.
 *
 * @throws RangeError when lengths differ or are 0.
 * Source: the M4 competition.
 * @example
 * smape([90], [110]); // 20
 */
export function smape(forecast: ArrayLike<number>, truth: ArrayLike<number>): number {
  requireOneEach('smape', forecast, truth);
  return meanOf(truth.length, (i) => {
    const size = Math.abs(truth[i]!) + Math.abs(forecast[i]!);
    return size === 0 ? 0 : (200 * Math.abs(forecast[i]! - truth[i]!)) / size;
  });
}

function meanOf(count: number, at: (index: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += at(i);
  return sum / count;
}
