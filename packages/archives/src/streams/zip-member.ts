import { formatValue } from '@seqloom/options';
import { ArchiveError } from '../archive-error.ts';
import { crc32 } from '../crc32.ts';
import {
  checkEncryption,
  checkMethod,
  isContent,
  LOCAL_HEADER,
  LOCAL_HEADER_BYTES,
  memberBytes,
  type ZipMember,
} from '../zip-format.ts';
import { ByteWindow } from './byte-window.ts';
import { decompress } from './decompress.ts';

const ZIP64 = 0xffffffff;
const SIZES_FOLLOW = 8;

const utf8 = new TextDecoder();

/**
 * The bytes of one member of a zip archive, read from front to back; nothing else of the archive is kept or unpacked.
 * Size and CRC-32 are compared with what the archive says.
 *
 * @param name the member; by default the first that is neither a folder nor a hidden file
 * @throws ArchiveError when the archive is damaged, cut off or encrypted, lacks the member, or packs it in another way
 *   than deflate; errors of the source pass through
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
        const wanted = name === undefined ? 'file' : `member ${JSON.stringify(name)}`;
        throw new ArchiveError(`the archive has no ${wanted}; it begins with ${list || 'none'}.`);
      }
      if (name === undefined ? isVisible(member.name) : member.name === name) {
        yield* memberBytes(archive.take(member.packedBytes), member, inflateRaw, crc32);
        return;
      }
      if (others.length < 10) others.push(member.name.slice(0, 100));
      for await (const _ of archive.take(member.packedBytes));
    }
  } finally {
    await archive.close();
  }
}

/** Folders, hidden files and what macOS adds about files, which comes first in some archives, are passed over. */
function isVisible(name: string): boolean {
  return isContent(name) && !/(^|\/)\.[^/]*$/.test(name);
}

function inflateRaw(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return decompress(packed, 'deflate-raw');
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
  async nextMember(): Promise<ZipMember | undefined> {
    if (!(await this.#have(LOCAL_HEADER_BYTES)) || this.#view().getUint32(0, true) !== LOCAL_HEADER)
      return undefined;
    let view = this.#view();
    const flags = view.getUint16(6, true);
    const method = view.getUint16(8, true);
    const crc = view.getUint32(14, true);
    const nameBytes = view.getUint16(26, true);
    const extraBytes = view.getUint16(28, true);
    const headerBytes = LOCAL_HEADER_BYTES + nameBytes + extraBytes;
    if (!(await this.#have(headerBytes))) throw new ArchiveError('the archive is cut off.');
    view = this.#view();
    const name = utf8.decode(new Uint8Array(view.buffer, view.byteOffset + LOCAL_HEADER_BYTES, nameBytes));
    checkEncryption(name, flags);
    if (flags & SIZES_FOLLOW) {
      throw new ArchiveError(
        `member ${formatValue(name)} does not say its size in front. Unpack the archive first.`,
      );
    }
    checkMethod(name, method);
    const [bytes, packedBytes] = sizes(view, LOCAL_HEADER_BYTES + nameBytes, extraBytes);
    this.#window.start += headerBytes;
    return { name, method, crc, bytes, packedBytes };
  }

  async *take(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0; ) {
      if (!(await this.#have(1))) throw new ArchiveError('the archive is cut off.');
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
  throw new ArchiveError('the archive lacks the sizes of a large member.');
}
