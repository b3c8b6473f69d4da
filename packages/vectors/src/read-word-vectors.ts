import { ByteWindow } from './byte-window.ts';
import { decompress } from './decompress.ts';
import { detectFormat, type VectorFormat } from './detect-format.ts';
import type { VectorStorage } from './row-collector.ts';
import { type RowParser, RowReader, type SkippedRow } from './row-reader.ts';
import { streamChunks } from './stream-chunks.ts';
import type { WordVectors } from './word-vectors.ts';
import { zipMember } from './zip-member.ts';

/** Bytes of a file, all at once or in chunks: a Node stream, the body of a response, an array of chunks. */
export type ByteSource =
  | Uint8Array
  | Iterable<Uint8Array>
  | AsyncIterable<Uint8Array>
  | ReadableStream<Uint8Array>;

/** Options of `readWordVectors`. */
export interface ReadWordVectorsOptions {
  /** Read only so many rows of the file, counted before the filter. Files have the most frequent words first. Default: all. */
  readonly limit?: number;
  /** Keep only these words; reading ends when all are found. Default: all. */
  readonly words?: Iterable<string>;
  /** `int8` takes a quarter of the memory and changes a cosine in its third digit. Default `float32`. */
  readonly storage?: VectorStorage;
  /** Default: told from the beginning of the file. */
  readonly format?: VectorFormat;
  /** The member of a zip archive to read. Default: the first. */
  readonly member?: string;
  /**
   * What happens to rows with too few or too many numbers or with NaN, and to a number of rows other than the header's.
   * Default `refuse`. Of rows with the same word the first is kept in either case.
   */
  readonly badRows?: 'refuse' | 'skip';
  /** Called for each row that was skipped: bad ones, and later rows of the same word. */
  readonly onSkip?: (skipped: SkippedRow) => void;
}

/** Larger pieces of the source are cut, so that the window stays small. */
const PIECE_BYTES = 1 << 16;

/**
 * Reads word vectors: GloVe text, word2vec text or binary, fastText `.vec`; plain, gzipped or in a zip archive. Formats
 * are told from the first bytes. Memory: the result, plus half a megabyte, plus the words.
 *
 * Bytes of words that are not UTF-8 become U+FFFD. Rows that the filter drops are not checked.
 *
 * @throws VectorFormatError when the file is refused, with the row and the reason
 * @throws RangeError when `limit` is not a positive integer or `words` is empty
 *
 * @example
 * ```ts
 * const vectors = await readWordVectors(createReadStream('glove.6B.zip'), {
 *   member: 'glove.6B.100d.txt',
 *   words: ['king', 'queen', 'man', 'woman'],
 * });
 * vectors.vector('king'); // Float32Array(100)
 * ```
 */
export async function readWordVectors(
  source: ByteSource,
  options: ReadWordVectorsOptions = {},
): Promise<WordVectors> {
  const { limit = Number.POSITIVE_INFINITY, format } = options;
  if (limit !== Number.POSITIVE_INFINITY && (!Number.isInteger(limit) || limit < 1)) {
    throw new RangeError(`readWordVectors: limit must be a positive integer, got ${limit}.`);
  }
  const words = options.words && new Set(options.words);
  if (words?.size === 0) throw new RangeError('readWordVectors: words must not be empty.');
  const reader = new RowReader({
    limit,
    words,
    storage: options.storage ?? 'float32',
    badRows: options.badRows ?? 'refuse',
    onSkip: options.onSkip,
  });
  const window = new ByteWindow();
  let parser: RowParser | undefined;
  const parse = (last: boolean): void => {
    parser ??= detectFormat(window, last, reader, limit, format);
    parser?.consume(window, last);
  };
  for await (const piece of plainBytes(pieces(source), options.member)) {
    window.append(piece);
    parse(false);
    if (reader.done) break;
  }
  if (!reader.done) parse(true);
  return reader.collector.finish();
}

/** Unpacks gzip and zip, which their first bytes betray. */
async function* plainBytes(source: AsyncIterable<Uint8Array>, member?: string): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const head = new ByteWindow();
  let ended = false;
  while (head.length < 4 && !ended) {
    const next = await chunks.next();
    if (next.done) ended = true;
    else head.append(next.value);
  }
  const [a, b, c, d] = head.bytes.subarray(0, head.length);
  const rest = resumed(head.bytes.subarray(0, head.length), chunks);
  if (a === 0x1f && b === 0x8b) yield* decompress(rest, 'gzip');
  else if (a === 0x50 && b === 0x4b && c === 0x03 && d === 0x04) yield* zipMember(rest, member);
  else yield* rest;
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
    for (let start = 0; start < chunk.length; start += PIECE_BYTES)
      yield chunk.subarray(start, start + PIECE_BYTES);
  }
}

function chunksOf(source: ByteSource): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  if (source instanceof Uint8Array) return [source];
  return source instanceof ReadableStream ? streamChunks(source) : source;
}
