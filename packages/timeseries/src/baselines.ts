import { checkPositiveInteger } from '@seqloom/options';
import { knownRows, lastRow, requireOneTarget, type Windows } from './windows.ts';

/**
 * "The same as now": the target's value in the last row each window shows. The forecast to beat.
 *
 * @param windows Of {@link forecastWindows}.
 * @returns One value a window, in the scale of the data.
 * Source: the book's `evaluate_naive_method` (`samples[:, -1, 1]`).
 */
export function persistence(windows: Windows): Float32Array {
  requireOneTarget('persistence', windows);
  return Float32Array.from(windows.starts, (_, i) => windows.targets[lastRow(windows, i)]!);
}

/**
 * "The same as a season ago": the target's value whole seasons before the forecast time, in the latest such row
 * that is known.
 *
 * @param windows Of {@link forecastWindows}.
 * @param period Rows a season: 24 for days of hourly values.
 * @throws RangeError when no such row lies in the window.
 */
export function seasonalNaive(windows: Windows, period: number): Float32Array {
  checkPositiveInteger('seasonalNaive', 'period', period);
  requireOneTarget('seasonalNaive', windows);
  const { starts, targetRows, targets, length, step } = windows;
  return Float32Array.from(starts, (_, i) => {
    const known = knownRows(windows, i);
    const seasons = Math.floor((targetRows[i]! - known.end) / period) + 1;
    const row = targetRows[i]! - seasons * period;
    if (row < known.start) {
      throw new RangeError(
        `seasonalNaive: period ${period} reaches back beyond the window of ${length * step} rows. Give a larger lookback.`,
      );
    }
    return targets[row]!;
  });
}

/**
 * The mean of the target over the last rows that are known.
 *
 * @param windows Of {@link forecastWindows}.
 * @param rows How many, at most the lookback.
 * @throws RangeError when `rows` is more than the window spans.
 */
export function movingAverage(windows: Windows, rows: number): Float32Array {
  checkPositiveInteger('movingAverage', 'rows', rows);
  requireOneTarget('movingAverage', windows);
  const { starts, targets, length, step } = windows;
  if (rows > length * step) {
    throw new RangeError(
      `movingAverage: ${rows} rows are more than the window's ${length * step}. Give fewer.`,
    );
  }
  return Float32Array.from(starts, (_, i) => {
    const { end } = knownRows(windows, i);
    let sum = 0;
    for (let row = end - rows; row < end; row++) sum += targets[row]!;
    return sum / rows;
  });
}
