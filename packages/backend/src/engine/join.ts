import { formatShape } from '@seqloom/options';
import type * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { callKernel } from './call-kernel.ts';
import { checkAxis, checkNewAxis, checkResult } from './check-shapes.ts';
import { operand, operands } from './check-tensors.ts';
import { run } from './promote.ts';
import { wrap } from './raw.ts';

/**
 * Joins tensors along an existing axis.
 *
 * Shapes: `[..., Nᵢ, ...]`, equal in all other axes → `[..., Σ Nᵢ, ...]`; the dtype of all of them.
 *
 * @throws RangeError for no tensors, an axis outside them or shapes that do not fit, TypeError for other values than
 * tensors or different dtypes
 * @example
 * ```ts
 * const y = concat([tensor([1, 2], [1, 2]), tensor([3, 4], [1, 2])], 0); // [2, 2]
 * ```
 */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const parts = operands('concat', 'tensors', tensors);
  const { shape } = parts[0]!;
  const along = checkAxis('concat', axis, shape);
  let length = shape[along]!;
  for (let i = 1; i < parts.length; i++) {
    checkAlike('concat', parts, i, along);
    length += parts[i]!.shape[along]!;
  }
  if (parts.length === 1) return wrap(parts[0]!.clone());
  checkResult('concat', shape.with(along, length));
  return wrap(run('Concat', parts as unknown as tf.NamedTensorMap, { axis: along }));
}

/**
 * Joins tensors of one shape along a new axis.
 *
 * Shapes: N times `[...]` → `[..., N, ...]` with the new axis at `axis`, default 0; the dtype of all of them.
 *
 * @throws RangeError for no tensors, an axis outside or different shapes, TypeError for other values than tensors or
 * different dtypes
 * @example
 * ```ts
 * const y = stack([tensor([1, 2], [2]), tensor([3, 4], [2])]); // [2, 2]
 * ```
 */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  const parts = operands('stack', 'tensors', tensors);
  const { shape } = parts[0]!;
  const along = checkNewAxis('stack', axis, shape);
  for (let i = 1; i < parts.length; i++) checkAlike('stack', parts, i);
  checkResult('stack', [...shape, parts.length]);
  return wrap(run('Pack', parts as unknown as tf.NamedTensorMap, { axis: along }));
}

/** @throws RangeError unless tensor i has the first one's shape, but for one axis; TypeError unless it has its dtype */
function checkAlike(op: string, parts: readonly tf.Tensor[], i: number, except = -1): void {
  const [first, part] = [parts[0]!, parts[i]!];
  if (part.dtype !== first.dtype) {
    throw new TypeError(
      `${op}: tensors[${i}] has dtype ${part.dtype}, expected ${first.dtype} as tensors[0]. Use cast.`,
    );
  }
  const fits =
    part.rank === first.rank &&
    part.shape.every((length, axis) => axis === except || length === first.shape[axis]);
  if (fits) return;
  const expected = formatShape(first.shape.map((length, axis) => (axis === except ? null : length)));
  throw new RangeError(
    `${op}: tensors[${i}] has shape ${formatShape(part.shape)}, expected ${expected} as tensors[0] of shape ` +
      `${formatShape(first.shape)}${except < 0 ? '' : ` along axis ${except}`}.`,
  );
}

/**
 * Cuts a tensor into slices along an axis, which is dropped.
 *
 * Shapes: `x: [..., N, ...]` → N times `[...]`.
 *
 * @throws RangeError for an axis outside x, TypeError unless x is a tensor
 * @example
 * ```ts
 * const [first, second] = unstack(tensor([1, 2, 3, 4], [2, 2])); // [2] each
 * ```
 */
export function unstack(x: Tensor, axis = 0): Tensor[] {
  const value = operand('unstack', 'x', x);
  const along = checkAxis('unstack', axis, value.shape);
  if (value.shape[along] === 0) return [];
  return callKernel('Unpack', { value }, { axis: along }).map(wrap);
}
