import { formatShape, formatValue, sameShape } from '@seqloom/options';

/** Most elements of a tensor: 2 GiB of float32, which no backend can hold. Refused before anything is allocated. */
const MAX_ELEMENTS = 2 ** 29;
/** Most axes of a tensor; the elementwise kernels of tfjs's wasm take no more. */
const MAX_RANK = 6;

/**
 * Checks the shape of a tensor to be made.
 *
 * @returns its number of elements
 * @throws TypeError unless it is an array, RangeError unless it holds at most 6 integers from 0 on whose product is
 * at most 2^29
 */
export function checkShape(op: string, shape: readonly number[]): number {
  if (!isList(shape)) throw new TypeError(`${op}: shape must be an array, got ${formatValue(shape)}.`);
  for (let i = 0; i < shape.length && i <= MAX_RANK; i++) {
    const length = shape[i]!;
    if (isLength(length)) continue;
    const got = typeof length === 'number' ? formatShape(shape) : formatValue(shape);
    throw new RangeError(`${op}: shape must hold integers from 0 on, got ${got}.`);
  }
  return checkResult(op, shape);
}

/**
 * Checks the shape of a result.
 *
 * @returns its number of elements
 * @throws RangeError for more than 6 axes or 2^29 elements
 */
export function checkResult(op: string, shape: readonly number[]): number {
  if (shape.length > MAX_RANK) {
    throw new RangeError(
      `${op}: a tensor has at most ${MAX_RANK} axes, got ${shape.length}: ${formatShape(shape)}.`,
    );
  }
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i]!;
  if (size > MAX_ELEMENTS) {
    throw new RangeError(
      `${op}: a tensor of shape ${formatShape(shape)} has ${size} elements, at most ${MAX_ELEMENTS} are possible. ` +
        'Use smaller batches or sizes.',
    );
  }
  return size;
}

/**
 * Checks an axis of an operand.
 *
 * @returns it, counted from the first
 * @throws TypeError unless it is a number, RangeError unless it is an integer in −rank … rank − 1
 */
export function checkAxis(op: string, axis: number, shape: readonly number[]): number {
  if (shape.length === 0 && typeof axis === 'number') {
    throw new RangeError(`${op}: axis is ${axis}, but x has no axes: its shape is [].`);
  }
  return axisOf(op, axis, shape, shape.length);
}

/** As {@link checkAxis}, for an axis to be added: −rank − 1 … rank. */
export function checkNewAxis(op: string, axis: number, shape: readonly number[]): number {
  return axisOf(op, axis, shape, shape.length + 1);
}

function axisOf(op: string, axis: number, shape: readonly number[], rank: number): number {
  if (Number.isInteger(axis) && axis >= -rank && axis < rank) return axis < 0 ? axis + rank : axis;
  if (typeof axis !== 'number') {
    throw new TypeError(`${op}: axis must be an integer, got ${formatValue(axis)}.`);
  }
  throw new RangeError(
    `${op}: axis must be an integer in −${rank} … ${rank - 1} for shape ${formatShape(shape)}, got ${axis}.`,
  );
}

/**
 * Checks a set of axes of an operand.
 *
 * @param axes undefined for all of them
 * @returns them in ascending order, counted from the first
 * @throws TypeError or RangeError as {@link checkAxis}, RangeError for an axis that is named twice
 */
export function checkAxes(
  op: string,
  axes: number | readonly number[] | undefined,
  shape: readonly number[],
): number[] {
  if (axes === undefined) return shape.map((_, i) => i);
  if (typeof axes === 'number') return [checkAxis(op, axes, shape)];
  if (!isList(axes)) {
    throw new TypeError(`${op}: axes must be an integer or an array of them, got ${formatValue(axes)}.`);
  }
  // Not axes.map, which passes over the holes of a sparse array.
  const checked = Array.from(axes, (axis) => checkAxis(op, axis, shape));
  if (new Set(checked).size < checked.length) {
    throw new RangeError(
      `${op}: axes must differ, got ${formatShape(axes)} for shape ${formatShape(shape)}.`,
    );
  }
  return checked.sort((a, b) => a - b);
}

/**
 * The shape two or more operands broadcast to: aligned at the last axis, lengths are equal or 1.
 *
 * @throws RangeError when they do not fit, or the result is too large
 */
export function broadcastShape(op: string, a: readonly number[], b: readonly number[]): readonly number[] {
  if (sameShape(a, b)) return a;
  const rank = Math.max(a.length, b.length);
  const shape: number[] = new Array(rank);
  for (let i = 0; i < rank; i++) {
    const p = a[a.length - rank + i] ?? 1;
    const q = b[b.length - rank + i] ?? 1;
    if (p !== q && p !== 1 && q !== 1) {
      throw new RangeError(
        `${op}: shapes ${formatShape(a)} and ${formatShape(b)} do not broadcast: lengths must be equal or 1, aligned at ` +
          'the last axis.',
      );
    }
    shape[i] = p === 1 ? q : p;
  }
  checkResult(op, shape);
  return shape;
}

/** Whether an entry of a list is the length of an axis. Holes of sparse arrays are not; `Array.from` makes them visible. */
export function isLength(entry: number): boolean {
  return Number.isInteger(entry) && entry >= 0;
}

/** Whether a value is an array, of any kind. */
export function isList(value: unknown): value is readonly number[] {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}
