import {
  count,
  formatValue,
  nullable,
  type OptionRules,
  optional,
  parseJSON,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { Tokenizer } from './tokenizer.ts';
import { DEFAULT_FILTERS } from './word-sequence.ts';

const OWNER = 'tokenizerFromWordIndex';

/** The words of the marks. A text has no such words, because the filters take their brackets away. */
const START = '<start>';
const UNKNOWN = '<unk>';

/** Options of {@link tokenizerFromWordIndex}: those of `load_data` of `keras.datasets.imdb` and `reuters`. */
export interface WordIndexOptions {
  /** The id that begins every sequence; it gets the word `<start>`. Default 1; `null` for none. */
  readonly startChar?: number | null;
  /** The id in place of unknown words and of those that `numWords` leaves out. Default 2; with `null` they are dropped. */
  readonly oovChar?: number | null;
  /** Added to every number of the index. Default 3. */
  readonly indexFrom?: number;
  /** Ids from here on become `oovChar`. Default: all words are kept. */
  readonly numWords?: number | undefined;
}

const RULES: OptionRules<WordIndexOptions> = {
  startChar: nullable(count(), 1),
  oovChar: nullable(positiveInteger(), 2),
  indexFrom: count(3),
  numWords: optional(positiveInteger()),
};

/**
 * A Tokenizer with the words of an index such as Keras' `imdb_word_index.json`, which gives the ids of `imdb.load_data`, so that a model
 * that was trained on these takes new texts. A list of tokens can begin with the mark, `<start>`.
 *
 * @param wordIndex the text of the file, or numbers from 1 by word
 * @throws TypeError when it is not an object of whole numbers from 1 on; RangeError when a word and a mark have the same id
 *
 * **Source**: `keras.datasets.imdb.load_data` and `get_word_index` of Keras 3. Unknown words become `oovChar`; Keras' data have none.
 *
 * @example
 * ```ts
 * const tokenizer = tokenizerFromWordIndex(await readFile('imdb_word_index.json', 'utf8'), { numWords: 10_000 });
 * const ids = tokenizer.textsToSequences([['<start>', ...textToWordSequence('A great film!')]]); // [[1, 6, 87, 22]]
 * ```
 */
export function tokenizerFromWordIndex(
  wordIndex: string | ReadonlyMap<string, number>,
  options: WordIndexOptions = {},
): Tokenizer {
  const { startChar, oovChar, indexFrom, numWords } = resolveOptions(OWNER, options, RULES);
  const entries = typeof wordIndex === 'string' ? parseIndex(wordIndex) : checkedEntries(wordIndex);
  const ids = entries.map(([word, number]): [string, number] => [word, number + indexFrom]);
  for (const [word, id] of ids) {
    if (id !== startChar && id !== oovChar) continue;
    throw new RangeError(
      `${OWNER}: with indexFrom ${indexFrom}, ${formatValue(word)} has id ${id}, that of a mark. Increase indexFrom.`,
    );
  }
  if (startChar !== null) ids.unshift([START, startChar]);
  const none = ids.map(() => 0);
  return Tokenizer.fromJSON({
    className: Tokenizer.className,
    config: {
      filters: DEFAULT_FILTERS,
      lower: true,
      split: ' ',
      charLevel: false,
      hasAnalyzer: false,
      numWords: numWords ?? null,
      oovToken: oovChar === null ? null : UNKNOWN,
      oovIndex: oovChar,
      documentCount: 0,
      words: ids.map(([word]) => word),
      counts: none,
      docs: none,
      indices: ids.map(([, id]) => id),
      indexDocs: [],
    },
  });
}

function parseIndex(text: string): [string, number][] {
  let index: unknown;
  try {
    index = parseJSON(text);
  } catch (cause) {
    throw new TypeError(`${OWNER}: wordIndex must be a JSON text, got ${formatValue(text)}.`, { cause });
  }
  if (typeof index === 'object' && index !== null && !Array.isArray(index))
    return checkedEntries(Object.entries(index));
  throw new TypeError(`${OWNER}: wordIndex must be an object of numbers, got ${formatValue(index)}.`);
}

function checkedEntries(entries: Iterable<readonly [string, unknown]>): [string, number][] {
  return Array.from(entries, ([word, number]) => {
    if (Number.isSafeInteger(number) && (number as number) > 0) return [word, number as number];
    throw new TypeError(
      `${OWNER}: the number of ${formatValue(word)} must be a positive integer, got ${formatValue(number)}.`,
    );
  });
}
