import * as tf from '@tensorflow/tfjs-core';
import { raw, wrap } from './raw.ts';
import type { Tensor } from './tensor.ts';

/** Values that steer a kernel. */
export type KernelAttributes = Readonly<Record<string, unknown>>;

/**
 * Runs the active backend's body of a kernel.
 *
 * @param inputs by name; undefined ones are left out
 * @returns the outputs, in order
 */
export function runKernel(
  name: string,
  inputs: Readonly<Record<string, Tensor | undefined>>,
  attributes: KernelAttributes = {},
): Tensor[] {
  const present: tf.NamedTensorMap = {};
  for (const [input, tensor] of Object.entries(inputs)) {
    if (tensor !== undefined) present[input] = raw(tensor);
  }
  const outputs = tf.engine().runKernel(name, present, attributes as unknown as tf.NamedAttrMap);
  return (Array.isArray(outputs) ? outputs : [outputs]).map((output) => wrap(output as tf.Tensor));
}
