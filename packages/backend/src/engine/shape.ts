import { formatValue } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import type { DType, Tensor } from '../contract/tensor.ts';
import { checkElement } from './check-numbers.ts';
import { checkAxes, checkAxis, checkResult, isList } from './check-shapes.ts';
import { checkDType, formatShape, operand, operands } from './check-tensors.ts';
import { empty, inDType, run } from './promote.ts';
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
    else if (Number.isInteger(length) && length >= 0) known *= length;
    else {
      throw new RangeError(
        `reshape: shape must hold non-negative integers and at most one −1, got ${formatShape(shape)}.`,
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
  const dim = newAxis('expandDims', axis, shape);
  checkResult('expandDims', [...shape, 1]);
  return wrap(run('ExpandDims', { input: tensor }, { dim }));
}

/** The place of an axis to be added, counted from the first. */
function newAxis(op: string, axis: number, shape: readonly number[]): number {
  const rank = shape.length + 1;
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  if (typeof axis !== 'number') {
    throw new TypeError(`${op}: axis must be an integer, got ${formatValue(axis)}.`);
  }
  throw new RangeError(
    `${op}: axis must be an integer in −${rank} … ${rank - 1} for shape ${formatShape(shape)}, got ${axis}.`,
  );
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
  const expected = formatShape(first.shape.map((length, axis) => (axis === except ? '·' : length)));
  throw new RangeError(
    `${op}: tensors[${i}] has shape ${formatShape(part.shape)}, expected ${expected} as tensors[0] of shape ` +
      `${formatShape(first.shape)}${except < 0 ? '' : ` along axis ${except}`}.`,
  );
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
  const along = newAxis('stack', axis, shape);
  for (let i = 1; i < parts.length; i++) checkAlike('stack', parts, i);
  checkResult('stack', [...shape, parts.length]);
  return wrap(run('Pack', parts as unknown as tf.NamedTensorMap, { axis: along }));
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
  return (run('Unpack', { value }, { axis: along }) as unknown as tf.Tensor[]).map(wrap);
}

/**
 * The box that begins at `begin` and has `size`; −1 reaches to the end of an axis. Axes that are left out at the end
 * are taken whole.
 *
 * Shapes: `x: [...]` → `size`.
 *
 * @throws RangeError for a box that does not lie inside x, TypeError unless x is a tensor and both are arrays
 * @example
 * ```ts
 * const y = slice(tensor([1, 2, 3, 4, 5, 6], [2, 3]), [0, 1], [-1, 2]); // [[2, 3], [5, 6]]
 * ```
 */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  const tensor = operand('slice', 'x', x);
  const { shape } = tensor;
  for (const [name, list] of [
    ['begin', begin],
    ['size', size],
  ] as const) {
    if (!isList(list)) throw new TypeError(`slice: ${name} must be an array, got ${formatValue(list)}.`);
    if (list.length > shape.length || shape.length === 0) {
      throw new RangeError(
        `slice: ${name} has ${list.length} entries, x of shape ${formatShape(shape)} has ${shape.length} axes.`,
      );
    }
  }
  const from: number[] = new Array(shape.length);
  const lengths: number[] = new Array(shape.length);
  for (let i = 0; i < shape.length; i++) {
    const start = i < begin.length ? begin[i]! : 0;
    const length = i < size.length ? size[i]! : -1;
    const whole = Number.isInteger(start) && Number.isInteger(length);
    from[i] = start;
    lengths[i] = whole && length === -1 ? shape[i]! - start : length;
    if (whole && start >= 0 && lengths[i]! >= 0 && start + lengths[i]! <= shape[i]!) continue;
    throw new RangeError(
      `slice: the box that begins at ${formatShape(begin)} with size ${formatShape(size)} must lie inside shape ` +
        `${formatShape(shape)}; along axis ${i} it does not.`,
    );
  }
  return wrap(run('Slice', { x: tensor }, { begin: from, size: lengths }));
}

/**
 * Turns an axis around.
 *
 * Shapes: any with an axis → the same, of every dtype.
 *
 * @throws RangeError for an axis outside x, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = reverse(tensor([1, 2, 3], [3]), 0); // [3, 2, 1]
 * ```
 */
export function reverse(x: Tensor, axis: number): Tensor {
  const tensor = operand('reverse', 'x', x);
  const dims = [checkAxis('reverse', axis, tensor.shape)];
  if (tensor.dtype !== 'bool') return wrap(run('Reverse', { x: tensor }, { dims }));
  // tfjs's wasm body takes bytes for numbers of 32 bits.
  return wrap(tf.tidy(() => inDType(run('Reverse', { x: inDType(tensor, 'int32') }, { dims }), 'bool')));
}

/**
 * Repeats a tensor `repetitions[i]` times along axis i.
 *
 * Shapes: `x: [N₀, N₁, …]` → `[N₀ · repetitions[0], …]`.
 *
 * @throws RangeError unless there is one integer from 0 on per axis, or for a result of more than 2^29 elements,
 * TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = tile(tensor([1, 2], [1, 2]), [2, 1]); // [[1, 2], [1, 2]]
 * ```
 */
export function tile(x: Tensor, repetitions: readonly number[]): Tensor {
  const tensor = operand('tile', 'x', x);
  const { shape } = tensor;
  if (!isList(repetitions)) {
    throw new TypeError(`tile: repetitions must be an array, got ${formatValue(repetitions)}.`);
  }
  const counts = Array.from(repetitions);
  if (counts.length !== shape.length || !counts.every(isCount)) {
    throw new RangeError(
      `tile: repetitions must hold one non-negative integer per axis of shape ${formatShape(shape)}, got ` +
        `${formatShape(repetitions)}.`,
    );
  }
  const result = shape.map((length, i) => length * counts[i]!);
  if (checkResult('tile', result) === 0) {
    return wrap(empty(result, tensor.dtype as DType));
  }
  return wrap(run('Tile', { x: tensor }, { reps: counts }));
}

/**
 * Adds `paddings[i] = [before, after]` elements along axis i, all equal to `value`; the gradient drops them.
 *
 * Shapes: `x: [N₀, …]` → `[before₀ + N₀ + after₀, …]`.
 *
 * @param value default 0; an integer for int32, 0 or 1 for bool
 * @throws RangeError unless there is a pair of integers from 0 on per axis, TypeError unless x is a tensor
 * @example
 * ```ts
 * const y = pad(tensor([1, 2], [2]), [[1, 0]]); // [0, 1, 2]
 * ```
 */
export function pad(x: Tensor, paddings: readonly (readonly [number, number])[], value = 0): Tensor {
  const tensor = operand('pad', 'x', x);
  const { shape } = tensor;
  if (!Array.isArray(paddings)) {
    throw new TypeError(`pad: paddings must be an array of pairs, got ${formatValue(paddings)}.`);
  }
  if (shape.length === 0) throw new RangeError('pad: x must have at least one axis, got shape [].');
  const pairs = Array.from(paddings, (pair: unknown) => (isList(pair) ? Array.from(pair) : []));
  if (pairs.length !== shape.length || !pairs.every((pair) => pair.length === 2 && pair.every(isCount))) {
    throw new RangeError(
      `pad: paddings must hold a pair of non-negative integers per axis of shape ${formatShape(shape)}, got ` +
        `${formatValue(paddings)}.`,
    );
  }
  checkResult(
    'pad',
    shape.map((length, i) => length + pairs[i]![0]! + pairs[i]![1]!),
  );
  const { dtype } = tensor;
  checkElement('pad', value, dtype as DType);
  // tfjs's wasm body would take it for 0.
  if (Number.isNaN(value)) throw new RangeError('pad: value must not be NaN.');
  const padded = (x: tf.Tensor) =>
    run('PadV2', { x }, { paddings: pairs, constantValue: dtype === 'bool' ? Number(value !== 0) : value });
  if (dtype !== 'bool') return wrap(padded(tensor));
  return wrap(tf.tidy(() => inDType(padded(inDType(tensor, 'int32')), 'bool')));
}

/** Whether an entry of a list counts something. Holes of sparse arrays do not; `Array.from` makes them visible. */
const isCount = (n: number): boolean => Number.isInteger(n) && n >= 0;

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
