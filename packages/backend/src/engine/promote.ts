import * as tf from '@tensorflow/tfjs-core';
import type { DType, Tensor } from '../contract/tensor.ts';
import { callKernel } from './call-kernel.ts';
import { broadcastShape } from './check-shapes.ts';
import { operand } from './check-tensors.ts';
import { wrap } from './raw.ts';

/**
 * Runs a kernel with one output on checked operands. tfjs's own wrappers are left out: they check less, and open a
 * scope for every call.
 */
export function run(kernel: string, inputs: tf.NamedTensorMap, values: object = {}): tf.Tensor {
  return callKernel(kernel, inputs, values)[0]!;
}

/** A tensor of zeros, as the result of an operation that has nothing to compute. */
export function empty(shape: readonly number[], dtype: DType): tf.Tensor {
  return run('Fill', {}, { shape: [...shape], value: 0, dtype });
}

/** A tensor in a dtype; itself where it has it. */
export function inDType(x: tf.Tensor, dtype: DType): tf.Tensor {
  return x.dtype === dtype ? x : run('Cast', { x }, { dtype });
}

/** The first dtype of bool → int32 → float32 that holds the numbers of both, at least int32. */
export function commonDType(a: tf.Tensor, b: tf.Tensor): DType {
  if (a.dtype === 'float32' || b.dtype === 'float32') return 'float32';
  return 'int32';
}

/** Runs `work` on an operand made float32. */
export function onFloats(op: string, x: Tensor, work: (x: tf.Tensor) => tf.Tensor): Tensor {
  const tensor = operand(op, 'x', x);
  if (tensor.dtype === 'float32') return wrap(work(tensor));
  return wrap(tf.tidy(() => work(inDType(tensor, 'float32'))));
}

/** Runs `work` on an operand that keeps its dtype, a bool made int32. */
export function onNumbers(op: string, x: Tensor, work: (x: tf.Tensor) => tf.Tensor): Tensor {
  const tensor = operand(op, 'x', x);
  if (tensor.dtype !== 'bool') return wrap(work(tensor));
  return wrap(tf.tidy(() => work(inDType(tensor, 'int32'))));
}

/**
 * Runs `work` on two operands made one dtype: the common one, or `dtype`. Where the result has no elements the kernel is
 * left out, because tfjs broadcasts to length 0 wrongly.
 *
 * @param result dtype of the result where `work` gives another one
 *
 * @throws RangeError when their shapes do not broadcast, TypeError or Error as `operand`
 */
export function onPair(
  op: string,
  a: Tensor,
  b: Tensor,
  work: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  { dtype, result }: { readonly dtype?: DType; readonly result?: DType } = {},
): Tensor {
  const x = operand(op, 'a', a);
  const y = operand(op, 'b', b);
  const shape = broadcastShape(op, x.shape, y.shape);
  if (x.size === 0 || y.size === 0) return wrap(empty(shape, result ?? dtype ?? commonDType(x, y)));
  const common = dtype ?? commonDType(x, y);
  if (x.dtype === common && y.dtype === common) return wrap(work(x, y));
  return wrap(tf.tidy(() => work(inDType(x, common), inDType(y, common))));
}
