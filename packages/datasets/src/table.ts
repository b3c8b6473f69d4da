import type { NdArray } from './batch.ts';
import { DatasetError } from './dataset-error.ts';

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
  /** What a person should know about the reading, one sentence each. */
  readonly notices?: readonly string[];
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
  throw new DatasetError(
    table.name,
    `${column ? `column "${name}" holds texts` : `there is no column "${name}"`}. Columns of numbers: ${numeric.join(', ')}.`,
  );
}

/**
 * Columns side by side as one float32 array, the form windows and scalers work on.
 *
 * Shapes: `[rows, names.length]`.
 *
 * @param names The columns, in order. Default: every column of numbers.
 * @throws DatasetError as {@link numbersOf}.
 */
export function toMatrix(
  table: Table,
  names: readonly string[] = numericNames(table),
): NdArray & { readonly data: Float32Array } {
  const width = names.length;
  const data = new Float32Array(table.rows * width);
  for (const [j, name] of names.entries()) {
    const values = numbersOf(table, name);
    for (let row = 0, at = j; row < table.rows; row++, at += width) data[at] = values[row]!;
  }
  return { data, shape: [table.rows, width] };
}

/** The names of the columns that hold numbers, in the order of the file. */
export function numericNames(table: Table): string[] {
  return [...table.columns].flatMap(([name, { kind }]) => (kind === 'number' ? [name] : []));
}

/**
 * The rows whose text column has a value: one station, one country.
 *
 * @throws DatasetError when there is no such column of texts or no such value in it.
 * @example
 * whereText(weather, 'origin', 'JFK');
 */
export function whereText(table: Table, name: string, value: string): Table {
  const column = table.columns.get(name);
  if (column?.kind !== 'text') {
    const texts = [...table.columns].flatMap(([key, { kind }]) => (kind === 'text' ? [`"${key}"`] : []));
    throw new DatasetError(
      table.name,
      `there is no column of texts "${name}". Columns of texts: ${texts.join(', ') || 'none'}.`,
    );
  }
  const code = column.categories.indexOf(value);
  if (code < 0) {
    const some = column.categories.slice(0, 20).map((text) => `"${text}"`);
    throw new DatasetError(
      table.name,
      `column "${name}" has no value "${value}". It has ${some.join(', ')}.`,
    );
  }
  const kept: number[] = [];
  for (let row = 0; row < table.rows; row++) if (column.codes[row] === code) kept.push(row);
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
