import * as tf from '@tensorflow/tfjs-core';
import { copiesOnWrite, requireBackend } from '../plugin/active.ts';
import { wrap } from './raw.ts';
import type { DType, Tensor, TensorData } from './tensor.ts';

/**
 * Copies numbers to the backend.
 *
 * @param values row-major; their count is the product of `shape`
 * @param dtype default: float32, or int32 for an `Int32Array`
 * @throws RangeError when the count of values does not fit the shape; Error when no backend has been selected
 */
export function tensor(
  values: TensorData | readonly number[],
  shape: readonly number[],
  dtype: DType = values instanceof Int32Array ? 'int32' : 'float32',
): Tensor {
  requireBackend('tensor');
  const size = shape.reduce((product, length) => product * length, 1);
  if (values.length !== size) {
    throw new RangeError(
      `tensor: got ${values.length} values, expected ${size} for shape [${shape.join(', ')}].`,
    );
  }
  return wrap(tf.tensor(numbersOf(values, dtype), [...shape], dtype));
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Numbers that the backend may keep: some of tfjs's hold on to the array of a tensor for as long as it lives. */
function numbersOf(values: TensorData | readonly number[], dtype: DType): TensorData {
  const array = ARRAYS[dtype];
  return values instanceof array && copiesOnWrite() ? values : new array(values);
}

/** A tensor of rank 0. */
export function scalar(value: number, dtype: DType = 'float32'): Tensor {
  requireBackend('scalar');
  return wrap(tf.scalar(dtype === 'bool' ? value !== 0 : value, dtype));
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[], dtype: DType = 'float32'): Tensor {
  requireBackend('zeros');
  return wrap(tf.zeros([...shape], dtype));
}

/** A tensor of ones. */
export function ones(shape: readonly number[], dtype: DType = 'float32'): Tensor {
  requireBackend('ones');
  return wrap(tf.ones([...shape], dtype));
}

/** A tensor filled with one value. */
export function fill(shape: readonly number[], value: number, dtype: DType = 'float32'): Tensor {
  requireBackend('fill');
  return wrap(tf.fill([...shape], value, dtype));
}
