import type { NdArray } from '@seqloom/arrays';

/** A series: a row for each time, a column for each quantity, row-major float32 `[rows, D]`. */
export type Matrix = NdArray<Float32Array>;

/** What {@link fillForward} returns. */
export interface FilledSeries {
  /** The filled copy. */
  readonly matrix: Matrix;
  /** How many values were filled in each column. */
  readonly filled: readonly number[];
  /** The first row in which every column has a value. Rows before it cannot be filled. */
  readonly start: number;
}

/**
 * Fills missing values (NaN) with the last value before them, the only choice that does not look into the
 * future. Those at the very beginning have none before them and stay, as with pandas' `ffill`: begin at `start`.
 *
 * Shapes: `[rows, D] → [rows, D]`, a copy.
 *
 * @param names What the columns are called in messages.
 * @throws RangeError when a column has no value at all.
 * @example
 * const { matrix, start } = fillForward(toMatrix(table));
 * fitScaler(matrix, { start, end: split.train.end });
 */
export function fillForward(matrix: Matrix, names: readonly string[] = []): FilledSeries {
  const [rows = 0, width = 0] = matrix.shape;
  const data = matrix.data.slice();
  let start = 0;
  const filled = Array.from({ length: width }, (_, column) => {
    let first = 0;
    while (first < rows && Number.isNaN(data[first * width + column]!)) first++;
    if (first === rows) {
      throw new RangeError(
        `fillForward: column ${columnName(names, column)} has no value in ${rows} rows. Leave the column out.`,
      );
    }
    start = Math.max(start, first);
    let count = 0;
    let last = data[first * width + column]!;
    for (let at = first * width + column; at < data.length; at += width) {
      if (Number.isNaN(data[at]!)) {
        data[at] = last;
        count++;
      } else last = data[at]!;
    }
    return count;
  });
  return { matrix: { data, shape: matrix.shape }, filled, start };
}

/** The error for a value that is NaN or infinite, with advice. */
export function notFinite(
  owner: string,
  names: readonly string[],
  column: number,
  value: number,
  row: number,
): RangeError {
  const wayOut = Number.isNaN(value)
    ? 'Fill missing values (fillForward) and begin at the first row that has all of them (its `start`), or leave the column out.'
    : 'Correct the value or leave the column out.';
  return new RangeError(`${owner}: column ${columnName(names, column)} is ${value} in row ${row}. ${wayOut}`);
}

/** A column in a message: its name, or its number. */
function columnName(names: readonly string[], column: number): string {
  return names[column] === undefined ? String(column) : `"${names[column]}"`;
}
