import * as tf from '@tensorflow/tfjs-core';
import { raw, wrap } from './raw.ts';
import type { Tensor } from './tensor.ts';

/**
 * Reduces over some axes.
 *
 * @param axes default: all of them; negative ones count from the end
 * @param keepDims leaves the reduced axes with length 1 instead of dropping them
 */
type Reduction = (x: Tensor, axes?: number | readonly number[], keepDims?: boolean) => Tensor;

const reduction =
  (op: (x: tf.Tensor, axes?: number | number[], keepDims?: boolean) => tf.Tensor): Reduction =>
  (x, axes, keepDims) =>
    wrap(op(raw(x), axes === undefined || typeof axes === 'number' ? axes : [...axes], keepDims));

/** Sum over axes. */
export const sum: Reduction = reduction(tf.sum);
/** Mean over axes. */
export const mean: Reduction = reduction(tf.mean);
/** Largest value over axes; the gradient is shared by equal ones, one part each. */
export const max: Reduction = reduction(tf.max);

/** Index of the largest value along an axis, the first of equal ones; int32. */
export function argMax(x: Tensor, axis: number): Tensor {
  return wrap(tf.argMax(raw(x), axis));
}
