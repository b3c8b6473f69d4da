/** The eigenvalues of a symmetric matrix, falling, and a unit eigenvector for each. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: readonly Float64Array[];
}

const MAX_SWEEPS = 60;

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations, each of which makes one pair of entries off
 * the diagonal zero. `O(n³)` per sweep, which is slow, but exact and the same on every machine.
 *
 * **Source**: Golub, Van Loan, _Matrix Computations_, 8.5.
 *
 * @param matrix `[n, n]`, row-major; changed
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  let norm = 0;
  for (const x of matrix) norm += x * x;
  for (let sweep = 0; sweep < MAX_SWEEPS && offDiagonal(matrix, n) > 1e-24 * norm; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(matrix, vectors, n, p, q);
  }
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => matrix[j * n + j]! - matrix[i * n + i]!,
  );
  return {
    values: order.map((i) => matrix[i * n + i]!),
    vectors: order.map((i) => vectors.slice(i * n, (i + 1) * n)),
  };
}

/** Half the sum of squares off the diagonal. */
function offDiagonal(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) sum += matrix[i * n + j]! ** 2;
  return sum;
}

/** Rotates the plane of axes `p` and `q` so that entry `(p, q)` becomes zero; rotates the rows of `vectors` too. */
function rotate(matrix: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const entry = matrix[p * n + q]!;
  if (entry === 0) return;
  const theta = (matrix[q * n + q]! - matrix[p * n + p]!) / (2 * entry);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < n; k++) {
    const [kp, kq] = [k * n + p, k * n + q];
    const x = matrix[kp]!;
    const y = matrix[kq]!;
    matrix[kp] = cosine * x - sine * y;
    matrix[kq] = sine * x + cosine * y;
  }
  for (const rows of [matrix, vectors]) {
    for (let k = 0; k < n; k++) {
      const x = rows[p * n + k]!;
      const y = rows[q * n + k]!;
      rows[p * n + k] = cosine * x - sine * y;
      rows[q * n + k] = sine * x + cosine * y;
    }
  }
}
