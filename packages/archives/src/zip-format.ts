import { formatValue } from '@seqloom/options';
import { ArchiveError } from './archive-error.ts';

export const LOCAL_HEADER = 0x04034b50;
export const LOCAL_HEADER_BYTES = 30;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

/** What the headers of an archive say about a file in it. */
export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
}

/** Whether a member is a file that somebody packed, not a folder or what macOS notes about a file. */
export function isContent(name: string): boolean {
  const parts = name.split('/');
  return !name.endsWith('/') && parts[0] !== '__MACOSX' && !parts.at(-1)!.startsWith('._');
}

/** @throws ArchiveError for a member that is encrypted */
export function checkEncryption(name: string, flags: number): void {
  if (flags & ENCRYPTED) throw new ArchiveError(`member ${formatValue(name)} is encrypted. Unpack it first.`);
}

/** @throws ArchiveError for a member that is packed with another method than deflate or none */
export function checkMethod(name: string, method: number): void {
  if (method === STORED || method === DEFLATED) return;
  throw new ArchiveError(
    `member ${formatValue(name)} is packed by method ${method}, expected 8 (deflate). Unpack it first.`,
  );
}

/**
 * The bytes of a member. Their number is compared with what the headers say as they come, so that a member which
 * unpacks to more stops there, and their CRC-32 at the end.
 *
 * @param packed the bytes of the member in the archive
 * @param crc32 `(bytes, before) → CRC-32`
 * @throws ArchiveError when size or CRC-32 differ
 */
export async function* memberBytes(
  packed: AsyncIterable<Uint8Array>,
  member: ZipMember,
  inflate: (packed: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
  crc32: (bytes: Uint8Array, before: number) => number,
): AsyncGenerator<Uint8Array> {
  const thing = `member ${formatValue(member.name)}`;
  let size = 0;
  let crc = 0;
  for await (const chunk of member.method === STORED ? packed : inflate(packed)) {
    size += chunk.length;
    if (size > member.bytes)
      throw new ArchiveError(`${thing} is larger than the ${member.bytes} bytes that the archive says.`);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size < member.bytes)
    throw new ArchiveError(`${thing} has ${size} bytes, the archive says ${member.bytes}.`);
  if (crc !== member.crc) throw new ArchiveError(`${thing} is damaged: its CRC-32 is not the archive's.`);
}
