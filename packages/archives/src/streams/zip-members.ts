import { ArchiveError } from '../archive-error.ts';
import { crc32 } from '../crc32.ts';
import { findDirectory, readDirectory, TAIL_BYTES } from '../zip-directory.ts';
import { checkMethod, isContent, LOCAL_HEADER, LOCAL_HEADER_BYTES, memberBytes } from '../zip-format.ts';
import { decompress } from './decompress.ts';

/** A file in a zip archive. */
export interface ZipFile {
  readonly name: string;
  /** Its bytes, as the archive says; reading stops with an error where there are more. */
  readonly size: number;
  /** Unpacks it; size and CRC-32 are compared with what the archive says. */
  open(): AsyncIterable<Uint8Array>;
}

/**
 * The files of a zip archive that is in memory, in the order of its directory. Folders and what macOS adds are left out.
 *
 * @throws ArchiveError when the archive is damaged or encrypted
 */
export function zipMembers(archive: Uint8Array): ZipFile[] {
  const damaged = (reason: string): ArchiveError =>
    new ArchiveError(`the zip archive is truncated or damaged (${reason}).`);
  const tail = archive.subarray(Math.max(0, archive.length - TAIL_BYTES));
  const { count, offset, length } = findDirectory(tail, archive.length, damaged);
  const members = readDirectory(archive.subarray(offset, offset + length), count, damaged);
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  return members
    .filter(({ name }) => isContent(name))
    .map((member) => ({
      name: member.name,
      size: member.bytes,
      open() {
        checkMethod(member.name, member.method);
        const at = member.offset;
        if (at + LOCAL_HEADER_BYTES > archive.length || view.getUint32(at, true) !== LOCAL_HEADER) {
          throw damaged('no header where the directory says');
        }
        const start = at + LOCAL_HEADER_BYTES + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
        const packed = archive.subarray(start, start + member.packedBytes);
        return memberBytes(only(packed), member, (bytes) => decompress(bytes, 'deflate-raw'), crc32);
      },
    }));
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
