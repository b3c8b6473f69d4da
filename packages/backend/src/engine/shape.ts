import { formatShape, formatValue } from '@seqloom/options';
import type * as tf from '@tensorflow/tfjs-core';
import type { DType, Tensor } from '../contract/tensor.ts';
import { checkAxes, checkNewAxis, checkResult, isLength, isList } from './check-shapes.ts';
import { operand } from './check-tensors.ts';
import { empty, run } from './promote.ts';
import { wrap } from './raw.ts';

/**
 * The same numbers in another shape; one length may be −1. Shares the buffer.
 *
 * Shapes: `x: [...]` → `shape`, with as many elements.
 *
 * @throws RangeError when the count of elements differs, or for lengths that are not integers from 0 on, TypeError unless
 * x is a tensor
 * @example
 * ```ts
 * const rows = reshape(tensor([1, 2, 3, 4], [4]), [-1, 2]); // [2, 2]
 * ```
 */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  const tensor = operand('reshape', 'x', x);
  return wrap(run('Reshape', { x: tensor }, { shape: impliedShape(tensor, shape) }));
}

/** The shape with −1 replaced by the length that fits. */
function impliedShape({ size, shape: from }: tf.Tensor, shape: readonly number[]): number[] {
  if (!isList(shape)) throw new TypeError(`reshape: shape must be an array, got ${formatValue(shape)}.`);
  let known = 1;
  let implied = -1;
  for (let i = 0; i < shape.length; i++) {
    const length = shape[i]!;
    if (length === -1 && implied < 0) implied = i;
    else if (isLength(length)) known *= length;
    else {
      throw new RangeError(
        `reshape: shape must hold integers from 0 on and at most one −1, got ${formatShape(shape)}.`,
      );
    }
  }
  if (implied < 0 ? known !== size : known === 0 || size % known !== 0) {
    throw new RangeError(
      `reshape: a tensor of shape ${formatShape(from)} has ${size} elements, which do not fill ${formatShape(shape)}.`,
    );
  }
  const result = [...shape];
  if (implied >= 0) result[implied] = size / known;
  checkResult('reshape', result);
  return result;
}

/**
 * Inserts an axis of length 1.
 *
 * Shapes: `x: [...]` → one axis more, at `axis`, −rank − 1 … rank.
 *
 * @throws RangeError for an axis outside, TypeError unless x is a tensor
 * @example
 * ```ts
 * const column = expandDims(tensor([1, 2], [2]), -1); // [2, 1]
 * ```
 */
export function expandDims(x: Tensor, axis: number): Tensor {
  const tensor = operand('expandDims', 'x', x);
  const { shape } = tensor;
  const dim = checkNewAxis('expandDims', axis, shape);
  checkResult('expandDims', [...shape, 1]);
  return wrap(run('ExpandDims', { input: tensor }, { dim }));
}

/**
 * Drops axes of length 1; default: all of them.
 *
 * Shapes: `x: [..., 1, ...]` → without these axes.
 *
 * @throws RangeError for an axis outside x, one that is named twice or whose length is not 1, TypeError unless x is a
 * tensor
 * @example
 * ```ts
 * const y = squeeze(tensor([1, 2], [2, 1]), [1]); // [2]
 * ```
 */
export function squeeze(x: Tensor, axes?: readonly number[]): Tensor {
  const tensor = operand('squeeze', 'x', x);
  const { shape } = tensor;
  let dropped: readonly number[];
  if (axes === undefined) dropped = shape.flatMap((length, i) => (length === 1 ? [i] : []));
  else {
    dropped = checkAxes('squeeze', axes, shape);
    const long = dropped.find((axis) => shape[axis] !== 1);
    if (long !== undefined) {
      throw new RangeError(
        `squeeze: axis ${long} of shape ${formatShape(shape)} has length ${shape[long]}, expected 1.`,
      );
    }
  }
  return wrap(run('Reshape', { x: tensor }, { shape: shape.filter((_, i) => !dropped.includes(i)) }));
}

/**
 * Reorders the axes; default: reversed.
 *
 * Shapes: `x: [...]` → axis i of the result is axis `permutation[i]` of x.
 *
 * @throws RangeError unless the permutation names every axis once, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = transpose(tensor([1, 2, 3, 4, 5, 6], [2, 3]), [1, 0]); // [3, 2]
 * ```
 */
export function transpose(x: Tensor, permutation?: readonly number[]): Tensor {
  const tensor = operand('transpose', 'x', x);
  const { shape } = tensor;
  const perm =
    permutation === undefined ? shape.map((_, i) => shape.length - 1 - i) : order(permutation, shape);
  // tfjs's kernels take two axes or more, and at least one element.
  if (perm.length < 2) return wrap(tensor.clone());
  if (tensor.size === 0) {
    return wrap(
      empty(
        perm.map((axis) => shape[axis]!),
        tensor.dtype as DType,
      ),
    );
  }
  return wrap(run('Transpose', { x: tensor }, { perm }));
}

/** A permutation, counted from the first axis. */
function order(permutation: readonly number[], shape: readonly number[]): number[] {
  if (!isList(permutation)) {
    throw new TypeError(`transpose: permutation must be an array, got ${formatValue(permutation)}.`);
  }
  const perm = Array.from(permutation, (axis) =>
    Number.isInteger(axis) && axis < 0 ? axis + shape.length : axis,
  );
  if (perm.length === shape.length && shape.every((_, i) => perm.includes(i))) return perm;
  throw new RangeError(
    `transpose: permutation must name each axis of shape ${formatShape(shape)} once, got ${formatShape(permutation)}.`,
  );
}
