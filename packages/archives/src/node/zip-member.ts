import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { DatasetError } from '../dataset-error.ts';
import { inflate } from '../streams/inflate.node.ts';
import { findDirectory, type PlacedMember, readDirectory, TAIL_BYTES } from '../zip-directory.ts';
import { checkMethod, isContent, LOCAL_HEADER, LOCAL_HEADER_BYTES, memberBytes } from '../zip-format.ts';

/** The archive is whole, but holds several files that could be the one. */
export class SeveralMembersError extends DatasetError {}

/**
 * Streams the one file of a zip archive whose name ends as asked, as published data sets are packed. Folders and
 * what macOS adds (`__MACOSX/._jena_climate_2009_2016.csv`) are passed over. Length and CRC-32 are checked at the
 * end; nothing is written to disk.
 *
 * @throws DatasetError when the archive is damaged, encrypted, larger than 4 GB, or holds no such file or several.
 */
export async function* readZipMember(path: string, ending: string): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  let member: PlacedMember;
  let start: number;
  try {
    const members = (await membersOf(file, path)).filter(
      ({ name }) => isContent(name) && name.toLowerCase().endsWith(ending),
    );
    const expected = `expected one file *${ending} in the zip archive, found`;
    if (members.length > 1) {
      const found = members
        .slice(0, 5)
        .map(({ name }) => name)
        .concat(members.length > 5 ? [`${members.length - 5} more`] : [])
        .join(', ');
      throw new SeveralMembersError(path, `${expected} ${found}. Unpack the one you want.`);
    }
    if (!members[0]) throw new DatasetError(path, `${expected} none. Give another archive.`);
    member = members[0];
    const header = await readAt(file, path, member.offset, LOCAL_HEADER_BYTES);
    if (header.readUInt32LE(0) !== LOCAL_HEADER) throw damaged(path, 'no header where the directory says');
    start = member.offset + LOCAL_HEADER_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
  refusing(path, () => checkMethod(member.name, member.method));
  if (member.packedBytes === 0) {
    if (member.bytes !== 0) throw damaged(path, `${member.name} has no bytes`);
    return; // a stream cannot be asked for no bytes
  }
  const packed = createReadStream(path, {
    start,
    end: start + member.packedBytes - 1,
    highWaterMark: 1 << 18,
  });
  try {
    // zlib's CRC-32 takes a tenth of the time of the one for all platforms.
    yield* memberBytes(packed, member, (bytes) => inflate(bytes, 'deflate-raw'), crc32);
  } catch (cause) {
    throw damaged(path, cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause));
  } finally {
    packed.destroy();
  }
}

/** Runs a check whose error does not know the file. */
function refusing<T>(path: string, check: () => T): T {
  try {
    return check();
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(path, (cause as Error).message, { cause });
  }
}

function damaged(path: string, reason: string): DatasetError {
  return new DatasetError(path, `the zip archive is truncated or damaged (${reason}). Fetch it again.`);
}

async function readAt(file: FileHandle, path: string, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw damaged(path, 'it ends too early');
  return buffer;
}

/** The list at the end of the archive. */
async function membersOf(file: FileHandle, path: string): Promise<PlacedMember[]> {
  const { size } = await file.stat();
  const refused = (reason: string): DatasetError => damaged(path, reason);
  const tail = await readAt(file, path, Math.max(0, size - TAIL_BYTES), Math.min(size, TAIL_BYTES));
  const { count, offset, length } = findDirectory(tail, size, refused);
  const directory = await readAt(file, path, offset, length);
  return refusing(path, () => readDirectory(directory, count, refused));
}
