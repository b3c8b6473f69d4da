/**
 * Factorizes a symmetric matrix by Cholesky's method, `A = L Lᵀ`, in place; only the lower triangle is read and written. A column that
 * depends on earlier ones (a constant column) gets an infinite pivot, which makes its solution 0.
 *
 * @param a `[size, size]`
 */
export function factorize(a: Float64Array, size: number): void {
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, a[i * size + i]!);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let value = a[i * size + j]!;
      for (let k = 0; k < j; k++) value -= a[i * size + k]! * a[j * size + k]!;
      if (i !== j) a[i * size + j] = a[j * size + j]! === Infinity ? 0 : value / a[j * size + j]!;
      else a[i * size + i] = value > largest * 1e-12 ? Math.sqrt(value) : Number.POSITIVE_INFINITY;
    }
  }
}

/**
 * Solves `A x = b` with the factors of {@link factorize}, in place: `b` becomes `x`.
 *
 * @param a the factor L, `[size, size]`
 */
export function solveFactorized(a: Float64Array, b: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) b[i]! -= a[i * size + k]! * b[k]!;
    b[i]! /= a[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) b[i]! -= a[k * size + i]! * b[k]!;
    b[i]! /= a[i * size + i]!;
  }
}
