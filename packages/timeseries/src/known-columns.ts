import { formatValue, type OptionalRule, type OptionCheck, rule } from '@seqloom/options';
import type { Matrix } from './missing.ts';

/** A column by its number or its name. */
export type ColumnKey = number | string;

/** @throws TypeError unless a value is a number, a text or a list of them */
export const checkColumnKeys: OptionCheck = (owner, option, value) => {
  if (Array.isArray(value) ? value.length > 0 && value.every(isKey) : isKey(value)) return;
  throw new TypeError(
    `${owner}: ${option} must be a column, or a list of at least one column, got ${formatValue(value)}.`,
  );
};

const checkKnownColumns: OptionCheck = (owner, option, value) => {
  if (Array.isArray(value) && value.every(isKey)) return;
  throw new TypeError(`${owner}: ${option} must be a list of columns, got ${formatValue(value)}.`);
};

/** The option of columns that are known in advance. */
export const KNOWN_COLUMNS: OptionalRule<readonly ColumnKey[]> = rule<readonly ColumnKey[]>(
  checkKnownColumns,
  [],
);

function isKey(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string';
}

/**
 * The numbers of columns.
 *
 * @throws RangeError for one that does not exist or is given twice
 */
export function columnNumbers(
  owner: string,
  option: string,
  keys: readonly (ColumnKey | undefined)[],
  names: readonly string[],
  width: number,
): number[] {
  const numbers = keys.map((key) => {
    const column = typeof key === 'string' ? names.indexOf(key) : key;
    if (column !== undefined && Number.isInteger(column) && column >= 0 && column < width) return column;
    const known = names.length > 0 ? ` (${names.map((name) => `"${name}"`).join(', ')})` : '';
    throw new RangeError(
      `${owner}: ${option} must be one of the ${width} columns${known}, got ${formatValue(key)}.`,
    );
  });
  const twice = numbers.find((column, i) => numbers.indexOf(column) < i);
  if (twice === undefined) return numbers;
  throw new RangeError(
    `${owner}: ${option} must name each column once, got ${formatValue(names[twice] ?? twice)} twice. Leave one out.`,
  );
}

/**
 * A series with more columns: the values that some of its columns will have `ahead` rows later, which are known in advance. The last
 * rows, whose future lies beyond the series, get NaN.
 *
 * Shapes: `[rows, D]` → `[rows, D + columns.length]`.
 */
export function withFuture({ data, shape }: Matrix, columns: readonly number[], ahead: number): Matrix {
  const [rows = 0, width = 0] = shape;
  const wide = width + columns.length;
  const out = new Float32Array(rows * wide);
  for (let row = 0; row < rows; row++) {
    out.set(data.subarray(row * width, (row + 1) * width), row * wide);
    for (const [i, column] of columns.entries()) {
      out[row * wide + width + i] = row + ahead < rows ? data[(row + ahead) * width + column]! : Number.NaN;
    }
  }
  return { data: out, shape: [rows, wide] };
}
