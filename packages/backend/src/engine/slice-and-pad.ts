import { formatShape, formatValue } from '@seqloom/options';
import * as tf from '@tensorflow/tfjs-core';
import type { DType, Tensor } from '../contract/tensor.ts';
import { checkElement } from './check-numbers.ts';
import { checkAxis, checkResult, isLength, isList } from './check-shapes.ts';
import { operand } from './check-tensors.ts';
import { empty, inDType, run } from './promote.ts';
import { wrap } from './raw.ts';

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
  if (counts.length !== shape.length || !counts.every(isLength)) {
    throw new RangeError(
      `tile: repetitions must hold one integer from 0 on per axis of shape ${formatShape(shape)}, got ` +
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
  if (pairs.length !== shape.length || !pairs.every((pair) => pair.length === 2 && pair.every(isLength))) {
    throw new RangeError(
      `pad: paddings must hold a pair of integers from 0 on per axis of shape ${formatShape(shape)}, got ` +
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
