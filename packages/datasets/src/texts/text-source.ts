import { DatasetError, unpackedLimit } from '@seqloom/archives';
import { decompress, joinBytes, streamChunks } from '@seqloom/archives/streams';
import { WAYS_OUT } from './text-table.ts';

/** Where labelled texts come from: a `File` of a page, `response.body`, bytes, or the text of a file itself. */
export type TextSource =
  | string
  | Uint8Array
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>;

const DEFAULT_MAX_BYTES = 2 ** 30;

/** Where `ustar` stands in the header of a tar archive. */
const USTAR = 257;

/** A file as it was given, unpacked by one layer of gzip. */
export interface OpenedSource {
  readonly kind: 'zip' | 'tar' | 'plain';
  readonly chunks: AsyncIterable<Uint8Array>;
  /** How many bytes may be read from it. */
  readonly limit: number;
}

/**
 * Opens a source. Its first bytes decide what it is, not its name.
 *
 * @throws DatasetError when packed data are damaged, and, while the chunks are read, when they are more than allowed
 */
export async function openSource(
  file: string,
  source: Exclude<TextSource, string>,
  maxBytes: number | undefined,
): Promise<OpenedSource> {
  const counter = { bytes: 0 };
  const raw = await peek(counted(chunksOf(source), counter), 4);
  const magic = raw.head;
  const limit = maxBytes ?? DEFAULT_MAX_BYTES;
  if (magic[0] === 0x50 && magic[1] === 0x4b && (magic[2] ?? 0) <= 8) {
    return { kind: 'zip', chunks: within(file, raw.chunks, () => limit), limit };
  }
  const isGzip = magic[0] === 0x1f && magic[1] === 0x8b;
  const unpacked = isGzip
    ? await peek(decompress(raw.chunks, 'gzip'), USTAR + 5)
    : await peek(raw.chunks, USTAR + 5);
  const kind = String.fromCharCode(...unpacked.head.subarray(USTAR)) === 'ustar' ? 'tar' : 'plain';
  const chunks = isGzip
    ? within(file, unpacked.chunks, () => archiveLimit(counter.bytes, maxBytes))
    : within(file, unpacked.chunks, () => limit);
  return { kind, chunks, limit };
}

/** The limit of an archive's contents. */
export function archiveLimit(packed: number, maxBytes: number | undefined): number {
  return maxBytes ?? Math.min(DEFAULT_MAX_BYTES, unpackedLimit(packed));
}

/** All bytes of a source. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk.slice()); // a stream may use its buffer again
  return joinBytes(pieces);
}

async function* chunksOf(source: Exclude<TextSource, string>): AsyncGenerator<Uint8Array> {
  if (source instanceof Uint8Array) yield source;
  else if (source instanceof Blob) yield* streamChunks(source.stream());
  else if ('getReader' in source) yield* streamChunks(source);
  else yield* source;
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  counter: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    counter.bytes += chunk.length;
    yield chunk;
  }
}

async function* within(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  limit: () => number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limit()) {
      throw new DatasetError(file, `there are more than ${limit()} bytes in it.`, {
        wayOut: WAYS_OUT.maxBytes,
      });
    }
    yield chunk;
  }
}

/** The first bytes of chunks, and all chunks. */
async function peek(
  chunks: AsyncIterable<Uint8Array>,
  count: number,
): Promise<{ readonly head: Uint8Array; readonly chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let bytes = 0;
  while (bytes < count) {
    const { done, value } = await iterator.next();
    if (done) break;
    if (value.length === 0) continue;
    seen.push(value.slice());
    bytes += value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* seen;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  const head = seen.length === 0 ? new Uint8Array(0) : joinBytes(seen).subarray(0, count);
  return { head, chunks: all() };
}
