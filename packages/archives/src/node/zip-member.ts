import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { DatasetError } from '../dataset-error.ts';
import { inflate } from '../streams/inflate.node.ts';
import {
  checkEncryption,
  checkMethod,
  isContent,
  LOCAL_HEADER,
  LOCAL_HEADER_BYTES,
  memberBytes,
  type ZipMember,
} from '../zip-format.ts';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** A member and where its local header lies. */
interface PlacedMember extends ZipMember {
  readonly offset: number;
}

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
    const members = (await readDirectory(file, path)).filter(
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
function refusing(path: string, check: () => void): void {
  try {
    check();
  } catch (cause) {
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

/** The list at the end of the archive. The record that points to it lies before a comment of up to 64 KB. */
async function readDirectory(file: FileHandle, path: string): Promise<PlacedMember[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, path, Math.max(0, size - 65_557), Math.min(size, 65_557));
  let at = tail.length - 22;
  while (at >= 0 && tail.readUInt32LE(at) !== END_OF_DIRECTORY) at--;
  if (at < 0) throw damaged(path, 'it has no directory');
  const count = tail.readUInt16LE(at + 10);
  const [length, offset] = [tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
  if (offset === 0xffffffff || offset + length > size)
    throw damaged(path, 'its directory lies outside the file');
  const directory = await readAt(file, path, offset, length);
  const members: PlacedMember[] = [];
  for (let i = 0, entry = 0; i < count; i++) {
    if (entry + 46 > length || directory.readUInt32LE(entry) !== DIRECTORY_ENTRY) {
      throw damaged(path, 'its directory is broken');
    }
    const nameEnd = entry + 46 + directory.readUInt16LE(entry + 28);
    const name = directory.toString('utf8', entry + 46, nameEnd);
    refusing(path, () => checkEncryption(name, directory.readUInt16LE(entry + 8)));
    members.push({
      name,
      method: directory.readUInt16LE(entry + 10),
      crc: directory.readUInt32LE(entry + 16),
      packedBytes: directory.readUInt32LE(entry + 20),
      bytes: directory.readUInt32LE(entry + 24),
      offset: directory.readUInt32LE(entry + 42),
    });
    entry = nameEnd + directory.readUInt16LE(entry + 30) + directory.readUInt16LE(entry + 32);
  }
  return members;
}
