import type { NdArray } from './batch.ts';

/**
 * Makes the input array of a batch from rows of a list.
 *
 * @param owner the function that messages name
 * @throws TypeError without a transform; the reader throws RangeError when it makes another number of rows
 */
export function listReader<Row>(
  owner: string,
  list: readonly Row[],
  transform?: (rows: readonly Row[]) => NdArray,
): (rows: Uint32Array) => NdArray {
  if (!transform) {
    throw new TypeError(
      `${owner}: inputs is a list of rows. Give \`transform\` to make an array of a batch of them.`,
    );
  }
  return (rows) => {
    const made = transform(Array.from(rows, (row) => list[row]!));
    if (made.shape[0] !== rows.length) {
      throw new RangeError(
        `${owner}: transform made an array of shape [${made.shape}] from ${rows.length} rows. Axis 0 must count the rows.`,
      );
    }
    return made;
  };
}
