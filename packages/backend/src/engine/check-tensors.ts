import { formatShape, formatValue } from '@seqloom/options';
import type { Tensor as EngineTensor } from '@tensorflow/tfjs-core';
import type { DType, Tensor } from '../contract/tensor.ts';
import { requireBackendOfTensor } from './active.ts';

/** The types of elements, each able to hold the numbers of those before it. */
const DTYPES: readonly DType[] = ['bool', 'int32', 'float32'];

/** Whether a value is a tensor of the engine, alive or not. */
export function isTensor(value: unknown): value is Tensor {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Partial<EngineTensor>).dataId !== undefined &&
    Array.isArray((value as Partial<EngineTensor>).shape)
  );
}

/**
 * The engine's view of an operand.
 *
 * @param op the operation, for messages
 * @param name of the operand, for messages
 * @throws TypeError unless it is a tensor, Error when it has been disposed of or its backend has
 */
export function operand(op: string, name: string, x: Tensor): EngineTensor {
  if (!isTensor(x)) throw new TypeError(`${op}: ${name} must be a tensor, got ${formatValue(x)}.`);
  if (x.isDisposed) {
    throw new Error(
      `${op}: ${name} of shape ${formatShape(x.shape)} has been disposed of. Use it before it is, or take it over ` +
        'with own() where a tidy ends.',
    );
  }
  requireBackendOfTensor();
  return x as unknown as EngineTensor;
}

/** As {@link operand}, of one dtype. @throws TypeError for another dtype */
export function typedOperand(op: string, name: string, x: Tensor, dtype: DType): EngineTensor {
  const tensor = operand(op, name, x);
  if (tensor.dtype !== dtype) throw wrongDType(op, name, tensor.dtype, dtype);
  return tensor;
}

/** The tensors of an array. @throws TypeError unless it is an array of tensors, RangeError when it is empty */
export function operands(op: string, name: string, tensors: readonly Tensor[]): EngineTensor[] {
  if (!Array.isArray(tensors)) {
    throw new TypeError(`${op}: ${name} must be an array of tensors, got ${formatValue(tensors)}.`);
  }
  if (tensors.length === 0) throw new RangeError(`${op}: ${name} must hold at least one tensor, got none.`);
  // Not tensors.map, which passes over the holes of a sparse array.
  return Array.from(tensors as readonly Tensor[], (tensor, i) => operand(op, `${name}[${i}]`, tensor));
}

/** The error of an operand of another dtype. */
function wrongDType(op: string, name: string, got: string, expected: DType): TypeError {
  return new TypeError(
    `${op}: ${name} has dtype ${got}, expected ${expected}. Use cast(${name}, '${expected}').`,
  );
}

/** @throws TypeError unless `dtype` is one of the three */
export function checkDType(op: string, dtype: DType): void {
  if (DTYPES.includes(dtype)) return;
  throw new TypeError(`${op}: dtype must be one of ${DTYPES.join(', ')}, got ${formatValue(dtype)}.`);
}
