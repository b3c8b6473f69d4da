import { DatasetError } from '@seqloom/archives';
import type { NdArray } from '@seqloom/arrays';
import type { ValueMark } from './csv/value-marks.ts';

/** Numbers; a missing one is NaN. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly values: Float32Array | Float64Array;
}

/** Texts from a list of different ones; a missing one is the empty text. */
export interface TextColumn {
  readonly kind: 'text';
  /** The different texts, in order of first appearance. */
  readonly categories: readonly string[];
  /** `categories[codes[row]]` is the text of a row. */
  readonly codes: Int32Array;
}

/** A row that was left out. */
export interface SkippedRow {
  /** Its line in the file, from 1. */
  readonly line: number;
  readonly reason: string;
}

/** A file's columns, in its order. */
export interface Table {
  /** What messages call it. */
  readonly name: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, NumberColumn | TextColumn>;
  /** UTC milliseconds of each row, when the file has them. */
  readonly times?: Float64Array;
  /** The line of the file that each row begins on, from 1. */
  readonly lines?: Int32Array;
  /** The first hundred rows left out, and why. */
  readonly skipped: readonly SkippedRow[];
  /** How many rows were left out. */
  readonly skippedRows: number;
  /** How the file was read: by options, and by what was detected. */
  readonly dialect?: CsvDialect;
  /** Values that look like marks for "no value", or were read as such. */
  readonly marks?: readonly ValueMark[];
  /** What users should know about the reading, one sentence each: what was skipped, changed, or not used. */
  readonly notices?: readonly string[];
}

/** How a file is written. */
export interface CsvDialect {
  readonly encoding: string;
  /** The separator of columns; `whitespace` is any run of blanks. */
  readonly delimiter: string;
  readonly decimal: '.' | ',';
  /** The separator of thousands, if there is one. */
  readonly thousands?: string;
  /** The line with the names, from 1, when the file has them. */
  readonly headerLine?: number;
  /** The columns that make the time of a row. */
  readonly timeColumns?: readonly string[];
  /** How times are written; absent for numbers in several columns. */
  readonly timeFormat?: string;
  /** The zone of times that do not name their own; absent for UTC. */
  readonly timeZone?: string;
}

/**
 * The numbers of a column.
 *
 * @throws DatasetError when there is no such column (the message lists those there are) or it holds texts.
 */
export function numbersOf(table: Table, name: string): Float32Array | Float64Array {
  const column = table.columns.get(name);
  if (column?.kind === 'number') return column.values;
  const numeric = [...table.columns].flatMap(([key, { kind }]) => (kind === 'number' ? [`"${key}"`] : []));
  const texts = `column "${name}" holds texts`;
  // why it is one, where the reader of the file has said it
  const what = column
    ? (table.notices?.find((notice) => notice.startsWith(texts)) ?? texts)
    : `there is no column "${name}"`;
  throw new DatasetError(
    table.name,
    `${what}. Columns of numbers: ${numeric.length > 0 ? `${numeric.join(', ')}. Choose one of them` : 'none'}.`,
  );
}

/**
 * The texts of a column, one for each row; a missing one is the empty text. Of a column of numbers, their spelling.
 *
 * @throws DatasetError when there is no such column; the message lists those there are.
 * @example
 * const labels = textsOf(table, 'category');
 */
export function textsOf(table: Table, name: string): string[] {
  const column = table.columns.get(name);
  if (!column) throw noColumn(table, name);
  if (column.kind === 'text') return Array.from(column.codes, (code) => column.categories[code] ?? '');
  return Array.from(column.values, (value) => (Number.isNaN(value) ? '' : String(value)));
}

function noColumn({ name: file, columns }: Table, name: string): DatasetError {
  const names = [...columns.keys()].slice(0, 20).map((key) => `"${key}"`);
  return new DatasetError(file, `there is no column "${name}". Columns: ${names.join(', ')}.`);
}

/**
 * Columns side by side as one float32 array, the form windows and scalers work on.
 *
 * Shapes: `[rows, names.length]`.
 *
 * @param names The columns, in order. Default: every column of numbers.
 * @throws DatasetError as {@link numbersOf}, and for an integer that float32 would round.
 */
export function toMatrix(
  table: Table,
  names: readonly string[] = numericNames(table),
): NdArray<Float32Array> {
  const width = names.length;
  const data = new Float32Array(table.rows * width);
  for (const [j, name] of names.entries()) {
    const values = numbersOf(table, name);
    if (values instanceof Float64Array) requireExact(table, name, values);
    for (let row = 0, at = j; row < table.rows; row++, at += width) data[at] = values[row]!;
  }
  return { data, shape: [table.rows, width] };
}

/** The first integer in a column that float32 cannot hold; undefined when there is none. */
export function roundedBy32Bits(values: Float32Array | Float64Array): number | undefined {
  if (values instanceof Float32Array) return undefined;
  return values.find((value) => Number.isInteger(value) && Math.fround(value) !== value);
}

function requireExact(table: Table, name: string, values: Float64Array): void {
  const value = roundedBy32Bits(values);
  if (value === undefined) return;
  throw new DatasetError(
    table.name,
    `column "${name}" has ${value}, a whole number that float32 would round to ${Math.fround(value)}. Leave the column out, or subtract or divide first.`,
  );
}

/** The names of the columns that hold numbers, in the order of the file. */
export function numericNames(table: Table): string[] {
  return [...table.columns].flatMap(([name, { kind }]) => (kind === 'number' ? [name] : []));
}

/**
 * The rows whose column has a value: one station, one country. In a column of numbers the value is a number's text, so that
 * `44`, `44.0` and `00044` are the same.
 *
 * @throws DatasetError when there is no such column or no such value in it.
 * @example
 * whereText(weather, 'origin', 'JFK');
 */
export function whereText(table: Table, name: string, value: string): Table {
  const column = table.columns.get(name);
  if (!column) throw noColumn(table, name);
  const kept = rowsWith(column, value);
  if (kept.length === 0) {
    throw new DatasetError(
      table.name,
      `column "${name}" has no value "${value}". It has ${someValues(column).join(', ')}.`,
    );
  }
  const pick = <T extends Float32Array | Float64Array | Int32Array>(from: T): T => {
    const Kind = from.constructor as new (length: number) => T; // a typed array's own constructor
    const to = new Kind(kept.length);
    for (const [i, row] of kept.entries()) to[i] = from[row]!;
    return to;
  };
  return {
    ...table,
    rows: kept.length,
    columns: new Map(
      [...table.columns].map(([key, old]) => [
        key,
        old.kind === 'number' ? { ...old, values: pick(old.values) } : { ...old, codes: pick(old.codes) },
      ]),
    ),
    ...(table.times && { times: pick(table.times) }),
    ...(table.lines && { lines: pick(table.lines) }),
  };
}

function rowsWith(column: NumberColumn | TextColumn, value: string): number[] {
  const kept: number[] = [];
  if (column.kind === 'text') {
    const code = column.categories.indexOf(value);
    if (code >= 0) for (const [row, each] of column.codes.entries()) if (each === code) kept.push(row);
    return kept;
  }
  const wanted = value.trim() === '' ? Number.NaN : Number(value);
  const stored = column.values instanceof Float32Array ? Math.fround(wanted) : wanted;
  for (const [row, each] of column.values.entries()) if (each === stored) kept.push(row);
  return kept;
}

/** Up to twenty different values of a column, for a message. */
function someValues(column: NumberColumn | TextColumn): string[] {
  if (column.kind === 'text') return column.categories.slice(0, 20).map((text) => `"${text}"`);
  const different = new Set<number>();
  for (const value of column.values) {
    if (!Number.isNaN(value)) different.add(value);
    if (different.size === 20) break;
  }
  return Array.from(different, String);
}
