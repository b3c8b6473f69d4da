import { inflateWhole } from '#inflate';
import { ArchiveError } from '../archive-error.ts';

/**
 * Unpacks a small piece of deflated data, without a header, with what the platform has built in.
 *
 * @param most the bytes that it may unpack to
 * @throws ArchiveError when the data are damaged, cut off, or larger
 */
export async function inflateBytes(packed: Uint8Array, most: number): Promise<Uint8Array> {
  try {
    return await inflateWhole(packed, most);
  } catch (cause) {
    throw new ArchiveError(`the deflated data are damaged, or more than ${most} bytes.`, { cause });
  }
}
