import { DatasetError } from './dataset-error.ts';
import type { RowRange } from './time-split.ts';

/** A hole in a series. */
export interface Gap {
  /** The row after the hole. */
  readonly row: number;
  /** How many rows are missing before it, at the series' own period. */
  readonly missing: number;
}

/** What the times of a series are like. */
export interface TimeReport {
  /** Milliseconds between neighbours, the most frequent distance. */
  readonly period: number;
  readonly gaps: readonly Gap[];
  /** Rows with the time of the row before. */
  readonly duplicates: readonly number[];
  /** Rows earlier than the row before. */
  readonly backwards: readonly number[];
  /** Rows later than the row before by less than, or not by a multiple of, the period. */
  readonly irregular: readonly number[];
}

/**
 * Looks at the times of a series: its period, its gaps, and what is out of order.
 *
 * @param times UTC milliseconds.
 * @throws RangeError when there are fewer than two rows.
 */
export function reportTimes(times: Float64Array): TimeReport {
  if (times.length < 2) throw new RangeError(`reportTimes: got ${times.length} rows, a period needs two.`);
  const counts = new Map<number, number>();
  for (let row = 1; row < times.length; row++) {
    const distance = times[row]! - times[row - 1]!;
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  let period = 0;
  for (const [distance, count] of counts) {
    const best = counts.get(period) ?? 0;
    if (count > best || (count === best && distance < period)) period = distance;
  }
  const gaps: Gap[] = [];
  const [duplicates, backwards, irregular]: [number[], number[], number[]] = [[], [], []];
  for (let row = 1; row < times.length; row++) {
    const distance = times[row]! - times[row - 1]!;
    if (distance === period) continue;
    if (distance === 0) duplicates.push(row);
    else if (distance < 0) backwards.push(row);
    else if (distance % period !== 0) irregular.push(row);
    else gaps.push({ row, missing: distance / period - 1 });
  }
  return { period, gaps, duplicates, backwards, irregular };
}

/**
 * Refuses times that do not rise from row to row.
 *
 * @param name What the message calls the data.
 * @param lines The line of the file that each row begins on, a table's `lines`; without them the message counts rows.
 * @throws DatasetError naming the first offending row.
 */
export function requireRising(times: Float64Array, name: string, lines?: Int32Array): void {
  for (let row = 1; row < times.length; row++) {
    if (times[row]! > times[row - 1]!) continue;
    const [before, now] = [times[row - 1]!, times[row]!].map((time) => new Date(time).toISOString());
    const what = times[row] === times[row - 1] ? 'has the same time as' : 'is earlier than';
    const place = lines ? `line ${lines[row]}` : `row ${row + 1}`;
    throw new DatasetError(
      name,
      `${place} (${now}) ${what} the row before (${before}). Sort the rows and remove doubles, or take one series of the file.`,
    );
  }
}

/**
 * The stretches without a hole: between them no window should reach. Rows that are not later than the row
 * before begin a new stretch too.
 *
 * @param longest Holes of up to so many missing rows do not cut. Default 0.
 */
export function stretches(times: Float64Array, longest = 0): RowRange[] {
  const { period } = reportTimes(times);
  const found: RowRange[] = [];
  let start = 0;
  for (let row = 1; row <= times.length; row++) {
    const distance = row < times.length ? times[row]! - times[row - 1]! : Number.POSITIVE_INFINITY;
    if (distance > 0 && distance <= period * (longest + 1)) continue;
    found.push({ start, end: row });
    start = row;
  }
  return found;
}
