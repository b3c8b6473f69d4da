import { DatasetError, type WayOut } from '@seqloom/archives';
import { checkCount, checkNumber, resolveOptions } from '@seqloom/options';
import {
  findTimeGrid,
  type Rhythm,
  TIME_GRID_RULES,
  type TimeGrid,
  type TimeGridOptions,
} from './time-grid.ts';
import type { RowRange } from './time-split.ts';

/** Missing rows in a series. */
export interface Gap {
  /** The row after the gap. */
  readonly row: number;
  /** How many rows are missing before it, at the series' own period. */
  readonly missing: number;
}

/** What the times of a series are like. */
export interface TimeReport {
  /** Milliseconds between neighbours: the most frequent distance, or the mean length of the months between rows. */
  readonly period: number;
  /** `fixed`, or the calendar that the rows follow: months (of any number) or business days, Monday to Friday. */
  readonly rhythm: Rhythm;
  readonly gaps: readonly Gap[];
  /** Rows with the time of the row before. */
  readonly duplicates: readonly number[];
  /** Rows earlier than the row before. */
  readonly backwards: readonly number[];
  /** Rows later than the row before by less than, or not by a multiple of, the period. */
  readonly irregular: readonly number[];
}

/**
 * Looks at the times of a series: its period, its gaps, and what is out of order. Rows at the same day of each month
 * (or at each month's last day) and daily rows without weekends have a period of their own calendar.
 *
 * @param times UTC milliseconds.
 * @param options.tolerance Milliseconds by which a distance may differ from the period and still count as it. Default 0.
 * @throws RangeError when there are fewer than two rows.
 * @example
 * reportTimes(table.times, { tolerance: 30_000 }).irregular; // rows off by more than half a minute
 */
export function reportTimes(times: Float64Array, options: TimeGridOptions = {}): TimeReport {
  const grid = timeGridOf('reportTimes', times, options);
  const gaps: Gap[] = [];
  const [duplicates, backwards, irregular]: [number[], number[], number[]] = [[], [], []];
  for (let row = 1; row < times.length; row++) {
    const steps = grid.steps(times[row - 1]!, times[row]!);
    if (steps === 1) continue;
    const distance = times[row]! - times[row - 1]!;
    if (distance === 0) duplicates.push(row);
    else if (distance < 0) backwards.push(row);
    else if (steps > 1) gaps.push({ row, missing: steps - 1 });
    else irregular.push(row);
  }
  return { period: grid.period, rhythm: grid.rhythm, gaps, duplicates, backwards, irregular };
}

/**
 * The time a number of rows after another, on the series' own calendar.
 *
 * @param times The series' times, UTC milliseconds: the calendar is found from them.
 * @throws RangeError unless `rows` is an integer, or when there are fewer than two times.
 * @example
 * timeAfter(months, months.at(-1), 1); // the next month's first day
 */
export function timeAfter(
  times: Float64Array,
  time: number,
  rows: number,
  options: TimeGridOptions = {},
): number {
  checkNumber('timeAfter', 'rows', rows, { integer: true });
  return timeGridOf('timeAfter', times, options).after(time, rows);
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
    const problem = `${place} (${now}) ${what} the row before (${before}).`;
    throw new DatasetError(name, problem, { wayOut: wayOutOf(times[row - 1]!, times[row]!) });
  }
}

/** Advice for a row that is not later than the one before. */
function wayOutOf(before: number, now: number): WayOut {
  const date = new Date(now);
  // clocks go back by an hour or less, on a Sunday, in the first hours
  if (before - now < 3_600_001 && date.getUTCDay() === 0 && date.getUTCHours() < 4) {
    const advice =
      'If these are local times, clocks went back here: give their zone, for instance time: { zone: "Europe/Berlin" }. Otherwise sort the rows and remove doubles.';
    return { option: 'localTime', advice };
  }
  return {
    option: 'rising',
    advice:
      'Sort the rows and remove doubles, take one series of the file (whereText), or put the rows on a regular grid (resample).',
  };
}

/**
 * The uninterrupted stretches of a series; windows should not cross their borders. A row begins a new one when
 * {@link reportTimes} lists it as irregular, a duplicate or backwards, and after a gap.
 *
 * @param longest The longest gap, in missing rows, that does not end a stretch. Default 0.
 * @param options.tolerance As in {@link reportTimes}.
 * @throws RangeError when there are fewer than two rows.
 * @example
 * forecastWindows(series, { ...task, series: stretches(table.times) });
 */
export function stretches(times: Float64Array, longest = 0, options: TimeGridOptions = {}): RowRange[] {
  checkCount('stretches', 'longest', longest);
  const grid = timeGridOf('stretches', times, options);
  const found: RowRange[] = [];
  let start = 0;
  for (let row = 1; row <= times.length; row++) {
    if (row < times.length) {
      const steps = grid.steps(times[row - 1]!, times[row]!);
      if (steps >= 1 && steps <= longest + 1) continue;
    }
    found.push({ start, end: row });
    start = row;
  }
  return found;
}

function timeGridOf(owner: string, times: Float64Array, options: TimeGridOptions): TimeGrid {
  const { tolerance } = resolveOptions(owner, options, TIME_GRID_RULES);
  if (times.length < 2) throw new RangeError(`${owner}: got ${times.length} rows, a period needs two.`);
  return findTimeGrid(times, tolerance);
}
