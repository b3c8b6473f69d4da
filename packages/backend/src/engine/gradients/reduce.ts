import * as tf from '@tensorflow/tfjs-core';
import { AB, type Rules, type T, unbroadcast, when, X } from './rule.ts';

/** A reduced tensor with its axes put back as length 1. */
function restore(y: T, shape: readonly number[], axes: unknown): T {
  const reduced = tf.util.parseAxisParam(axes as number[], [...shape]);
  return tf.reshape(
    y,
    shape.map((length, axis) => (reduced.includes(axis) ? 1 : length)),
  );
}
const reducedAxes = (attributes: Readonly<Record<string, unknown>>) =>
  attributes.axis ?? attributes.reductionIndices;

/** Reductions and products. */
export const reductionRules: Rules = {
  Sum: [X, (dy, [x], a) => ({ x: () => tf.mul(restore(dy, x!.shape, reducedAxes(a)), tf.onesLike(x!)) })],
  Mean: [
    X,
    (dy, [x], a) => ({
      x: () => {
        const spread = tf.mul(restore(dy, x!.shape, reducedAxes(a)), tf.onesLike(x!));
        return tf.mul(spread, tf.scalar(dy.size / x!.size));
      },
    }),
  ],
  Max: [
    { in: ['x'], out: true },
    (dy, [x, y], a) => ({
      x: () => {
        // Comparing with broadcasting takes tfjs's wasm 20 times as long as comparing tensors of one shape.
        const maxima = tf.broadcastTo(restore(y!, x!.shape, reducedAxes(a)), x!.shape);
        const largest = when(tf.equal(x!, maxima));
        const axes = tf.util.parseAxisParam(reducedAxes(a) as number[], x!.shape);
        const share = tf.div(largest, tf.sum(largest, axes, true));
        return tf.mul(restore(dy, x!.shape, reducedAxes(a)), share);
      },
    }),
  ],
  ArgMax: [X, (_dy, [x]) => ({ x: () => tf.zeros(x!.shape) })],

  BatchMatMul: [
    AB,
    (dy, [a, b], { transposeA, transposeB }) => ({
      a: () =>
        unbroadcast(
          transposeA ? tf.matMul(b!, dy, !!transposeB, true) : tf.matMul(dy, b!, false, !transposeB),
          a!.shape,
        ),
      b: () =>
        unbroadcast(
          transposeB ? tf.matMul(dy, a!, true, !!transposeA) : tf.matMul(a!, dy, !transposeA, false),
          b!.shape,
        ),
    }),
  ],
};
