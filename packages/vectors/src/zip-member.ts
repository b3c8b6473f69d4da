import { formatValue } from '@seqloom/options';
import { ByteWindow } from './byte-window.ts';
import { crc32 } from './crc32.ts';
import { decompress } from './decompress.ts';
import { VectorFormatError } from './vector-format-error.ts';

const LOCAL_HEADER = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;
const ZIP64 = 0xffffffff;
const ENCRYPTED = 1;
const SIZES_FOLLOW = 8;
const STORED = 0;
const DEFLATED = 8;

interface Member {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
}

const utf8 = new TextDecoder();

/**
 * The bytes of one member of a zip archive, read from front to back; nothing else of the archive is kept or unpacked.
 * Size and CRC-32 are compared with what the archive says.
 *
 * @param name the member; by default the first that is neither a folder nor a hidden file
 */
export async function* zipMember(
  source: AsyncIterable<Uint8Array>,
  name?: string,
): AsyncGenerator<Uint8Array> {
  const archive = new Archive(source);
  try {
    const others: string[] = [];
    for (;;) {
      const member = await archive.nextMember();
      if (member === undefined) {
        const list = others.map((other) => JSON.stringify(other)).join(', ');
        const wanted = name === undefined ? 'file of vectors' : `member ${JSON.stringify(name)}`;
        throw new VectorFormatError(`the archive has no ${wanted}; it begins with ${list || 'none'}.`);
      }
      if (name === undefined ? mayHoldVectors(member.name) : member.name === name) {
        yield* checked(unpacked(archive, member), member);
        return;
      }
      if (others.length < 10) others.push(member.name.slice(0, 100));
      for await (const _ of archive.take(member.packedBytes));
    }
  } finally {
    await archive.close();
  }
}

/** Not so: folders, hidden files, and what macOS adds about files, which comes first in some archives. */
function mayHoldVectors(name: string): boolean {
  return !/\/$|^__MACOSX\/|(^|\/)\.[^/]*$/.test(name);
}

function unpacked(archive: Archive, member: Member): AsyncIterable<Uint8Array> {
  const packed = archive.take(member.packedBytes);
  return member.method === STORED ? packed : decompress(packed, 'deflate-raw');
}

async function* checked(chunks: AsyncIterable<Uint8Array>, member: Member): AsyncGenerator<Uint8Array> {
  const thing = `member ${formatValue(member.name)}`;
  let size = 0;
  let crc = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > member.bytes)
      throw new VectorFormatError(`${thing} is larger than the ${member.bytes} bytes that the archive says.`);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size < member.bytes)
    throw new VectorFormatError(`${thing} has ${size} bytes, the archive says ${member.bytes}.`);
  if (crc !== member.crc)
    throw new VectorFormatError(`${thing} is damaged: its CRC-32 is not the archive's.`);
}

/** A zip archive as a stream of local headers and data. */
class Archive {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #window = new ByteWindow();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** The next local header, `undefined` where the archive's directory begins. */
  async nextMember(): Promise<Member | undefined> {
    if (!(await this.#have(LOCAL_HEADER_BYTES)) || this.#view().getUint32(0, true) !== LOCAL_HEADER)
      return undefined;
    let view = this.#view();
    const flags = view.getUint16(6, true);
    const method = view.getUint16(8, true);
    const crc = view.getUint32(14, true);
    const nameBytes = view.getUint16(26, true);
    const extraBytes = view.getUint16(28, true);
    const headerBytes = LOCAL_HEADER_BYTES + nameBytes + extraBytes;
    if (!(await this.#have(headerBytes))) throw new VectorFormatError('the archive is cut off.');
    view = this.#view();
    const name = utf8.decode(new Uint8Array(view.buffer, view.byteOffset + LOCAL_HEADER_BYTES, nameBytes));
    const thing = `member ${formatValue(name)}`;
    if (flags & ENCRYPTED) throw new VectorFormatError(`${thing} is encrypted.`);
    if (flags & SIZES_FOLLOW) {
      throw new VectorFormatError(`${thing} does not say its size in front. Unpack the archive first.`);
    }
    if (method !== STORED && method !== DEFLATED) {
      throw new VectorFormatError(
        `${thing} is packed by method ${method}, expected 8 (deflate). Unpack it first.`,
      );
    }
    const [bytes, packedBytes] = sizes(view, LOCAL_HEADER_BYTES + nameBytes, extraBytes);
    this.#window.start += headerBytes;
    return { name, method, crc, bytes, packedBytes };
  }

  async *take(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      if (!(await this.#have(1))) throw new VectorFormatError('the archive is cut off.');
      const { bytes, start, end } = this.#window;
      const taken = Math.min(left, end - start);
      this.#window.start += taken;
      left -= taken;
      yield bytes.slice(start, start + taken);
    }
  }

  #view(): DataView {
    const { bytes, start, length } = this.#window;
    return new DataView(bytes.buffer, bytes.byteOffset + start, length);
  }

  async #have(count: number): Promise<boolean> {
    while (this.#window.length < count) {
      const { done, value } = await this.#chunks.next();
      if (done) return false;
      this.#window.append(value);
    }
    return true;
  }
}

/** Unpacked and packed size, from the extra field of zip64 where the header has no room for them. */
function sizes(view: DataView, extraStart: number, extraBytes: number): [bytes: number, packedBytes: number] {
  const packedBytes = view.getUint32(18, true);
  const bytes = view.getUint32(22, true);
  if (bytes !== ZIP64 && packedBytes !== ZIP64) return [bytes, packedBytes];
  for (let at = extraStart; at + 20 <= extraStart + extraBytes; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) === 1) {
      return [Number(view.getBigUint64(at + 4, true)), Number(view.getBigUint64(at + 12, true))];
    }
  }
  throw new VectorFormatError('the archive lacks the sizes of a large member.');
}
