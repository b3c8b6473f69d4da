import * as tf from '@tensorflow/tfjs-core';
import type { DType, Tensor } from '../contract/tensor.ts';
import { checkDType, operand } from './check-tensors.ts';
import { run } from './promote.ts';
import { wrap } from './raw.ts';

/**
 * Converts the elements. float32 to int32 truncates towards zero, anything to bool is "is not 0". NaN and infinities
 * become 0 in int32, numbers beyond 32 bits wrap around.
 *
 * Shapes: any → the same.
 *
 * @throws TypeError for an unknown dtype, or unless x is a tensor
 * @example
 * ```ts
 * const ids = cast(tensor([1, 2.7], [2]), 'int32'); // [1, 2]
 * ```
 */
export function cast(x: Tensor, dtype: DType): Tensor {
  const tensor = operand('cast', 'x', x);
  checkDType('cast', dtype);
  if (dtype === 'bool' && tensor.dtype !== 'bool') {
    // tfjs-wasm would truncate to a byte: −2 becomes 254, 0.5 becomes 0.
    return wrap(tf.tidy(() => run('NotEqual', { a: tensor, b: tf.scalar(0, tensor.dtype) })));
  }
  return wrap(run('Cast', { x: tensor }, { dtype }));
}
