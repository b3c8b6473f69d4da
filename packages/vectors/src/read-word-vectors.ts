import { ByteWindow } from '@seqloom/archives/streams';
import { checkFunction, checkOneOf, checkOptions, checkPositiveInteger, formatValue } from '@seqloom/options';
import { detectFormat, type VectorFormat } from './detect-format.ts';
import { type ByteSource, checkSource, plainBytes } from './plain-bytes.ts';
import type { VectorStorage } from './row-collector.ts';
import { type RowOptions, type RowParser, RowReader, type SkippedRow } from './row-reader.ts';
import { VectorFormatError } from './vector-format-error.ts';
import type { WordVectors } from './word-vectors.ts';

/** Options of `readWordVectors`. */
export interface ReadWordVectorsOptions {
  /** What messages call the file, its path for instance. Default `Word vectors`. */
  readonly name?: string;
  /** Read only so many rows of the file, counted before the filter. Files have the most frequent words first. Default: all. */
  readonly limit?: number;
  /** Keep only these words; reading ends when all are found. Default: all. */
  readonly words?: Iterable<string>;
  /** `int8` takes a quarter of the memory and changes a cosine in its third digit. Default `float32`. */
  readonly storage?: VectorStorage;
  /** Default: told from the beginning of the file. */
  readonly format?: VectorFormat;
  /** The member of a zip archive to read. Default: the first that is neither a folder nor a hidden file. */
  readonly member?: string;
  /** Numbers per word. Default: what the header says or, without a header, what fits most of the first hundred lines. */
  readonly dimensions?: number;
  /**
   * What happens to rows with too few or too many numbers or with NaN, and to a number of rows other than the header's.
   * A file of bad rows alone is refused. Default `refuse`. Of rows with the same word the first is kept in either case.
   */
  readonly badRows?: 'refuse' | 'skip';
  /** Called for each row that was skipped: bad ones, and later rows of the same word. */
  readonly onSkip?: (skipped: SkippedRow) => void;
}

const OWNER = 'readWordVectors';

/**
 * Reads word vectors: GloVe text, word2vec text or binary, fastText `.vec`; plain, gzipped or in a zip archive. Formats
 * are told from the first bytes. Memory: the result, plus half a megabyte, plus the words.
 *
 * Bytes of words that are not UTF-8 become U+FFFD. Rows that the filter drops are not checked.
 *
 * @throws VectorFormatError when the file is refused, with the row and the reason
 * @throws RangeError when an option is out of range or `words` is empty
 * @throws TypeError for a path or another source that gives no bytes
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
  const checked = checkReadOptions(options);
  checkSource(OWNER, source);
  try {
    return await readRows(source, checked);
  } catch (error) {
    throw error instanceof VectorFormatError && options.name !== undefined ? error.of(options.name) : error;
  }
}

/** The options with their defaults. */
interface CheckedOptions extends RowOptions {
  readonly format: VectorFormat | undefined;
  readonly member: string | undefined;
  readonly dimensions: number | undefined;
}

function checkReadOptions(options: ReadWordVectorsOptions): CheckedOptions {
  checkOptions(OWNER, options, {
    name: true,
    limit: true,
    words: true,
    storage: true,
    format: true,
    member: true,
    dimensions: true,
    badRows: true,
    onSkip: true,
  });
  const { limit = Number.POSITIVE_INFINITY, storage = 'float32', badRows = 'refuse' } = options;
  const { format, member, dimensions, onSkip } = options;
  if (limit !== Number.POSITIVE_INFINITY) checkPositiveInteger(OWNER, 'limit', limit);
  checkOneOf(OWNER, 'storage', storage, ['float32', 'int8']);
  checkOneOf(OWNER, 'badRows', badRows, ['refuse', 'skip']);
  if (dimensions !== undefined) checkPositiveInteger(OWNER, 'dimensions', dimensions);
  if (format !== undefined) checkOneOf(OWNER, 'format', format, ['text', 'word2vec-binary']);
  if (onSkip !== undefined) checkFunction(OWNER, 'onSkip', onSkip);
  if (typeof options.words === 'string') {
    throw new TypeError(`${OWNER}: words must be a list of words, got ${formatValue(options.words)}.`);
  }
  const words = options.words && new Set(options.words);
  if (words?.size === 0) throw new RangeError(`${OWNER}: words must not be empty.`);
  return { limit, words, storage, badRows, onSkip, format, member, dimensions };
}

async function readRows(source: ByteSource, options: CheckedOptions): Promise<WordVectors> {
  const { limit, format, member, dimensions } = options;
  const reader = new RowReader(options);
  const window = new ByteWindow();
  let parser: RowParser | undefined;
  const parse = (last: boolean): void => {
    parser ??= detectFormat(window, last, reader, limit, format, dimensions);
    parser?.consume(window, last);
  };
  for await (const piece of plainBytes(source, member)) {
    window.append(piece);
    parse(false);
    if (reader.done) break;
  }
  if (!reader.done) parse(true);
  reader.checkNotAllBad();
  return reader.collector.finish();
}
