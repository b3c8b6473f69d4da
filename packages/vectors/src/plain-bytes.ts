import { ArchiveError, ByteWindow, decompress, streamChunks, zipMember } from '@seqloom/archives/streams';
import { formatValue } from '@seqloom/options';
import { VectorFormatError } from './vector-format-error.ts';

/** Bytes of a file, all at once or in chunks: a Node stream, the body of a response, an array of chunks. */
export type ByteSource =
  | Uint8Array
  | Iterable<Uint8Array>
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>;

/** Larger pieces of the source are cut, so that the window stays small. */
const PIECE_BYTES = 1 << 16;

/** @throws TypeError for a source without bytes, such as a path, a response or an ArrayBuffer */
export function checkSource(owner: string, source: unknown): void {
  if (typeof source === 'object' && source !== null) {
    if (Symbol.iterator in source || Symbol.asyncIterator in source) return;
    if (source instanceof ReadableStream) return;
  }
  throw new TypeError(
    `${owner}: source must be bytes, chunks of bytes or a stream, got ${formatValue(source)}. Open a file with createReadStream of node:fs, or take the body of a response.`,
  );
}

/** The bytes of a source in small pieces. Unpacks gzip and zip, which it detects by their first bytes. */
export async function* plainBytes(source: ByteSource, member?: string): AsyncGenerator<Uint8Array> {
  const chunks = pieces(source)[Symbol.asyncIterator]();
  const head = new ByteWindow();
  let ended = false;
  while (head.length < 4 && !ended) {
    const next = await chunks.next();
    if (next.done) ended = true;
    else head.append(next.value);
  }
  const [a, b, c, d] = head.bytes.subarray(0, head.length);
  const rest = resumed(head.bytes.subarray(0, head.length), chunks);
  try {
    if (a === 0x1f && b === 0x8b) yield* decompress(rest, 'gzip');
    else if (a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04) yield* zipMember(rest, member);
    else yield* rest;
  } catch (error) {
    if (error instanceof ArchiveError)
      throw new VectorFormatError(error.message, undefined, { cause: error.cause ?? error });
    throw error;
  }
}

async function* resumed(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function* pieces(source: ByteSource): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunksOf(source)) {
    if (!(chunk instanceof Uint8Array)) {
      throw new TypeError(
        `readWordVectors: a chunk of source must be a Uint8Array, got ${formatValue(chunk)}. Give bytes: open a stream without an encoding.`,
      );
    }
    for (let start = 0; start < chunk.length; start += PIECE_BYTES)
      yield chunk.subarray(start, start + PIECE_BYTES);
  }
}

function chunksOf(source: ByteSource): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (source instanceof Uint8Array) return [source];
  return source instanceof ReadableStream ? streamChunks(source) : source;
}
