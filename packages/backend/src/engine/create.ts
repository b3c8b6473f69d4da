import { formatShape, formatValue } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import type { DType, Tensor, TensorData } from '../contract/tensor.ts';
import { copiesOnWrite, largestInteger, requireBackend } from './active.ts';
import { checkElement } from './check-numbers.ts';
import { checkShape, isList } from './check-shapes.ts';
import { checkDType } from './check-tensors.ts';
import { rememberIntegers } from './known-integers.ts';
import { run } from './promote.ts';
import { wrap } from './raw.ts';

/**
 * Copies numbers to the backend.
 *
 * Shapes: → `shape`. For int32 fractions are cut off; for bool every number but 0 is true.
 *
 * @param values row-major; their count is the product of `shape`
 * @param dtype default: float32, or int32 for an `Int32Array`
 * @throws RangeError for values that int32 cannot hold (NaN, beyond 32 bits) with that dtype, when the count of values does not fit the shape, for lengths that are not integers from 0 on, more
 * than 6 axes or 2^29 elements; TypeError for values that are not numbers or an unknown dtype; Error when no backend
 * has been selected
 * @example
 * ```ts
 * const x = tensor([1, 2, 3, 4, 5, 6], [2, 3]);
 * ```
 */
export function tensor(
  values: TensorData | readonly number[],
  shape: readonly number[],
  dtype: DType = values instanceof Int32Array ? 'int32' : 'float32',
): Tensor {
  requireBackend('tensor');
  if (!isList(values))
    throw new TypeError(`tensor: values must be an array of numbers, got ${formatValue(values)}.`);
  checkDType('tensor', dtype);
  const size = checkShape('tensor', shape);
  if (values.length !== size) {
    throw new RangeError(
      `tensor: got ${values.length} values, expected ${size} for shape ${formatShape(shape)}.`,
    );
  }
  const numbers = numbersOf(values, dtype);
  const made = tf.engine().makeTensor(numbers, [...shape], dtype);
  rememberIntegers(made, numbers);
  return wrap(made);
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Numbers that the backend may keep: some of tfjs's hold on to the array of a tensor for as long as it lives. */
function numbersOf(values: TensorData | readonly number[], dtype: DType): TensorData {
  if (Array.isArray(values)) {
    const wrong = values.findIndex((value) => typeof value !== 'number' && typeof value !== 'boolean');
    if (wrong >= 0) {
      throw new TypeError(
        `tensor: values must be numbers, got ${formatValue(values[wrong])} at position ${wrong}.`,
      );
    }
  } else if (values instanceof BigInt64Array || values instanceof BigUint64Array) {
    throw new TypeError(
      'tensor: values must be numbers, got an array of bigint. Use Int32Array.from(values, Number).',
    );
  }
  const array = ARRAYS[dtype];
  const asIs =
    values instanceof array && (dtype !== 'bool' || (values as Uint8Array).every((byte) => byte <= 1));
  if (dtype === 'int32') {
    if (!(values instanceof Int32Array)) checkInt32(values);
    checkExact('tensor', values);
  }
  if (asIs && copiesOnWrite()) return values;
  return dtype === 'bool'
    ? Uint8Array.from(values, (value) => Number(Number(value) !== 0))
    : new array(values);
}

/** @throws RangeError for a number that the backend would round */
function checkExact(op: string, values: ArrayLike<number>): void {
  const largest = largestInteger();
  if (largest >= 2 ** 31) return;
  for (let i = 0; i < values.length; i++) {
    if (Math.abs(values[i]!) <= largest) continue;
    throw new RangeError(
      `${op}: this backend computes with whole numbers up to ${largest} exactly, got ${values[i]}. Use float32, or another ` +
        'backend, such as wasm.',
    );
  }
}

/** A conversion to int32 would turn NaN into 0 and take larger numbers modulo 2^32. */
function checkInt32(values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    const value = Math.trunc(values[i]!);
    if (value >= -(2 ** 31) && value < 2 ** 31) continue;
    throw new RangeError(
      `tensor: values must lie in −2^31 … 2^31 − 1 for dtype int32, got ${values[i]} at position ${i}.`,
    );
  }
}

/**
 * A tensor of rank 0.
 *
 * Shapes: → `[]`. For bool every number but 0 is true.
 *
 * @param value any float, NaN and infinities included; for int32 an integer of 32 bits
 * @throws TypeError unless the value is a number and the dtype known, RangeError for a value that int32 cannot hold,
 * Error when no backend has been selected
 * @example
 * ```ts
 * const half = scalar(0.5);
 * ```
 */
export function scalar(value: number, dtype: DType = 'float32'): Tensor {
  requireBackend('scalar');
  checkDType('scalar', dtype);
  checkElement('scalar', value, dtype);
  if (dtype === 'int32') checkExact('scalar', [value]);
  const number = dtype === 'bool' ? Number(value !== 0) : value;
  return wrap(tf.engine().makeTensor(ARRAYS[dtype].of(number), [], dtype));
}

/**
 * A tensor of zeros.
 *
 * Shapes: → `shape`.
 *
 * @throws TypeError unless the shape is an array and the dtype known, RangeError for lengths that are not integers from
 * 0 on, more than 6 axes or 2^29 elements, Error when no backend has been selected
 * @example
 * ```ts
 * const state = zeros([32, 64]);
 * ```
 */
export function zeros(shape: readonly number[], dtype: DType = 'float32'): Tensor {
  return filled('zeros', shape, 0, dtype);
}

/**
 * A tensor of ones.
 *
 * Shapes: → `shape`.
 *
 * @throws TypeError or RangeError as {@link zeros}
 * @example
 * ```ts
 * const gamma = ones([64]);
 * ```
 */
export function ones(shape: readonly number[], dtype: DType = 'float32'): Tensor {
  return filled('ones', shape, 1, dtype);
}

/**
 * A tensor filled with one value.
 *
 * Shapes: → `shape`. For bool every number but 0 is true.
 *
 * @param value any float, NaN and infinities included; for int32 an integer of 32 bits
 * @throws TypeError or RangeError as {@link zeros}, RangeError for a value that int32 cannot hold
 * @example
 * ```ts
 * const bias = fill([64], 0.1);
 * ```
 */
export function fill(shape: readonly number[], value: number, dtype: DType = 'float32'): Tensor {
  return filled('fill', shape, value, dtype);
}

function filled(op: string, shape: readonly number[], value: number, dtype: DType): Tensor {
  requireBackend(op);
  checkDType(op, dtype);
  checkShape(op, shape);
  checkElement(op, value, dtype);
  if (dtype === 'int32') checkExact(op, [value]);
  const number = dtype === 'bool' ? Number(value !== 0) : value;
  return wrap(run('Fill', {}, { shape: [...shape], value: number, dtype }));
}
