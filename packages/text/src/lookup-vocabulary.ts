import { formatValue } from '@seqloom/options';
import { checkIdfWeights, checkTokens, tableOf } from './checked-vocabulary.ts';
import { farmHash64 } from './farm-hash.ts';
import { firstToken, firstUnknown, type ResolvedLookupOptions } from './lookup-options.ts';
import { rankWords, withMeanInFront } from './ranked-words.ts';
import { utf8Bytes } from './utf8.ts';
import type { WordCounts } from './word-counts.ts';
import { WordTable } from './word-table.ts';

const OWNER = 'StringLookup';

/** The index of the mask token where it has none. */
export const NOT_COUNTED = -1;

/** The vocabulary of a StringLookup: tokens by index, and their idf weights. */
export class LookupVocabulary {
  readonly #options: ResolvedLookupOptions;
  /** The index of the first token that is not special. */
  readonly #first: number;
  #table: WordTable = new WordTable();
  #tokens: readonly string[] = [];
  idfWeights: Float32Array | undefined;

  constructor(options: ResolvedLookupOptions) {
    this.#options = options;
    this.#first = firstToken(options);
  }

  /** The tokens that are not special. */
  get tokens(): readonly string[] {
    return this.#tokens;
  }

  /** Number of indices. */
  get size(): number {
    return this.#first + this.#tokens.length;
  }

  /** The special tokens by index. */
  get special(): readonly string[] {
    const { maskToken, numOovIndices, oovToken } = this.#options;
    const mask = firstUnknown(this.#options) === 1 ? [maskToken!] : [];
    return [...mask, ...new Array<string>(numOovIndices).fill(oovToken)];
  }

  /** See `StringLookup.setVocabulary`. */
  set(vocabulary: readonly string[], idfWeights?: ArrayLike<number>): void {
    checkTokens(OWNER, vocabulary);
    const { maskToken, maxTokens = Number.POSITIVE_INFINITY, outputMode } = this.#options;
    const { special } = this;
    const found = special.every((token, i) => vocabulary[i] === token);
    const tokens = found ? vocabulary.slice(special.length) : vocabulary;
    if (maskToken !== undefined && tokens.includes(maskToken)) {
      throw new RangeError(
        `${OWNER}: vocabulary must be without special tokens or begin with ${special.map((token) => formatValue(token)).join(', ')}, ` +
          `got the mask token ${formatValue(maskToken)} at ${vocabulary.lastIndexOf(maskToken)}.`,
      );
    }
    if (tokens.length + this.#first > maxTokens) {
      throw new RangeError(
        `${OWNER}: vocabulary must be at most ${maxTokens - this.#first} (maxTokens), got ${tokens.length} tokens.`,
      );
    }
    checkIdfWeights(OWNER, outputMode, idfWeights, vocabulary.length);
    this.#table = tableOf(OWNER, tokens);
    this.#tokens = tokens.slice();
    this.idfWeights =
      idfWeights && withMeanInFront(Float32Array.from(idfWeights), found ? 0 : special.length);
  }

  /** Takes the most frequent tokens, as many as `maxTokens` allows; equal counts by falling UTF-8 order. */
  learn(counts: WordCounts): void {
    const { maskToken, oovToken, maxTokens = Number.POSITIVE_INFINITY, outputMode } = this.#options;
    const { table, idf } = rankWords(counts, maxTokens - this.#first, [maskToken, oovToken]);
    this.#table = table;
    this.#tokens = table.words();
    this.idfWeights = outputMode === 'tfIdf' ? withMeanInFront(idf, this.#first) : undefined;
  }

  /**
   * The index of a string.
   *
   * @throws RangeError for an unknown one where these have no index
   */
  indexOf(token: string): number {
    const { maskToken, numOovIndices } = this.#options;
    const start = firstUnknown(this.#options);
    if (token === maskToken) return start === 1 ? 0 : NOT_COUNTED;
    const id = this.#table.findWord(token);
    if (id >= 0) return this.#first + id;
    if (numOovIndices === 1) return start;
    if (numOovIndices > 1) return start + Number(farmHash64(utf8Bytes(token)) % BigInt(numOovIndices));
    throw new RangeError(
      `${OWNER}: ${formatValue(token)} is not in the vocabulary, and numOovIndices is 0. Set it to 1 for an index of unknown strings.`,
    );
  }

  /** The token at an index; the one for unknown strings where there is none. */
  tokenAt(index: number): string {
    const { maskToken, oovToken } = this.#options;
    if (index === 0 && firstUnknown(this.#options) === 1) return maskToken!;
    return this.#tokens[index - this.#first] ?? oovToken;
  }
}
