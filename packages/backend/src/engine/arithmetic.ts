import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { readsAreCheap } from './active.ts';
import { checkFinite, checkNumber } from './check-numbers.ts';
import { checkAxis } from './check-shapes.ts';
import { onFloats, onNumbers, onPair, run } from './promote.ts';

/**
 * A function of single numbers. Shapes: any → the same.
 *
 * @throws TypeError unless x is a tensor, Error when it has been disposed of
 */
type Unary = (x: Tensor) => Tensor;
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

/** A function with real results: of int32 and bool they are float32. */
const real =
  (op: string, kernel: string): Unary =>
  (x) =>
    onFloats(op, x, (x) => run(kernel, { x }));
/**
 * A function that maps int32 to int32; of bool it is int32 too. `ofIntegers` does without kernels that round to float32,
 * as many of tfjs's for one operand do.
 */
const whole =
  (op: string, kernel: string, ofIntegers: (x: tf.Tensor) => tf.Tensor): Unary =>
  (x) =>
    onNumbers(op, x, (x) => (x.dtype === 'float32' ? run(kernel, { x }) : tf.tidy(() => ofIntegers(x))));
const negative = (x: tf.Tensor) => run('Sub', { a: tf.scalar(0, 'int32'), b: x });
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
 * −x.
 *
 * Shapes: any → the same; int32 stays int32, of bool it is int32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = neg(tensor([1, -2], [2])); // [−1, 2]
 * ```
 */
export const neg: Unary = whole('neg', 'Neg', negative);
/**
 * |x|; its gradient at 0 is 0.
 *
 * Shapes: any → the same; int32 stays int32, of bool it is int32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = abs(tensor([1, -2], [2])); // [1, 2]
 * ```
 */
export const abs: Unary = whole('abs', 'Abs', (x) => run('Maximum', { a: x, b: negative(x) }));
/**
 * eˣ.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = exp(tensor([0, 1], [2])); // [1, 2.718…]
 * ```
 */
export const exp: Unary = real('exp', 'Exp');
/**
 * Natural logarithm: −∞ at 0, NaN below.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = log(tensor([1, Math.E], [2])); // [0, 1]
 * ```
 */
export const log: Unary = real('log', 'Log');
/**
 * ln(1 + x), exact for small x.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = log1p(tensor([0, 1e-6], [2])); // [0, 1e-6]
 * ```
 */
export const log1p: Unary = real('log1p', 'Log1p');
/**
 * √x; NaN below 0.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = sqrt(tensor([4, 9], [2])); // [2, 3]
 * ```
 */
export const sqrt: Unary = real('sqrt', 'Sqrt');
/**
 * 1 / √x.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = rsqrt(tensor([4], [1])); // [0.5]
 * ```
 */
export const rsqrt: Unary = real('rsqrt', 'Rsqrt');
/**
 * x².
 *
 * Shapes: any → the same; int32 stays int32, of bool it is int32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = square(tensor([3, -4], [2])); // [9, 16]
 * ```
 */
export const square: Unary = whole('square', 'Square', (x) => run('Multiply', { a: x, b: x }));
/**
 * Gauss error function.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = erf(tensor([0, 1], [2])); // [0, 0.8427…]
 * ```
 */
export const erf: Unary = real('erf', 'Erf');
/**
 * 1 / (1 + e⁻ˣ).
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = sigmoid(tensor([0], [1])); // [0.5]
 * ```
 */
export const sigmoid: Unary = real('sigmoid', 'Sigmoid');
/**
 * Hyperbolic tangent.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = tanh(tensor([0, 1], [2])); // [0, 0.7615…]
 * ```
 */
export const tanh: Unary = real('tanh', 'Tanh');
/**
 * max(x, 0); its gradient at 0 is 0.
 *
 * Shapes: any → the same; int32 stays int32, of bool it is int32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = relu(tensor([-1, 2], [2])); // [0, 2]
 * ```
 */
export const relu: Unary = whole('relu', 'Relu', (x) => run('Maximum', { a: x, b: tf.scalar(0, 'int32') }));
/**
 * x where positive, eˣ − 1 elsewhere, exact near 0.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = elu(tensor([-1, 2], [2])); // [−0.632…, 2]
 * ```
 */
export const elu: Unary = real('elu', 'Elu');
/**
 * ln(1 + eˣ), exact for large |x|.
 *
 * Shapes: any → the same, float32.
 *
 * @throws TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = softplus(tensor([0, 100], [2])); // [0.693…, 100]
 * ```
 */
export const softplus: Unary = real('softplus', 'Softplus');
/**
 * eˣ / Σ eˣ over the last axis.
 *
 * Shapes: `x: [..., C]` → the same, float32; every row sums to 1.
 *
 * @throws RangeError for a tensor without axes, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = softmax(tensor([0, 0, 1, 1], [2, 2])); // 0.5 everywhere
 * ```
 */
export const softmax: Unary = (x) =>
  onFloats('softmax', x, (logits) => {
    const dim = checkAxis('softmax', -1, logits.shape);
    return logits.size === 0 ? logits.clone() : run('Softmax', { logits }, { dim });
  });
/**
 * ln softmax(x) over the last axis, exact where the softmax underflows.
 *
 * Shapes: `x: [..., C]` → the same, float32.
 *
 * @throws RangeError for a tensor without axes, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = logSoftmax(tensor([0, 0], [1, 2])); // [[−0.693…, −0.693…]]
 * ```
 */
export const logSoftmax: Unary = (x) =>
  onFloats('logSoftmax', x, (x) => {
    checkAxis('logSoftmax', -1, x.shape);
    return x.size === 0 ? x.clone() : tf.logSoftmax(x);
  });

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
  checkFinite('pow', { exponent });
  return onFloats('pow', x, (x) => tf.tidy(() => power(x, tf.scalar(exponent))));
}

/**
 * x limited to low … high; the gradient is 0 outside. NaN stays NaN.
 *
 * Shapes: any → the same, float32.
 *
 * @throws RangeError unless low ≤ high, TypeError unless x is a tensor and the bounds are numbers
 * @example
 * ```ts
 * const y = clip(tensor([-2, 0.5, 7], [3]), 0, 1); // [0, 0.5, 1]
 * ```
 */
export function clip(x: Tensor, low: number, high: number): Tensor {
  checkNumber('clip', 'low', low);
  checkNumber('clip', 'high', high);
  if (!(low <= high)) {
    throw new RangeError(`clip: low must be at most high, got low ${low} and high ${high}.`);
  }
  // tfjs's wasm makes NaN the lower bound, and a model that has broken down would look alive.
  return onFloats('clip', x, (x) =>
    tf.tidy(() => {
      // Its kernel computes nothing where the bounds are equal.
      const clipped =
        Math.fround(low) === Math.fround(high)
          ? tf.fill(x.shape, low)
          : run('ClipByValue', { x }, { clipValueMin: low, clipValueMax: high });
      return tf.where(tf.isNaN(x), x, clipped);
    }),
  );
}
