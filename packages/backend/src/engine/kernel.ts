import { formatValue } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import { operand } from './check-tensors.ts';
import { wrap } from './raw.ts';
import type { Tensor } from './tensor.ts';

/** Values that steer a kernel. */
export type KernelAttributes = Readonly<Record<string, unknown>>;

/**
 * Runs the active backend's body of a kernel. What a kernel is given must fit together as its operation checks it: a
 * kernel checks nothing itself.
 *
 * @param name such as `LSTMSequence`, or of one of tfjs's kernels
 * @param inputs by name; undefined ones are left out
 * @returns the outputs, in order
 * @throws RangeError for a kernel that the backend has not, TypeError unless the inputs are tensors
 * @example
 * ```ts
 * const [y] = runKernel('MaxPool1D', { x }, { poolSize: 2, stride: 2, padLeft: 0, padRight: 0 });
 * ```
 */
export function runKernel(
  name: string,
  inputs: Readonly<Record<string, Tensor | undefined>>,
  attributes: KernelAttributes = {},
): Tensor[] {
  const present: tf.NamedTensorMap = {};
  for (const [input, tensor] of Object.entries(inputs)) {
    if (tensor !== undefined) present[input] = operand(name, input, tensor);
  }
  const { backendName } = tf.engine();
  if (!tf.getKernel(name, backendName)) {
    throw new RangeError(`runKernel: the backend has no kernel named ${formatValue(name)}.`);
  }
  const outputs = tf.engine().runKernel(name, present, attributes as unknown as tf.NamedAttrMap);
  return (Array.isArray(outputs) ? outputs : [outputs]).map((output) => wrap(output as tf.Tensor));
}
