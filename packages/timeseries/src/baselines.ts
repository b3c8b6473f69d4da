import { checkPositiveInteger } from '@seqloom/options';
import { forEachTarget, requireTargets } from './window-targets.ts';
import { knownRows, lastRow, type Windows } from './windows.ts';

/**
 * "The same as now": the target's value in the last row each window shows, for all rows of its horizon. The forecast to beat.
 *
 * @param windows Of {@link forecastWindows}.
 * @returns One value for each of {@link truthOf}, in the scale of the data.
 * Source: the book's `evaluate_naive_method` (`samples[:, -1, 1]`).
 */
export function persistence(windows: Windows): Float32Array {
  requireTargets('persistence', windows);
  const { targets, targetWidth = 1 } = windows;
  return forEachTarget(windows, (i, _row, column) => targets[lastRow(windows, i) * targetWidth + column]!);
}

/**
 * "The same as a season ago": the target's value whole seasons before the forecast time, in the latest such row
 * that is known.
 *
 * @param windows Of {@link forecastWindows}.
 * @param period Rows a season: 24 for days of hourly values.
 * @returns One value for each of {@link truthOf}.
 * @throws RangeError when no such row lies in the window.
 */
export function seasonalNaive(windows: Windows, period: number): Float32Array {
  checkPositiveInteger('seasonalNaive', 'period', period);
  requireTargets('seasonalNaive', windows);
  const { targets, targetWidth = 1, length, step } = windows;
  return forEachTarget(windows, (i, targetRow, column) => {
    const known = knownRows(windows, i);
    const seasons = Math.floor((targetRow - known.end) / period) + 1;
    const row = targetRow - seasons * period;
    if (row < known.start) {
      throw new RangeError(
        `seasonalNaive: period ${period} reaches back beyond the window of ${length * step} rows. Give a larger lookback.`,
      );
    }
    return targets[row * targetWidth + column]!;
  });
}

/**
 * The mean of the target over the last rows that are known, for all rows of the horizon.
 *
 * @param windows Of {@link forecastWindows}.
 * @param rows How many, at most the lookback.
 * @returns One value for each of {@link truthOf}.
 * @throws RangeError when `rows` is more than the window spans.
 */
export function movingAverage(windows: Windows, rows: number): Float32Array {
  checkPositiveInteger('movingAverage', 'rows', rows);
  requireTargets('movingAverage', windows);
  const { starts, targets, targetWidth = 1, length, step } = windows;
  if (rows > length * step) {
    throw new RangeError(
      `movingAverage: ${rows} rows are more than the window's ${length * step}. Give fewer.`,
    );
  }
  const means = new Float64Array(starts.length * targetWidth);
  for (let i = 0; i < starts.length; i++) {
    const { end } = knownRows(windows, i);
    for (let row = end - rows; row < end; row++) {
      for (let column = 0; column < targetWidth; column++)
        means[i * targetWidth + column] =
          means[i * targetWidth + column]! + targets[row * targetWidth + column]!;
    }
  }
  return forEachTarget(windows, (i, _row, column) => means[i * targetWidth + column]! / rows);
}
