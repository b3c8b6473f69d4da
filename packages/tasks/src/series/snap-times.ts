import { reportTimes, type Table } from '@seqloom/timeseries';

const MINUTE = 60_000;

/**
 * Moves rows that are off their regular times by less than a tolerance onto them, so that the jitter of a clock is none.
 *
 * @param tolerance Milliseconds.
 */
export function snapTimes(table: Table, tolerance: number): Table {
  const { times } = table;
  if (!times || times.length < 2) return table;
  const { rhythm, period, gaps, irregular, duplicates, backwards } = reportTimes(times, { tolerance });
  if (rhythm !== 'fixed') return table;
  const missing = new Map(gaps.map((gap) => [gap.row, gap.missing]));
  const off = new Set([...irregular, ...duplicates, ...backwards]);
  const snapped = new Float64Array(times.length);
  for (let row = 0; row < times.length; row++) {
    const regular = row > 0 && !off.has(row);
    snapped[row] = regular
      ? snapped[row - 1]! + period * (1 + (missing.get(row) ?? 0))
      : wholeMinute(times[row]!, tolerance);
  }
  return { ...table, times: snapped };
}

function wholeMinute(time: number, tolerance: number): number {
  const whole = Math.round(time / MINUTE) * MINUTE;
  return Math.abs(whole - time) <= tolerance ? whole : time;
}
