/** The largest dense result made: 4 GiB of numbers of 4 bytes. */
const MAX_CELLS = 2 ** 30;

/**
 * How many numbers a dense result of a shape has.
 *
 * @param wayOut what the caller can do instead
 * @throws RangeError when they take more than 4 GiB
 */
export function denseCells(owner: string, shape: readonly number[], wayOut: string): number {
  const cells = shape.reduce((product, length) => product * length, 1);
  if (cells <= MAX_CELLS) return cells;
  const size = ((4 * cells) / 2 ** 30).toFixed(1);
  throw new RangeError(
    `${owner}: a dense result of shape [${shape.join(', ')}] takes ${size} GiB, at most 4 GiB are made. ${wayOut}`,
  );
}
