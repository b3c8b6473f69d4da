import { sizeOf } from '@seqloom/options';

/** The largest dense result made: 4 GiB. */
const MAX_BYTES = 2 ** 32;

/**
 * How many numbers a dense result of a shape has.
 *
 * @param owner the function that messages name
 * @param wayOut what the caller can do instead
 * @param bytesPerCell bytes of a number
 * @throws RangeError when they take more than 4 GiB
 */
export function denseCells(
  owner: string,
  shape: readonly number[],
  wayOut: string,
  bytesPerCell = 4,
): number {
  const cells = sizeOf(shape);
  if (cells * bytesPerCell <= MAX_BYTES) return cells;
  const size = ((cells * bytesPerCell) / 2 ** 30).toFixed(1);
  throw new RangeError(
    `${owner}: a dense result of shape [${shape.join(', ')}] takes ${size} GiB, at most 4 GiB are made. ${wayOut}`,
  );
}

/**
 * The cells of a matrix that are not zero, row by row: those of row `i` are `columns[k]` and `values[k]` for `k` from
 * `rowStarts[i]` to `rowStarts[i + 1] − 1` (compressed sparse rows).
 */
export interface SparseRows {
  /** `[rows + 1]` */
  readonly rowStarts: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array | Float64Array;
}

/**
 * Writes sparse rows into a dense matrix of zeros.
 *
 * @param dense `[rows, width]`, row-major
 * @returns `dense`
 */
export function fillDense<Cells extends Float32Array | Float64Array>(
  dense: Cells,
  width: number,
  { rowStarts, columns, values }: SparseRows,
): Cells {
  for (let row = 0; row + 1 < rowStarts.length; row++) {
    for (let k = rowStarts[row]!; k < rowStarts[row + 1]!; k++) dense[row * width + columns[k]!] = values[k]!;
  }
  return dense;
}
