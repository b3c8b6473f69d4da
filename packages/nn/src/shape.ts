export { formatShape } from '@seqloom/options';

/** The sizes of a tensor's axes; `null` where a size is known only when data arrive, as the batch's is. */
export type Shape = readonly (number | null)[];

/** A tensor, option or file has a shape that does not fit. */
export class ShapeError extends RangeError {
  override readonly name: string = 'ShapeError';
}

/** The number of elements of a shape whose sizes are all known. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
