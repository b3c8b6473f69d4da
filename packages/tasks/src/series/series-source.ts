import { DatasetError, reportTimes, type Table } from '@seqloom/timeseries';
import type { FileForm } from './file-form.ts';

/** A file's table, and how to find its rows again. */
export interface SeriesSource {
  /** What results call it. */
  readonly name: string;
  readonly table: Table;
  /** The path it was read from, as a user gave it. */
  readonly data?: string;
  /** The text column and value whose rows these are, when the file holds several series. */
  readonly where?: RowFilter;
  /** What was said about the file, so that the command can be repeated. */
  readonly form?: FileForm;
  /** Units of columns whose names do not say them. */
  readonly units?: Readonly<Record<string, string>>;
}

/** One series of a file with several: `origin=JFK`. */
export interface RowFilter {
  readonly column: string;
  readonly value: string;
}

export const HOUR: number = 3_600_000;
export const DAY: number = 24 * HOUR;

/**
 * The times of a table, UTC milliseconds.
 *
 * @throws RangeError when it was read without
 */
export function timesOf(table: Table): Float64Array {
  if (table.times) return table.times;
  throw new RangeError(`${table.name}: the table has no times. Read it with the option time.`);
}

/**
 * Milliseconds between neighbouring rows.
 *
 * @throws DatasetError when there are none, or no time rises
 */
export function periodOf(table: Table): number {
  if (table.rows < 2) {
    throw new DatasetError(table.name, `a series has two rows or more, here is ${table.rows}. Give more.`);
  }
  const { period } = reportTimes(timesOf(table));
  if (period > 0) return period;
  throw new DatasetError(table.name, 'no row is later than the row before. Give a series over time.');
}
