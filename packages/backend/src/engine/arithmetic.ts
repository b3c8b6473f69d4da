import * as tf from '@tensorflow/tfjs-core';
import { raw, wrap } from './raw.ts';
import type { Tensor } from './tensor.ts';

type Unary = (x: Tensor) => Tensor;
type Binary = (a: Tensor, b: Tensor) => Tensor;

const unary =
  (op: (x: tf.Tensor) => tf.Tensor): Unary =>
  (x) =>
    wrap(op(raw(x)));
const binary =
  (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Binary =>
  (a, b) =>
    wrap(op(raw(a), raw(b)));

/** a + b, broadcasting. */
export const add: Binary = binary(tf.add);
/** a − b, broadcasting. */
export const sub: Binary = binary(tf.sub);
/** a · b element by element, broadcasting. */
export const mul: Binary = binary(tf.mul);
/** a / b element by element, broadcasting; float32. */
export const div: Binary = binary(tf.div);
/** The larger of a and b element by element, broadcasting. Where they are equal the gradient goes to a. */
export const maximum: Binary = binary(tf.maximum);
/** The smaller of a and b element by element, broadcasting. Where they are equal the gradient goes to a. */
export const minimum: Binary = binary(tf.minimum);

/** −x. */
export const neg: Unary = unary(tf.neg);
/** |x|; its gradient at 0 is 0. */
export const abs: Unary = unary(tf.abs);
/** eˣ. */
export const exp: Unary = unary(tf.exp);
/** Natural logarithm. */
export const log: Unary = unary(tf.log);
/** ln(1 + x), exact for small x. */
export const log1p: Unary = unary(tf.log1p);
/** √x. */
export const sqrt: Unary = unary(tf.sqrt);
/** 1 / √x. */
export const rsqrt: Unary = unary(tf.rsqrt);
/** x². */
export const square: Unary = unary(tf.square);
/** Gauss error function. */
export const erf: Unary = unary(tf.erf);
/** 1 / (1 + e⁻ˣ). */
export const sigmoid: Unary = unary(tf.sigmoid);
/** Hyperbolic tangent. */
export const tanh: Unary = unary(tf.tanh);
/** max(x, 0); its gradient at 0 is 0. */
export const relu: Unary = unary(tf.relu);
/** x where positive, eˣ − 1 elsewhere. */
export const elu: Unary = unary(tf.elu);
/** ln(1 + eˣ), exact for large |x|. */
export const softplus: Unary = unary(tf.softplus);
/** eˣ / Σ eˣ over the last axis. */
export const softmax: Unary = unary((x) => tf.softmax(x));
/** ln softmax(x) over the last axis, exact where the softmax underflows. */
export const logSoftmax: Unary = unary((x) => tf.logSoftmax(x));

/** xᵉ for a fixed exponent e. */
export function pow(x: Tensor, exponent: number): Tensor {
  return wrap(tf.tidy(() => tf.pow(raw(x), tf.scalar(exponent))));
}

/** x limited to low … high; the gradient is 0 outside. NaN stays NaN. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  // tfjs's wasm makes NaN the lower bound, and a model that has broken down would look alive.
  return wrap(tf.tidy(() => tf.where(tf.isNaN(raw(x)), raw(x), tf.clipByValue(raw(x), low, high))));
}
