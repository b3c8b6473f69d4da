import type { NdArray } from './batch.ts';

/** A series: one row a moment, one column a quantity, row-major float32 `[rows, D]`. */
export interface Matrix extends NdArray {
  readonly data: Float32Array;
}

/**
 * Fills missing values (NaN) with the last value before them, the only choice that does not look into the
 * future; those at the very beginning take the first value there is.
 *
 * Shapes: `[rows, D] → [rows, D]`, a copy.
 *
 * @param names What the columns are called in messages.
 * @throws RangeError when a column has no value at all.
 * @returns The filled copy and how many values were filled in each column.
 */
export function fillForward(
  matrix: Matrix,
  names: readonly string[] = [],
): { readonly matrix: Matrix; readonly filled: readonly number[] } {
  const [rows = 0, width = 0] = matrix.shape;
  const data = matrix.data.slice();
  const filled = Array.from({ length: width }, (_, column) => {
    let first = 0;
    while (first < rows && Number.isNaN(data[first * width + column]!)) first++;
    if (first === rows) {
      throw new RangeError(
        `fillForward: column ${columnName(names, column)} has no value in ${rows} rows. Leave the column out.`,
      );
    }
    let count = first;
    let last = data[first * width + column]!;
    for (let row = 0; row < first; row++) data[row * width + column] = last;
    for (let at = first * width + column; at < data.length; at += width) {
      if (Number.isNaN(data[at]!)) {
        data[at] = last;
        count++;
      } else last = data[at]!;
    }
    return count;
  });
  return { matrix: { data, shape: matrix.shape }, filled };
}

/** A column in a message: its name, or its number. */
export function columnName(names: readonly string[], column: number): string {
  return names[column] === undefined ? String(column) : `"${names[column]}"`;
}
