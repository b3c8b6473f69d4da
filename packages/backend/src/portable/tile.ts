import * as tf from '@tensorflow/tfjs-core';
import type { PortableKernel } from '../contract/kernel.ts';
import { raw, wrap } from '../engine/raw.ts';

/**
 * Repeats a tensor `reps[i]` times along axis i; broadcasting over an axis of length 1 is the common case. Every axis
 * is a product with ones, `[outer, 1, inner] · [1, reps[i], 1]`: tfjs's wasm body goes through the elements one by one
 * and takes over 50 times as long.
 */
export const tile: PortableKernel<'Tile'> = {
  name: 'Tile',
  replacesTfjs: true,
  run: ({ x }, { reps }) => {
    const { dtype } = x;
    // Booleans have no product; int32 keeps its own, which is exact.
    let y = dtype === 'bool' ? tf.cast(raw(x), 'float32') : raw(x);
    const shape = [...x.shape];
    reps.forEach((repetitions, axis) => {
      if (repetitions === 1) return;
      const inner = tf.util.sizeFromShape(shape.slice(axis));
      const outer = tf.util.sizeFromShape(shape.slice(0, axis));
      // `fill` reserves the ones on the backend; `ones` would make a JavaScript array of them first.
      y = tf.mul(tf.reshape(y, [outer, 1, inner]), tf.fill([1, repetitions, 1], 1, y.dtype as 'float32'));
      shape[axis]! *= repetitions;
    });
    y = tf.reshape(y, shape);
    return wrap(dtype === 'bool' ? tf.notEqual(y, tf.scalar(0)) : y);
  },
};
