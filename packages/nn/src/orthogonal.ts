/**
 * The orthonormal columns `Q` of a QR decomposition with a positive diagonal in `R`, by Householder reflections in
 * float64. For a matrix of independent normal numbers `Q` is uniformly distributed (Mezzadri 2007).
 *
 * @param matrix row-major `[rows, columns]` with `rows ≥ columns`; overwritten
 * @returns `Q`, row-major `[rows, columns]`
 */
export function orthonormalColumns(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const scales = new Float64Array(columns);
  const signs = new Float64Array(columns);
  for (let k = 0; k < columns; k++) {
    let squares = 0;
    for (let row = k; row < rows; row++) squares += matrix[row * columns + k]! ** 2;
    const norm = Math.sqrt(squares);
    const diagonal = matrix[k * columns + k]!;
    // The reflection sends the column to −sign(diagonal) · norm, the choice that cancels nothing.
    signs[k] = diagonal < 0 ? 1 : -1;
    if (norm === 0) continue;
    const head = diagonal - signs[k]! * norm;
    matrix[k * columns + k] = head;
    // H = I − scale · v vᵀ with v in place below the diagonal.
    scales[k] = -1 / (signs[k]! * norm * head);
    for (let column = k + 1; column < columns; column++)
      reflect(matrix, rows, columns, k, scales[k]!, matrix, column);
  }
  const q = new Float64Array(rows * columns);
  for (let k = columns - 1; k >= 0; k--) {
    q[k * columns + k] = 1;
    for (let column = k; column < columns; column++) reflect(matrix, rows, columns, k, scales[k]!, q, column);
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) q[row * columns + column]! *= signs[column]!;
  }
  return q;
}

/** Applies the reflection stored in column `k` of `vectors` to one column of `target`. */
function reflect(
  vectors: Float64Array,
  rows: number,
  columns: number,
  k: number,
  scale: number,
  target: Float64Array,
  column: number,
): void {
  let dot = 0;
  for (let row = k; row < rows; row++) dot += vectors[row * columns + k]! * target[row * columns + column]!;
  dot *= scale;
  for (let row = k; row < rows; row++) target[row * columns + column]! -= dot * vectors[row * columns + k]!;
}
