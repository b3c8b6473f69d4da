import { checkNumber } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { readsAreCheap } from './active.ts';
import { onFloats, onPair, run } from './promote.ts';

/**
 * A function of two numbers, broadcasting. Shapes: `a: [...]`, `b: [...]`, aligned at the last axis with lengths that
 * are equal or 1.
 *
 * Of two dtypes the result has the one that holds both: bool → int32 → float32; booleans count as the integers 0 and 1.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors, Error when one has been
 * disposed of
 */
type Binary = (a: Tensor, b: Tensor) => Tensor;

const binary =
  (op: string, kernel: string): Binary =>
  (a, b) =>
    onPair(op, a, b, (a, b) => run(kernel, { a, b }));

/** Of the two kernels tfjs's wasm bodies return a where b is NaN. */
const extremum =
  (op: string, kernel: string): Binary =>
  (a, b) =>
    onPair(op, a, b, (a, b) => {
      if (a.dtype === 'int32' || isNumber(b)) return run(kernel, { a, b });
      return tf.tidy(() => tf.where(tf.isNaN(b), b, run(kernel, { a, b })));
    });

/** Whether a tensor is one number that is not NaN, as far as that can be read without waiting. */
function isNumber(x: tf.Tensor): boolean {
  return x.size === 1 && readsAreCheap() && !Number.isNaN(x.dataSync()[0]!);
}

/**
 * a + b, broadcasting.
 *
 * Shapes: `a: [...]`, `b: [...]` → their broadcast shape. dtype: the common one of bool → int32 → float32, at least int32.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = add(tensor([1, 2, 3, 4], [2, 2]), tensor([10, 20], [2])); // [[11, 22], [13, 24]]
 * ```
 */
export const add: Binary = binary('add', 'Add');

/**
 * a − b, broadcasting.
 *
 * Shapes and dtypes: as {@link add}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = sub(tensor([3, 5], [2]), scalar(1)); // [2, 4]
 * ```
 */
export const sub: Binary = binary('sub', 'Sub');

/**
 * a · b element by element, broadcasting.
 *
 * Shapes and dtypes: as {@link add}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = mul(tensor([3, 5], [2]), scalar(2)); // [6, 10]
 * ```
 */
export const mul: Binary = binary('mul', 'Multiply');

/**
 * a / b element by element, broadcasting; float32 for every dtype of a and b.
 *
 * Shapes: `a: [...]`, `b: [...]` → their broadcast shape. A division by 0 gives ±∞ or NaN.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = div(tensor(Int32Array.of(7, -7), [2]), scalar(2, 'int32')); // [3.5, −3.5]
 * ```
 */
export const div: Binary = (a, b) =>
  onPair('div', a, b, (a, b) => run('RealDiv', { a, b }), { dtype: 'float32' });

/**
 * The larger of a and b element by element, broadcasting; NaN where either is. Where they are equal the gradient goes
 * to a.
 *
 * Shapes and dtypes: as {@link add}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = maximum(tensor([-1, 2, NaN], [3]), scalar(0)); // [0, 2, NaN]
 * ```
 */
export const maximum: Binary = extremum('maximum', 'Maximum');

/**
 * The smaller of a and b element by element, broadcasting; NaN where either is. Where they are equal the gradient goes
 * to a.
 *
 * Shapes and dtypes: as {@link add}.
 *
 * @throws RangeError when the shapes do not broadcast, TypeError unless both are tensors
 * @example
 * ```ts
 * const y = minimum(tensor([-1, 2], [2]), scalar(0)); // [−1, 0]
 * ```
 */
export const minimum: Binary = extremum('minimum', 'Minimum');

/**
 * xᵉ element by element, broadcasting; float32. Its gradient with respect to e is `xᵉ · ln x`, and 0 where x ≤ 0.
 *
 * Shapes: `x: [...]`, `exponent`: a number or `[...]` → their broadcast shape. A negative x to a fractional power is NaN.
 *
 * @throws RangeError when the shapes do not broadcast or the exponent is not finite, TypeError unless x is a tensor and
 * the exponent a number or tensor
 * @example
 * ```ts
 * const y = pow(tensor([2, 3], [2]), 2); // [4, 9]
 * ```
 */
export function pow(x: Tensor, exponent: number | Tensor): Tensor {
  const power = (a: tf.Tensor, b: tf.Tensor) => run('Pow', { a, b });
  if (typeof exponent !== 'number') return onPair('pow', x, exponent, power, { dtype: 'float32' });
  checkNumber('pow', 'exponent', exponent, {});
  return onFloats('pow', x, (x) => tf.tidy(() => power(x, tf.scalar(exponent))));
}
