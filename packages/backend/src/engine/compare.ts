import * as tf from '@tensorflow/tfjs-core';
import { raw, wrap } from './raw.ts';
import type { Tensor } from './tensor.ts';

type Binary = (a: Tensor, b: Tensor) => Tensor;

const binary =
  (op: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): Binary =>
  (a, b) =>
    wrap(tf.tidy(() => op(...spread(raw(a), raw(b)))));

/** Two tensors of one shape; a number stays as it is. tfjs's wasm takes 20 times as long where it broadcasts itself. */
function spread(a: tf.Tensor, b: tf.Tensor): [tf.Tensor, tf.Tensor] {
  if (a.size === 1 || b.size === 1) return [a, b];
  const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  return [tf.broadcastTo(a, shape), tf.broadcastTo(b, shape)];
}

/** a = b element by element, broadcasting; bool. */
export const equal: Binary = binary(tf.equal);
/** a ≠ b element by element, broadcasting; bool. */
export const notEqual: Binary = binary(tf.notEqual);
/** a > b element by element, broadcasting; bool. */
export const greater: Binary = binary(tf.greater);
/** a ≥ b element by element, broadcasting; bool. */
export const greaterEqual: Binary = binary(tf.greaterEqual);
/** a < b element by element, broadcasting; bool. */
export const less: Binary = binary(tf.less);
/** a ≤ b element by element, broadcasting; bool. */
export const lessEqual: Binary = binary(tf.lessEqual);
/** Both true, broadcasting; bool in, bool out. */
export const logicalAnd: Binary = binary(tf.logicalAnd);

/** Not x; bool in, bool out. */
export function logicalNot(x: Tensor): Tensor {
  return wrap(tf.logicalNot(raw(x)));
}

/** a where the condition is true, b elsewhere; broadcasting. */
export function where(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  return wrap(tf.where(raw(condition), raw(a), raw(b)));
}
