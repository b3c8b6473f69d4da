import { inflateBytes } from '@seqloom/archives/streams';
import { damaged, type FileBytes, unsupported } from './file-bytes.ts';

const DEFLATE = 1;
const SHUFFLE = 2;
/** Names of filters that others have registered have numbers from here on. */
const FIRST_NAMED = 256;

/** Bytes of a zlib stream before and behind its data: two of a header, a checksum. */
const ZLIB_HEADER = 2;
const ZLIB_CHECKSUM = 4;

/**
 * The filters that chunks went through when they were written, in that order.
 *
 * @throws KerasFileError for one that is not known here
 *
 * **Source**: HDF5 File Format Specification 3.0, IV.A.2.l.
 */
export function readFilters(bytes: FileBytes, start: number): readonly number[] {
  const version = bytes.u8(start);
  const count = bytes.u8(start + 1);
  if (version !== 1 && version !== 2) throw unsupported(`filters of version ${version}`);
  let at = start + (version === 1 ? 8 : 2);
  return Array.from({ length: count }, () => {
    const filter = bytes.u16(at);
    if (filter !== DEFLATE && filter !== SHUFFLE) throw unsupported(`data packed by the filter ${filter}`);
    const hasName = version === 1 || filter >= FIRST_NAMED;
    const nameBytes = hasName ? 8 * Math.ceil(bytes.u16(at + 2) / 8) : 0;
    const values = bytes.u16(at + (hasName ? 6 : 4));
    const padding = version === 1 && values % 2 === 1 ? 4 : 0;
    at += (hasName ? 8 : 6) + nameBytes + 4 * values + padding;
    return filter;
  });
}

/**
 * A chunk as it was before the filters.
 *
 * @param skipped a bit for each filter that the chunk did not go through
 * @param size of the chunk, which it must have then
 * @param width bytes of an element
 * @throws KerasFileError where it is damaged or of another size
 */
export async function unfiltered(
  packed: Uint8Array,
  filters: readonly number[],
  skipped: number,
  size: number,
  width: number,
): Promise<Uint8Array> {
  let content = packed;
  for (const [i, filter] of [...filters.entries()].reverse()) {
    if (skipped & (1 << i)) continue;
    content = filter === DEFLATE ? await inflated(content, size) : unshuffled(content, width);
  }
  if (content.length !== size) throw damaged(`a chunk has ${content.length} bytes for ${size}`);
  return content;
}

function inflated(packed: Uint8Array, most: number): Promise<Uint8Array> {
  if (packed.length < ZLIB_HEADER + ZLIB_CHECKSUM || (packed[0]! & 15) !== 8 || packed[1]! & 0x20) {
    throw damaged('a chunk is no zlib stream');
  }
  return inflateBytes(packed.subarray(ZLIB_HEADER, packed.length - ZLIB_CHECKSUM), most);
}

/** Elements whose first bytes came first, then their second ones, and so on. */
function unshuffled(content: Uint8Array, width: number): Uint8Array {
  const count = Math.floor(content.length / width);
  const result = new Uint8Array(content); // a copy; bytes behind the last whole element stay
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < count; i++) result[i * width + byte] = content[byte * count + i]!;
  }
  return result;
}
