import { formatValue } from '@seqloom/options';
import { readCsv } from './csv/read-csv.ts';
import type { ReadCsvOptions } from './csv/read-csv-options.ts';
import type { Table } from './table.ts';

/** A value of a row. A missing one is `null`, `undefined`, NaN, an empty text, or left out. */
export type Cell = string | number | boolean | Date | null | undefined;

/** How rows become a table: the options of `readCsv` that are not about the bytes of a file. */
export interface TableOfOptions
  extends Omit<ReadCsvOptions, 'name' | 'encoding' | 'delimiter' | 'names' | 'headerLine' | 'maxBytes'> {
  /** What messages call the table. Default `rows`. */
  readonly name?: string;
}

/** Rows that are written at a time. */
const ROWS_A_CHUNK = 1000;

/**
 * A table of rows that a program has: objects by column. They are read as the rows of a CSV file are, so that times may have any
 * form that `readCsv` knows, besides `Date`s and milliseconds.
 *
 * @throws DatasetError as `readCsv`; RangeError for no rows; TypeError for a row that is not an object, or a value that a cell cannot hold
 * @example
 * const table = await tableOf([{ day: '2024-01-01', sales: 12 }, { day: '2024-01-02', sales: 15 }], { time: 'auto' });
 */
export async function tableOf(
  rows: readonly Readonly<Record<string, Cell>>[],
  { name = 'rows', ...options }: TableOfOptions = {},
): Promise<Table> {
  if (rows.length === 0)
    throw new RangeError('tableOf: rows is empty. Give objects with a value for each column.');
  const names = new Set<string>();
  for (const [i, row] of rows.entries()) {
    if (typeof row !== 'object' || row === null)
      throw new TypeError(
        `tableOf: rows[${i}] must be an object of values by column, got ${formatValue(row)}.`,
      );
    for (const column of Object.keys(row)) names.add(column);
  }
  // numbers of JavaScript are written with a point; 1.234 must not be taken for a thousand
  const hasNumbers = rows.some((row) => Object.values(row).some((value) => typeof value === 'number'));
  const { decimal = hasNumbers ? '.' : undefined } = options;
  return readCsv(linesOf(rows, [...names]), { ...options, decimal, name, delimiter: ',', headerLine: 1 });
}

function* linesOf(
  rows: readonly Readonly<Record<string, Cell>>[],
  names: readonly string[],
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${names.map(quoted).join(',')}\n`);
  for (let start = 0; start < rows.length; start += ROWS_A_CHUNK) {
    const lines = rows
      .slice(start, start + ROWS_A_CHUNK)
      .map((row, i) => `${names.map((name) => cellText(row[name], start + i, name)).join(',')}\n`);
    yield encoder.encode(lines.join(''));
  }
}

function cellText(value: unknown, row: number, column: string): string {
  switch (typeof value) {
    case 'undefined':
      return '';
    case 'number':
      return Number.isNaN(value) ? '' : String(value);
    case 'boolean':
      return value ? '1' : '0';
    case 'string':
      return quoted(value);
  }
  if (value === null) return '';
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  throw new TypeError(
    `tableOf: rows[${row}].${column} must be a text, a number, a boolean or a Date, got ${formatValue(value)}.`,
  );
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
