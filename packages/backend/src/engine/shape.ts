import * as tf from '@tensorflow/tfjs-core';
import { raw, wrap } from './raw.ts';
import type { DType, Tensor } from './tensor.ts';

/** The same numbers in another shape; one length may be −1. Shares the buffer. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  return wrap(tf.reshape(raw(x), [...shape]));
}

/** Inserts an axis of length 1. */
export function expandDims(x: Tensor, axis: number): Tensor {
  return wrap(tf.expandDims(raw(x), axis));
}

/** Drops axes of length 1; default: all of them. */
export function squeeze(x: Tensor, axes?: readonly number[]): Tensor {
  return wrap(tf.squeeze(raw(x), axes && [...axes]));
}

/** Reorders the axes; default: reversed. */
export function transpose(x: Tensor, permutation?: readonly number[]): Tensor {
  return wrap(tf.transpose(raw(x), permutation && [...permutation]));
}

/** Joins tensors along an existing axis. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  return wrap(tf.concat(tensors.map(raw), axis));
}

/** Joins tensors of one shape along a new axis. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  return wrap(tf.stack(tensors.map(raw), axis));
}

/** Cuts a tensor into slices along an axis, which is dropped. */
export function unstack(x: Tensor, axis = 0): Tensor[] {
  return tf.unstack(raw(x), axis).map(wrap);
}

/** The box that begins at `begin` and has `size`; −1 reaches to the end of an axis. */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  return wrap(tf.slice(raw(x), [...begin], [...size]));
}

/** Turns an axis around. */
export function reverse(x: Tensor, axis: number): Tensor {
  return wrap(tf.reverse(raw(x), axis));
}

/** Repeats a tensor `repetitions[i]` times along axis i. */
export function tile(x: Tensor, repetitions: readonly number[]): Tensor {
  return wrap(tf.tile(raw(x), [...repetitions]));
}

/** Adds `paddings[i] = [before, after]` values along axis i. */
export function pad(x: Tensor, paddings: readonly (readonly [number, number])[], value = 0): Tensor {
  return wrap(
    tf.pad(
      raw(x),
      paddings.map(([before, after]) => [before, after]),
      value,
    ),
  );
}

/** Converts the elements; float to int truncates towards zero, anything to bool is "is not 0". */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (dtype === 'bool' && x.dtype !== 'bool') {
    // tfjs-wasm would truncate to a byte: −2 becomes 254, 0.5 becomes 0.
    return wrap(tf.tidy(() => tf.notEqual(raw(x), tf.scalar(0, x.dtype))));
  }
  return wrap(tf.cast(raw(x), dtype));
}
