import { firstNonFinite } from '@seqloom/arrays';
import { formatValue } from '@seqloom/options';
import { compareUtf8 } from './utf8.ts';
import { type OutputMode, type ResolvedVectorizerOptions, refuse } from './vectorizer-options.ts';
import { EMPTY, VectorizerReader } from './vectorizer-reader.ts';
import type { WordCounts } from './word-counts.ts';
import { WordTable } from './word-table.ts';

/** The token at index 0 with `'int'`: padding. */
const MASK_TOKEN = '';
/** Stands for every token that is not in the vocabulary. */
export const OOV_TOKEN = '[UNK]';

/** The vocabulary of a TextVectorizer: tokens by index, and their idf weights. */
export class VectorizerVocabulary {
  readonly #options: ResolvedVectorizerOptions<OutputMode>;
  readonly #reader: VectorizerReader;
  /** Tokens by index, without padding and unknown. */
  #table: WordTable = new WordTable();
  #idfWeights: Float32Array | undefined;
  /** What was counted and not ranked yet: that waits until the vocabulary is first asked for. */
  #counted: WordCounts | undefined;

  constructor(options: ResolvedVectorizerOptions<OutputMode>) {
    this.#options = options;
    this.#reader = new VectorizerReader(options);
  }

  get isEmpty(): boolean {
    return this.#ranked().size === 0;
  }

  /** Number of indices: the tokens, unknown and, with `'int'`, padding. */
  get size(): number {
    return this.#specialTokens.length + this.#ranked().size;
  }

  /** The inverse document frequency by index, with `'tfIdf'` once there are tokens. */
  get idfWeights(): Float32Array | undefined {
    this.#ranked();
    return this.#idfWeights;
  }

  tokens(specialTokens: boolean): string[] {
    const tokens = this.#ranked().words();
    return specialTokens ? [...this.#specialTokens, ...tokens] : tokens;
  }

  /** See `TextVectorizer.setVocabulary`. */
  set(vocabulary: readonly string[], idfWeights?: ArrayLike<number>): void {
    checkTokens(vocabulary);
    const special = this.#specialTokens;
    const found = special.every((token, i) => vocabulary[i] === token);
    const tokens = found ? vocabulary.slice(special.length) : vocabulary;
    if (vocabulary.length === 0) refuse('vocabulary', '[]', 'at least one token');
    for (const token of [MASK_TOKEN, OOV_TOKEN]) {
      const at = vocabulary.indexOf(token, found ? special.length : 0);
      if (at < 0) continue;
      const front = special.map((each) => `'${each}'`).join(', ');
      refuse('vocabulary', `'${token}' at ${at}`, `without special tokens or begin with ${front}`);
    }
    const { maxTokens = Number.POSITIVE_INFINITY, outputMode } = this.#options;
    if (tokens.length + special.length > maxTokens) {
      refuse('vocabulary', `${tokens.length} tokens`, `at most ${maxTokens - special.length} (maxTokens)`);
    }
    if ((outputMode === 'tfIdf') !== (idfWeights !== undefined)) {
      refuse(
        'idfWeights',
        idfWeights === undefined ? 'none' : 'some',
        "weights if and only if outputMode is 'tfIdf'",
      );
    }
    if (idfWeights !== undefined && idfWeights.length !== vocabulary.length) {
      refuse('idfWeights', `${idfWeights.length} weights`, `${vocabulary.length}, one for each token`);
    }
    if (idfWeights !== undefined) checkWeights(idfWeights);
    const table = new WordTable();
    for (const [i, token] of tokens.entries()) {
      if (table.internWord(token) !== i) {
        throw new RangeError(
          `TextVectorizer: vocabulary must hold every token once, got ${formatValue(token)} twice.`,
        );
      }
    }
    this.#table = table;
    this.#counted = undefined;
    if (idfWeights !== undefined) {
      this.#idfWeights = found
        ? Float32Array.from(idfWeights)
        : withMeanInFront(Float32Array.from(idfWeights));
    }
  }

  /** Counts the tokens of a text. */
  count(text: string, words: WordCounts): void {
    const tokens = this.#reader.read(text, words.table, true);
    words.countDocument(this.#reader.ids, tokens);
  }

  /** Takes the most frequent tokens, as many as `maxTokens` allows; equal counts by falling UTF-8 order. */
  learn(words: WordCounts): void {
    this.#counted = words;
  }

  /**
   * The indices of the tokens of a text; an empty token is padding, which has an index with `'int'` alone.
   *
   * @param most how many indices are wanted
   */
  indices(text: string, most: number = Number.POSITIVE_INFINITY): Int32Array {
    const tokens = this.#reader.read(text, this.#ranked(), false);
    const { ids } = this.#reader;
    const { outputMode } = this.#options;
    const start = this.#specialTokens.length;
    const oov = start - 1;
    let length = 0;
    for (let i = 0; i < tokens && length < most; i++) {
      const id = ids[i]!;
      if (id !== EMPTY) ids[length++] = id < 0 ? oov : start + id;
      else if (outputMode === 'int') ids[length++] = 0;
    }
    return ids.slice(0, length);
  }

  /** The tokens by index. */
  #ranked(): WordTable {
    if (this.#counted === undefined) return this.#table;
    const { maxTokens = Number.POSITIVE_INFINITY, outputMode } = this.#options;
    const { documents, docs } = this.#counted;
    const words = this.#counted.table.words();
    const ids = mostFrequent(words, this.#counted.counts, maxTokens - this.#specialTokens.length);
    this.#table = new WordTable();
    for (const id of ids) this.#table.internWord(words[id]!);
    this.#counted = undefined;
    if (outputMode === 'tfIdf') {
      this.#idfWeights = withMeanInFront(
        Float32Array.from(ids, (id) => Math.log(1 + documents / (1 + docs[id]!))),
      );
    }
    return this.#table;
  }

  get #specialTokens(): readonly string[] {
    return this.#options.outputMode === 'int' ? [MASK_TOKEN, OOV_TOKEN] : [OOV_TOKEN];
  }
}

/** The ids of at most `most` words that are not special. Those of equal counts are sorted only as far as they are taken. */
function mostFrequent(words: readonly string[], counts: Float64Array, most: number): Uint32Array {
  const ids = Uint32Array.from(words.keys())
    .filter((id) => words[id] !== MASK_TOKEN && words[id] !== OOV_TOKEN)
    .sort((a, b) => counts[b]! - counts[a]!);
  for (let start = 0, end = 0; start < Math.min(most, ids.length); start = end) {
    while (end < ids.length && counts[ids[end]!] === counts[ids[start]!]) end++;
    ids.subarray(start, end).sort((a, b) => compareUtf8(words[b]!, words[a]!));
  }
  return ids.subarray(0, most);
}

function checkTokens(vocabulary: readonly unknown[]): void {
  if (!Array.isArray(vocabulary)) {
    throw new TypeError(
      `TextVectorizer: vocabulary must be an array of strings, got ${formatValue(vocabulary)}.`,
    );
  }
  const wrong = vocabulary.findIndex((token) => typeof token !== 'string');
  if (wrong < 0) return;
  throw new TypeError(
    `TextVectorizer: token ${wrong} of the vocabulary must be a string, got ${formatValue(vocabulary[wrong])}.`,
  );
}

function checkWeights(weights: ArrayLike<unknown>): void {
  const wrong = firstNonFinite(weights);
  if (wrong < 0) return;
  const message = `TextVectorizer: weight ${wrong} of idfWeights must be a finite number, got ${formatValue(weights[wrong])}.`;
  throw typeof weights[wrong] === 'number' ? new RangeError(message) : new TypeError(message);
}

function withMeanInFront(weights: Float32Array): Float32Array {
  const mean = weights.length === 0 ? 0 : weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const all = new Float32Array(weights.length + 1);
  all[0] = mean;
  all.set(weights, 1);
  return all;
}
