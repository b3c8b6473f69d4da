import { DatasetError, reportTimes, type Table } from '@seqloom/datasets';

/** A file's table, and how to find its rows again. */
export interface WeatherSource {
  /** What results call it. */
  readonly name: string;
  readonly table: Table;
  /** The path it was read from, as a user gave it. */
  readonly data?: string;
  /** The text column and value whose rows these are, when the file holds several series. */
  readonly where?: RowFilter;
  /** What was said about the file, so that the command can be repeated. */
  readonly form?: FileForm;
}

/** What a user says about a file whose form does not tell. */
export interface FileForm {
  /** The column of times. Default: one with a usual name, or year, month, day and perhaps hour. */
  readonly time?: string;
  /** How times are written. Default: seen from the first row. */
  readonly timeFormat?: string;
  /** What stands between columns. Default a comma. */
  readonly delimiter?: string;
  /** Whether rows that cannot be read are left out, in place of stopping. Default false. */
  readonly skipBadRows?: boolean;
}

/** One series of a file with several: `origin=JFK`. */
export interface RowFilter {
  readonly column: string;
  readonly value: string;
}

/** The name of the series that comes with the app. */
export const BUNDLED = 'seattle-weather';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

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
 * @throws DatasetError when there are none
 */
export function periodOf(table: Table): number {
  if (table.rows < 2) {
    throw new DatasetError(table.name, `a series has two rows or more, here is ${table.rows}. Give more.`);
  }
  return reportTimes(timesOf(table)).period;
}
