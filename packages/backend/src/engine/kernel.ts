import { formatValue } from '@seqloom/options';
import type * as tf from '@tensorflow/tfjs-core';
import type { KernelAttributes, KernelAttributesOf, KernelInputs } from '../contract/kernel.ts';
import type { KernelName, KernelTable, NoAttributes } from '../contract/kernel-table.ts';
import type { Tensor } from '../contract/tensor.ts';
import { callKernel, kernelBody } from './call-kernel.ts';
import { operand } from './check-tensors.ts';
import { outputNames } from './kernel-outputs.ts';
import { wrap } from './raw.ts';

/** What `runKernel` returns: one output in an array, several by name; in order for a kernel that the table does not have. */
export type KernelOutputs<K extends string> = K extends KernelName
  ? KernelTable<Tensor>[K]['outputs'] extends Tensor
    ? [Tensor]
    : KernelTable<Tensor>[K]['outputs']
  : Tensor[];

/** The last argument, which may be left out where a kernel needs no attributes. */
export type AttributeArguments<K extends string> =
  NoAttributes extends KernelAttributesOf<K>
    ? [attributes?: KernelAttributesOf<K>]
    : [attributes: KernelAttributesOf<K>];

/**
 * Runs the active backend's body of a kernel. Inputs and attributes must be as {@link KernelTable} says: the operation that
 * calls a kernel checks them, the kernel checks nothing.
 *
 * @param name of the table, such as `LSTMSequence`, or of another of tfjs's kernels that the backend has, which is then untyped
 * @param inputs by name; undefined ones are left out
 * @returns of a kernel of the table `[output]` or, where it has several, the outputs by name; of another kernel the outputs
 * in order
 * @throws RangeError for a kernel that the backend does not have, TypeError unless the inputs are tensors
 * @example
 * ```ts
 * const [y] = runKernel('MaxPool1D', { x }, { poolSize: 2, stride: 2, padLeft: 0, padRight: 0 });
 * ```
 */
export function runKernel<K extends string>(
  name: K,
  inputs: KernelInputs<K, Tensor>,
  ...[attributes = {} as KernelAttributesOf<K>]: AttributeArguments<K>
): KernelOutputs<K> {
  const present: tf.NamedTensorMap = {};
  const given = inputs as NamedTensors;
  for (const input in given) {
    const tensor = given[input];
    if (tensor !== undefined) present[input] = operand(name, input, tensor);
  }
  if (!kernelBody(name)) {
    throw new RangeError(`runKernel: the backend has no kernel named ${formatValue(name)}.`);
  }
  const values: object = attributes;
  const outputs = callKernel(name, present, values).map(wrap);
  const names = outputNames(name, { inputs: present, attributes: values as KernelAttributes });
  const result = names ? Object.fromEntries(names.map((output, i) => [output, outputs[i]])) : outputs;
  return result as KernelOutputs<K>; // the names are those of the table
}

type NamedTensors = Readonly<Record<string, Tensor | undefined>>;
