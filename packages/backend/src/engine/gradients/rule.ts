import * as tf from '@tensorflow/tfjs-core';

export type T = tf.Tensor;

/** dy and what was saved → the gradient of each input. */
export type Rule = (
  dy: T,
  saved: T[],
  attributes: Readonly<Record<string, unknown>>,
) => Record<string, () => T>;

/** What a kernel saves for its gradient: inputs by name, all inputs, its output. */
export interface Saves {
  readonly in?: readonly string[];
  readonly out?: boolean;
  readonly all?: boolean;
}

/** By the name of the kernel. */
export type Rules = Readonly<Record<string, readonly [Saves, Rule]>>;

export const AB: Saves = { in: ['a', 'b'] };
export const X: Saves = { in: ['x'] };
export const Y: Saves = { out: true };

/** Sums a gradient over the axes along which the operand was broadcast. */
export function unbroadcast(gradient: T, shape: readonly number[]): T {
  if (gradient.size === 0) return tf.zeros([...shape]);
  const axes = tf.broadcast_util.getReductionAxes([...shape], gradient.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(gradient, axes) : gradient, [...shape]);
}

/** 1 where the condition holds, 0 elsewhere. */
export const when = (condition: T): T => tf.cast(condition, 'float32');
