import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { checkFloat } from './check-numbers.ts';
import { onFloats, onNumbers, run } from './promote.ts';

/**
 * A function of single numbers. Shapes: any → the same.
 *
 * @throws TypeError unless x is a tensor, Error when it has been disposed of
 */
type Unary = (x: Tensor) => Tensor;

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
  checkFloat('clip', 'low', low);
  checkFloat('clip', 'high', high);
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
