import { formatShape, formatValue } from '@seqloom/options';
import type * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '../contract/tensor.ts';
import { checkAxes, checkAxis } from './check-shapes.ts';
import { onFloats, onNumbers, run } from './promote.ts';

/**
 * Reduces over some axes.
 *
 * @param axes default: all of them; negative ones count from the end
 * @param keepDims leaves the reduced axes with length 1 instead of dropping them
 */
type Reduction = (x: Tensor, axes?: number | readonly number[], keepDims?: boolean) => Tensor;

const reduction =
  (
    op: string,
    on: typeof onNumbers,
    reduce: (x: tf.Tensor, axes: number[], keepDims: boolean) => tf.Tensor,
  ): Reduction =>
  (x, axes, keepDims = false) => {
    if (typeof keepDims !== 'boolean') {
      throw new TypeError(`${op}: keepDims must be true or false, got ${formatValue(keepDims)}.`);
    }
    return on(op, x, (x) => reduce(x, checkAxes(op, axes, x.shape), keepDims));
  };

/**
 * Sum over axes; 0 where they hold no element.
 *
 * Shapes: `x: [...]` → without the reduced axes, or with length 1 there (`keepDims`). int32 stays int32, of bool it is
 * the int32 count.
 *
 * @throws RangeError for an axis outside x or one that is named twice, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = sum(tensor([1, 2, 3, 4], [2, 2]), 0); // [4, 6]
 * ```
 */
export const sum: Reduction = reduction('sum', onNumbers, (x, axis, keepDims) =>
  x.size === 0 ? overNothing(x, axis, keepDims, 0) : run('Sum', { x }, { axis, keepDims }),
);
/**
 * Mean over axes; float32. Over no values it is NaN.
 *
 * Shapes: as {@link sum}.
 *
 * @throws RangeError for an axis outside x or one that is named twice, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = mean(tensor([1, 2, 3, 4], [2, 2]), -1, true); // [[1.5], [3.5]]
 * ```
 */
export const mean: Reduction = reduction('mean', onFloats, (x, axis, keepDims) =>
  x.size === 0 ? overNothing(x, axis, keepDims, Number.NaN) : run('Mean', { x }, { axis, keepDims }),
);
/**
 * Largest value over axes, NaN where one is NaN; the gradient is shared by equal ones, one part each.
 *
 * Shapes: as {@link sum}; int32 stays int32, of bool it is int32.
 *
 * @throws RangeError for an axis outside x or one that is named twice, or where there are no values, TypeError unless x
 * is a tensor
 * @example
 * ```ts
 * const y = max(tensor([1, 2, 3, 4], [2, 2]), 1); // [2, 4]
 * ```
 */
export const max: Reduction = reduction('max', onNumbers, (x, axes, keepDims) => {
  for (const axis of axes) checkLength('max', axis, x.shape);
  if (x.size === 0) return overNothing(x, axes, keepDims, 0);
  return run('Max', { x }, { reductionIndices: axes, keepDims });
});

/**
 * Index of the largest value along an axis, the first of equal ones; int32. Its gradient is 0.
 *
 * Shapes: `x: [...]` → without the axis.
 *
 * @throws RangeError for an axis outside x or of length 0, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = argMax(tensor([1, 9, 3, 4], [2, 2]), -1); // [1, 1]
 * ```
 */
export function argMax(x: Tensor, axis: number): Tensor {
  return onNumbers('argMax', x, (x) => {
    const along = checkAxis('argMax', axis, x.shape);
    checkLength('argMax', along, x.shape);
    if (x.size === 0) return overNothing(x, [along], false, 0, 'int32');
    return run('ArgMax', { x }, { axis: along });
  });
}

/** A reduction of a tensor without elements; tfjs's wasm leaves its result as it finds it. */
function overNothing(
  x: tf.Tensor,
  axes: readonly number[],
  keepDims: boolean,
  value: number,
  dtype = x.dtype,
): tf.Tensor {
  const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const shape = keepDims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  return run('Fill', {}, { shape, value, dtype });
}

function checkLength(op: string, axis: number, shape: readonly number[]): void {
  if (shape[axis]! > 0) return;
  throw new RangeError(`${op}: there are no values along axis ${axis} of shape ${formatShape(shape)}.`);
}
