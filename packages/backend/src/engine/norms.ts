import { formatValue } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { kernelForSumOfSquares } from './active.ts';
import { typedOperand } from './check-tensors.ts';
import { raw } from './raw.ts';

/**
 * The Euclidean norms `√(Σ x²)` of float32 tensors, such as gradients: NaN or Infinity exactly for a tensor that holds a
 * number that is not finite. The norm of finite numbers is finite, also where their squares are too large for float32.
 * One pass over each tensor; waits for the backend.
 *
 * Shapes: any, float32.
 *
 * @throws TypeError unless all are float32 tensors, Error when one has been disposed of
 * @example
 * ```ts
 * const [norm] = l2Norms([gradient]);
 * if (!Number.isFinite(norm)) throw new Error('the gradient is not finite');
 * ```
 */
export function l2Norms(tensors: readonly Tensor[]): number[] {
  if (!Array.isArray(tensors)) {
    throw new TypeError(`l2Norms: tensors must be an array of tensors, got ${formatValue(tensors)}.`);
  }
  for (const [i, tensor] of tensors.entries()) typedOperand('l2Norms', `tensors[${i}]`, tensor, 'float32');
  return sumsOfSquares(tensors).map((sum, i) =>
    Number.isFinite(sum) ? Math.sqrt(sum) : exactNorm(tensors[i]!),
  );
}

function sumsOfSquares(tensors: readonly Tensor[]): number[] {
  const kernel = kernelForSumOfSquares();
  if (kernel) return tensors.map((x) => kernel(raw(x) as Parameters<typeof kernel>[0]));
  return tensors.map((x) => tf.tidy(() => tf.sum(tf.square(raw(x))).dataSync()[0]!));
}

/** The sum of squares overflowed, or a number is not finite: float64 decides. This is rare, so the copy costs nothing in practice. */
function exactNorm(x: Tensor): number {
  let sum = 0;
  for (const value of raw(x).dataSync()) sum += value * value;
  return Math.sqrt(sum);
}
