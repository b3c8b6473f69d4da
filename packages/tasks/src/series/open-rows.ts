import { type Cell, DatasetError, requireRising, type Table, tableOf } from '@seqloom/timeseries';
import { timesOf } from './series-source.ts';

/** Rows over time: objects by column, or a table that `readCsv` or `readCsvFile` read with the option `time`. */
export type SeriesRows = readonly Readonly<Record<string, Cell>>[] | Table;

/**
 * Rows as a table whose times rise.
 *
 * @param time the column of times, for rows that are objects; undefined: the one that looks like times
 * @throws DatasetError as `tableOf`, and when times do not rise; RangeError for a table without times
 */
export async function openRows(rows: SeriesRows, time?: string): Promise<Table> {
  const table = isTable(rows)
    ? rows
    : await tableOf(rows, { time: time === undefined ? 'auto' : { column: time } });
  try {
    requireRising(timesOf(table), table.name, table.lines);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    const advice =
      'Sort the rows by time and leave doubles out; of several series in one table give the rows of one.';
    throw new DatasetError(error.file, error.problem, { cause: error, wayOut: { option: 'rising', advice } });
  }
  return table;
}

/** Whether rows are a table rather than objects. */
export function isTable(rows: SeriesRows): rows is Table {
  return (rows as Partial<Table> | null)?.columns instanceof Map;
}

/** @throws TypeError unless a value may be rows */
export function checkRows(owner: string, option: string, value: unknown): void {
  if (Array.isArray(value) || isTable(value as SeriesRows)) return;
  throw new TypeError(`${owner}: ${option} must be an array of objects, or a table of readCsv.`);
}
