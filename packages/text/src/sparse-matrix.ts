import { denseCells, fillDense, type SparseRows } from '@seqloom/arrays';
import type { FloatMatrix } from './pad-sequences.ts';

/** A matrix of which only the cells that are not zero are stored; the columns of each row rise. */
export interface SparseMatrix extends SparseRows {
  readonly values: Float32Array;
  readonly shape: readonly [rows: number, columns: number];
}

/** Collects rows, each a map from column to value. */
export function sparseFromRows(rows: readonly ReadonlyMap<number, number>[], width: number): SparseMatrix {
  const rowStarts = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) rowStarts[i + 1] = rowStarts[i]! + row.size;
  const columns = new Int32Array(rowStarts[rows.length]!);
  const values = new Float32Array(columns.length);
  for (const [i, row] of rows.entries()) {
    columns.set(Int32Array.from(row.keys()).sort(), rowStarts[i]);
    for (let k = rowStarts[i]!; k < rowStarts[i + 1]!; k++) values[k] = row.get(columns[k]!)!;
  }
  return { rowStarts, columns, values, shape: [rows.length, width] };
}

/**
 * The same matrix with its zeros.
 *
 * @throws RangeError when it would be larger than 4 GiB.
 */
export function sparseToDense(matrix: SparseMatrix): FloatMatrix {
  return denseFromSparse('sparseToDense', matrix, 'Keep it sparse or take fewer rows at a time.');
}

/** `sparseToDense` for a function that messages name. */
export function denseFromSparse(owner: string, matrix: SparseMatrix, wayOut: string): FloatMatrix {
  const { shape } = matrix;
  const data = new Float32Array(denseCells(owner, shape, wayOut));
  return { data: fillDense(data, shape[1], matrix), shape };
}
