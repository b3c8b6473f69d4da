import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { checkAxis } from './check-shapes.ts';
import { onFloats, run } from './promote.ts';

/**
 * eˣ / Σ eˣ over the last axis.
 *
 * Shapes: `x: [..., C]` → the same, float32; every row sums to 1.
 *
 * @throws RangeError for a tensor without axes, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = softmax(tensor([0, 0, 1, 1], [2, 2])); // 0.5 everywhere
 * ```
 */
export function softmax(x: Tensor): Tensor {
  return onFloats('softmax', x, (logits) => {
    const dim = checkAxis('softmax', -1, logits.shape);
    return logits.size === 0 ? logits.clone() : run('Softmax', { logits }, { dim });
  });
}

/**
 * ln softmax(x) over the last axis, exact where the softmax underflows.
 *
 * Shapes: `x: [..., C]` → the same, float32.
 *
 * @throws RangeError for a tensor without axes, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = logSoftmax(tensor([0, 0], [1, 2])); // [[−0.693…, −0.693…]]
 * ```
 */
export function logSoftmax(x: Tensor): Tensor {
  return onFloats('logSoftmax', x, (x) => {
    checkAxis('logSoftmax', -1, x.shape);
    return x.size === 0 ? x.clone() : tf.logSoftmax(x);
  });
}
