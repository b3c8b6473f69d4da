import type { Windows } from '@seqloom/timeseries';

/** The last of each window's rows, of a value for every row of its horizon. */
export function lastRows({ horizon = 1 }: Windows, values: Float32Array): Float32Array {
  if (horizon === 1) return values;
  return Float32Array.from({ length: values.length / horizon }, (_, i) => values[(i + 1) * horizon - 1]!);
}

/** Windows with the last row of their horizon as their only target. */
export function lastRowWindows({ horizon = 1, ...windows }: Windows): Windows {
  return horizon === 1
    ? windows
    : { ...windows, targetRows: windows.targetRows.map((row) => row + horizon - 1) };
}

/** The mean absolute error at each row of the horizon. */
export function errorsByRow({ horizon = 1 }: Windows, forecast: Float32Array, truth: Float32Array): number[] {
  const sums = new Float64Array(horizon);
  for (let i = 0; i < truth.length; i++)
    sums[i % horizon] = sums[i % horizon]! + Math.abs(forecast[i]! - truth[i]!);
  return Array.from(sums, (sum) => (sum * horizon) / truth.length);
}
