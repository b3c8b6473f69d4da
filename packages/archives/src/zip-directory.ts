import { checkEncryption, type ZipMember } from './zip-format.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_BYTES = 22;
/** The record at the end lies before a comment of up to 64 KB. */
export const TAIL_BYTES = 65_557;

/** A member and where its local header lies. */
export interface PlacedMember extends ZipMember {
  readonly offset: number;
}

/** Where the directory of an archive lies. */
export interface DirectoryPlace {
  readonly count: number;
  readonly offset: number;
  readonly length: number;
}

/** Makes the error for an archive that is not whole. */
type Damaged = (reason: string) => Error;

const utf8 = new TextDecoder();

/**
 * Finds the directory of a zip archive.
 *
 * @param tail its last `TAIL_BYTES` bytes, or all of it
 * @param size the bytes of the archive
 */
export function findDirectory(tail: Uint8Array, size: number, damaged: Damaged): DirectoryPlace {
  const view = viewOf(tail);
  let at = tail.length - END_BYTES;
  while (at >= 0 && view.getUint32(at, true) !== END_OF_DIRECTORY) at--;
  if (at < 0) throw damaged('it has no directory');
  const count = view.getUint16(at + 10, true);
  const [length, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
  if (offset === 0xffffffff || offset + length > size) throw damaged('its directory lies outside the file');
  return { count, offset, length };
}

/**
 * The members that a directory lists.
 *
 * @throws ArchiveError for a member that is encrypted
 */
export function readDirectory(directory: Uint8Array, count: number, damaged: Damaged): PlacedMember[] {
  const view = viewOf(directory);
  const members: PlacedMember[] = [];
  for (let i = 0, entry = 0; i < count; i++) {
    if (entry + 46 > directory.length || view.getUint32(entry, true) !== DIRECTORY_ENTRY) {
      throw damaged('its directory is broken');
    }
    const nameEnd = entry + 46 + view.getUint16(entry + 28, true);
    const name = utf8.decode(directory.subarray(entry + 46, nameEnd));
    checkEncryption(name, view.getUint16(entry + 8, true));
    members.push({
      name,
      method: view.getUint16(entry + 10, true),
      crc: view.getUint32(entry + 16, true),
      packedBytes: view.getUint32(entry + 20, true),
      bytes: view.getUint32(entry + 24, true),
      offset: view.getUint32(entry + 42, true),
    });
    entry = nameEnd + view.getUint16(entry + 30, true) + view.getUint16(entry + 32, true);
  }
  return members;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
