import { denseCells, fillDense } from '@seqloom/arrays';
import type { PairCounter } from './pair-counter.ts';

/**
 * A square matrix by words, of which only the entries other than zero are kept: row `i` has the columns
 * `columns[starts[i] … starts[i + 1])`, rising, and their `values`.
 */
export interface WordMatrix {
  readonly words: readonly string[];
  /** `[V + 1]` */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** Sorts counted pairs into rows. */
export function sparseMatrix(words: readonly string[], pairs: PairCounter): WordMatrix {
  const starts = new Int32Array(words.length + 1);
  pairs.forEach((row) => {
    starts[row + 1]!++;
  });
  for (let row = 0; row < words.length; row++) starts[row + 1]! += starts[row]!;
  // Two passes of counting sort, by column and then by row, leave the columns of each row in order.
  const byColumn = new Int32Array(words.length + 1);
  pairs.forEach((_, column) => {
    byColumn[column + 1]!++;
  });
  for (let column = 0; column < words.length; column++) byColumn[column + 1]! += byColumn[column]!;
  const rowOf = new Int32Array(pairs.size);
  const columnOf = new Int32Array(pairs.size);
  const sumOf = new Float64Array(pairs.size);
  pairs.forEach((row, column, sum) => {
    const place = byColumn[column]!++;
    rowOf[place] = row;
    columnOf[place] = column;
    sumOf[place] = sum;
  });
  const next = starts.slice();
  const columns = new Int32Array(pairs.size);
  const values = new Float64Array(pairs.size);
  for (let i = 0; i < pairs.size; i++) {
    const place = next[rowOf[i]!]!++;
    columns[place] = columnOf[i]!;
    values[place] = sumOf[i]!;
  }
  return { words, starts, columns, values };
}

/**
 * The whole matrix, zeros included, for small vocabularies.
 *
 * @returns `[V, V]`, row-major
 * @throws RangeError when it would be larger than 4 GiB
 */
export function denseMatrix({ words, starts, columns, values }: WordMatrix): Float64Array {
  const size = words.length;
  const wayOut = 'Count fewer words, or use the rows as they are.';
  const dense = new Float64Array(denseCells('denseMatrix', [size, size], wayOut, 8));
  return fillDense(dense, size, { rowStarts: starts, columns, values });
}
