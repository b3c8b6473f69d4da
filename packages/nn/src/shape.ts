import { formatShape, formatValue, sameShape, sizeOf } from '@seqloom/options';

export { formatShape, sameShape, sizeOf };

/** The sizes of a tensor's axes; `null` where a size is known only when data arrive, as the batch's is. */
export type Shape = readonly (number | null)[];

/** A tensor, option or file has a shape that does not fit. */
export class ShapeError extends RangeError {
  override readonly name: string = 'ShapeError';
}

/** Upper bound on the values of a tensor: 2 GiB of float32. Guards against hostile model files and typing errors. */
const MAX_VALUES = 2 ** 29;

/** Upper bound on the axes of a tensor, that of NumPy and of `@seqloom/safetensors`. */
export const MAX_RANK = 64;

/** Upper bound on the time steps that an option of a layer may add or reach over. */
const MAX_STEPS = 2 ** 24;

/** Whether these are the shapes of several tensors. */
export function isShapeList(shape: Shape | readonly Shape[]): shape is readonly Shape[] {
  return Array.isArray(shape[0]);
}

/**
 * Checks a shape that comes from outside.
 *
 * @param owner whom messages name
 * @throws TypeError unless it is a list, RangeError unless its sizes are integers from 0 on or null, ShapeError for more
 * than 64 axes
 */
export function checkShape(owner: string, what: string, shape: unknown): asserts shape is Shape {
  if (!Array.isArray(shape)) {
    throw new TypeError(
      `${owner}: ${what} must be a list of sizes such as [20, 8], got ${formatValue(shape)}.`,
    );
  }
  checkRank(owner, what, shape.length);
  for (const size of shape) {
    if (size === null || (Number.isSafeInteger(size) && size >= 0)) continue;
    throw new RangeError(
      `${owner}: ${what} must hold integers from 0 on, or null for an open size, got ${formatValue(shape)}.`,
    );
  }
}

/** @throws ShapeError for more than 64 axes */
export function checkRank(owner: string, what: string, rank: number): void {
  if (rank > MAX_RANK) {
    throw new ShapeError(`${owner}: ${what} must have at most ${MAX_RANK} axes, got ${rank}.`);
  }
}

/** @throws ShapeError for a shape of more values than a tensor may have, open sizes counted as 1 */
export function checkValues(owner: string, what: string, shape: Shape): void {
  if (!exceedsTensor(shape)) return;
  throw new ShapeError(
    `${owner}: ${what} of shape ${formatShape(shape)} is larger than a tensor can be: 2 GiB of float32. ` +
      'Use smaller sizes, or smaller batches.',
  );
}

/** Whether a shape has more values than a tensor may have, open sizes counted as 1. */
export function exceedsTensor(shape: Shape): boolean {
  let values = 1;
  for (const size of shape) values *= size ?? 1;
  return values > MAX_VALUES;
}

/** @throws RangeError for a number of time steps that no sequence has */
export function checkSteps(owner: string, option: string, steps: number): void {
  if (steps > MAX_STEPS) {
    throw new RangeError(`${owner}: ${option} must be at most ${MAX_STEPS} time steps, got ${steps}.`);
  }
}
