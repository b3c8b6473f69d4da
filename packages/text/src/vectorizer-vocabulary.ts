import { checkIdfWeights, checkTokens, tableOf } from './checked-vocabulary.ts';
import { rankWords, withMeanInFront } from './ranked-words.ts';
import { type OutputMode, type ResolvedVectorizerOptions, refuse } from './vectorizer-options.ts';
import { EMPTY, VectorizerReader } from './vectorizer-reader.ts';
import type { WordCounts } from './word-counts.ts';
import { WordTable } from './word-table.ts';

const OWNER = 'TextVectorizer';
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
    checkTokens(OWNER, vocabulary);
    const special = this.#specialTokens;
    const found = special.every((token, i) => vocabulary[i] === token);
    const tokens = found ? vocabulary.slice(special.length) : vocabulary;
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
    checkIdfWeights(OWNER, outputMode, idfWeights, vocabulary.length);
    this.#table = tableOf(OWNER, tokens);
    this.#counted = undefined;
    if (idfWeights !== undefined) {
      this.#idfWeights = withMeanInFront(Float32Array.from(idfWeights), found ? 0 : special.length);
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
    const special = this.#specialTokens.length;
    const { table, idf } = rankWords(this.#counted, maxTokens - special, [MASK_TOKEN, OOV_TOKEN]);
    this.#table = table;
    this.#counted = undefined;
    if (outputMode === 'tfIdf') this.#idfWeights = withMeanInFront(idf, special);
    return this.#table;
  }

  get #specialTokens(): readonly string[] {
    return this.#options.outputMode === 'int' ? [MASK_TOKEN, OOV_TOKEN] : [OOV_TOKEN];
  }
}
