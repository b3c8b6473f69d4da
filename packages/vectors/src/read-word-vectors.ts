import { ByteWindow } from '@seqloom/archives/streams';
import {
  formatValue,
  functionOf,
  type OptionRules,
  oneOf,
  optional,
  positiveInteger,
  type Resolved,
  resolveOptions,
  rule,
  text,
} from '@seqloom/options';
import { bound } from './bound-rule.ts';
import { detectFormat, type VectorFormat } from './detect-format.ts';
import { type ByteSource, checkSource, plainBytes } from './plain-bytes.ts';
import type { VectorStorage } from './row-collector.ts';
import { type RowOptions, type RowParser, RowReader, type SkippedRow } from './row-reader.ts';
import { VectorFormatError } from './vector-format-error.ts';
import type { WordVectors } from './word-vectors.ts';

/** Options of `readWordVectors`. */
export interface ReadWordVectorsOptions {
  /** Name of the file in messages, for instance its path. Default `Word vectors`. */
  readonly name?: string | undefined;
  /** Number of rows to read, counted before the filter. Files have the most frequent words first. Default: all. */
  readonly limit?: number;
  /** Keep only these words; reading ends when all are found. Default: all. */
  readonly words?: Iterable<string> | undefined;
  /** `int8` takes a quarter of the memory and changes a cosine in its third digit. Default `float32`. */
  readonly storage?: VectorStorage;
  /** Default: detected from the beginning of the file. */
  readonly format?: VectorFormat | undefined;
  /** The member of a zip archive to read. Default: the first that is neither a folder nor a hidden file. */
  readonly member?: string | undefined;
  /** Numbers per word. Default: that of the header or, without a header, that of most of the first hundred lines. */
  readonly dimensions?: number | undefined;
  /**
   * Whether rows with NaN or with too few or too many numbers, and a number of rows other than the header's, are refused
   * or skipped. A file without any good row is refused. Default `refuse`. Of rows with the same word the first is kept.
   */
  readonly badRows?: 'refuse' | 'skip';
  /** Called for each row that was skipped: bad ones, and later rows of the same word. */
  readonly onSkip?: ((skipped: SkippedRow) => void) | undefined;
}

const OWNER = 'readWordVectors';
const RULES: OptionRules<ReadWordVectorsOptions> = {
  name: optional(text()),
  limit: bound(),
  words: optional(rule<Iterable<string>>(checkWordFilter)),
  storage: oneOf(['float32', 'int8'], 'float32'),
  format: optional(oneOf(['text', 'word2vec-binary'])),
  member: optional(text()),
  dimensions: optional(positiveInteger()),
  badRows: oneOf(['refuse', 'skip'], 'refuse'),
  onSkip: optional(functionOf<(skipped: SkippedRow) => void>()),
};

function checkWordFilter(owner: string, option: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) return;
  throw new TypeError(`${owner}: ${option} must be a list of words, got ${formatValue(value)}.`);
}

/**
 * Reads word vectors: GloVe text, word2vec text or binary, fastText `.vec`; plain, gzipped or in a zip archive. The format
 * is detected from the first bytes. Memory: the result, plus half a megabyte, plus the words.
 *
 * Bytes of words that are not UTF-8 become U+FFFD. Rows that the filter drops are not checked.
 *
 * @throws VectorFormatError when the file is refused, with the row and the reason
 * @throws RangeError when an option is out of range or `words` is empty
 * @throws TypeError for an option of the wrong type and for a source that is not bytes, for instance a path
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
  const resolved = resolveOptions(OWNER, options, RULES);
  const { name } = resolved;
  const words = resolved.words && new Set(resolved.words);
  if (words?.size === 0) throw new RangeError(`${OWNER}: words must not be empty.`);
  checkSource(OWNER, source);
  try {
    return await readRows(source, { ...resolved, words });
  } catch (error) {
    throw error instanceof VectorFormatError && name !== undefined ? error.of(name) : error;
  }
}

type ReadOptions = RowOptions & Pick<Resolved<ReadWordVectorsOptions>, 'format' | 'member' | 'dimensions'>;

async function readRows(source: ByteSource, options: ReadOptions): Promise<WordVectors> {
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
