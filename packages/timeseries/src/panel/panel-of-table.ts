import { DatasetError } from '@seqloom/archives';
import { numbersOf, type Table, textsOf } from '../table.ts';
import { reportTimes } from '../time-report.ts';
import { type Panel, panelOf } from './panel.ts';

/** Columns of a long table, a row for each series and time. */
export interface PanelColumns {
  /** The column that says which series a row is of. */
  readonly id: string;
  /** The column of values. */
  readonly target: string;
}

/** The series of a long table. */
export interface TablePanel {
  readonly panel: Panel;
  /** Milliseconds between values; the mean length where months differ. */
  readonly period: number;
}

/**
 * The series of a long table, a row for each series and time, as shops and sensors write them. The rows of a series are in the order of
 * time; those of several may alternate.
 *
 * @param table Read with the option `time`.
 * @throws DatasetError when there is no such column, the table has no times, a series has missing values, gaps, or times that do not
 * rise, or the series have different periods.
 * @example
 * const { panel } = panelOfTable(await readCsvFile('sales.csv', { time: 'auto' }), { id: 'shop', target: 'sold' });
 */
export function panelOfTable(table: Table, { id, target }: PanelColumns): TablePanel {
  const { name, times } = table;
  const values = numbersOf(table, target);
  const rows = new Map<string, number[]>();
  for (const [row, text] of textsOf(table, id).entries()) {
    const known = rows.get(text);
    if (known) known.push(row);
    else rows.set(text, [row]);
  }
  if (!times) throw new DatasetError(name, 'the table has no times. Read it with the option time.');
  let first: { readonly id: string; readonly period: number } | undefined;
  for (const [each, places] of rows) {
    const period = periodOf(
      name,
      each,
      Float64Array.from(places, (row) => times[row]!),
    );
    first ??= { id: each, period };
    if (period === first.period) continue;
    throw new DatasetError(
      name,
      `series "${each}" has a value every ${period / 1000} s, series "${first.id}" every ${first.period / 1000} s. Give series of one frequency, or put them on one grid (resample).`,
    );
  }
  const panel = panelOf(
    name,
    Array.from(rows, ([each, places]) => [each, Float64Array.from(places, (row) => values[row]!)] as const),
  );
  return { panel, period: first!.period };
}

/** @throws DatasetError unless the times rise by one period from each to the next */
function periodOf(name: string, id: string, times: Float64Array): number {
  if (times.length < 2) {
    throw new DatasetError(
      name,
      `series "${id}" has ${times.length} value, expected two or more. Leave it out.`,
    );
  }
  const { period, gaps, duplicates, backwards, irregular } = reportTimes(times);
  const [row] = [...duplicates, ...backwards, ...gaps.map((gap) => gap.row), ...irregular].sort(
    (a, b) => a - b,
  );
  if (row === undefined) return period;
  const at = new Date(times[row]!).toISOString();
  const before = new Date(times[row - 1]!).toISOString();
  throw new DatasetError(
    name,
    `series "${id}" has ${at} after ${before}, expected one value every ${period / 1000} s. Sort its rows, remove doubles, and fill gaps (resample).`,
  );
}
