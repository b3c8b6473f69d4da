import * as tf from '@tensorflow/tfjs-core';
import { type Rules, X } from './rule.ts';

/** Gradients of kernels that move numbers without changing them. */
export const rearrangementRules: Rules = {
  Identity: [{}, (dy) => ({ x: () => tf.clone(dy) })],
  // What has been made whole or true does not change with a small change of the number.
  Cast: [{}, (dy, _, { dtype }) => ({ x: () => (dtype === 'float32' ? tf.clone(dy) : tf.zeros(dy.shape)) })],
  OneHot: [{ in: ['indices'] }, (_dy, [indices]) => ({ indices: () => tf.zeros(indices!.shape) })],
  Reshape: [X, (dy, [x]) => ({ x: () => tf.reshape(dy, x!.shape) })],
  ExpandDims: [{ in: ['input'] }, (dy, [input]) => ({ input: () => tf.reshape(dy, input!.shape) })],
  Transpose: [
    {},
    (dy, _, { perm }) => ({
      x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm as number[])),
    }),
  ],
  Reverse: [{}, (dy, _, { dims }) => ({ x: () => tf.reverse(dy, dims as number[]) })],
  Tile: [
    X,
    (dy, [x], { reps }) => ({
      x: () => {
        if (dy.size === 0) return tf.zeros(x!.shape);
        // One repeated axis after the other: a pair of axes for each could be more than a backend takes.
        let sum = dy as tf.Tensor;
        const shape = [...dy.shape];
        (reps as number[]).forEach((repetitions, axis) => {
          if (repetitions === 1) return;
          shape[axis]! /= repetitions;
          const outer = tf.util.sizeFromShape(shape.slice(0, axis));
          sum = tf.sum(tf.reshape(sum, [outer, repetitions, -1]), 1);
        });
        return tf.reshape(sum, x!.shape);
      },
    }),
  ],
  PadV2: [
    X,
    (dy, [x], { paddings }) => ({
      x: () =>
        tf.slice(
          dy,
          (paddings as [number, number][]).map(([before]) => before),
          x!.shape,
        ),
    }),
  ],
  Slice: [
    X,
    (dy, [x], { begin, size }) => ({
      x: () => {
        const [from, lengths] = tf.slice_util.parseSliceParams(x!, begin as number[], size as number[]);
        return tf.pad(
          dy,
          x!.shape.map((length, i) => [from![i]!, length - from![i]! - lengths![i]!]),
        );
      },
    }),
  ],
  Concat: [
    { all: true },
    (dy, parts, { axis }) => {
      const along = tf.util.parseAxisParam(axis as number, parts[0]!.shape)[0]!;
      const pieces = tf.split(
        dy,
        parts.map(({ shape }) => shape[along]!),
        along,
      );
      return Object.fromEntries(pieces.map((piece, i) => [i, () => tf.clone(piece)]));
    },
  ],
  Pack: [
    { all: true },
    (dy, _, { axis }) =>
      Object.fromEntries(tf.unstack(dy, axis as number).map((part, i) => [i, () => tf.clone(part)])),
  ],
};
