import type { NdArray, Preprocessor, StringArray } from '@seqloom/arrays';
import {
  boolean,
  checkPositiveInteger,
  formatShape,
  formatValue,
  type OptionRules,
  resolveOptions,
} from '@seqloom/options';
import { checkedTexts } from './checked-texts.ts';
import { joinedGrams } from './ngrams.ts';
import { type FloatMatrix, type IntMatrix, padSequences } from './pad-sequences.ts';
import { denseFromSparse, type SparseMatrix, sparseFromRows } from './sparse-matrix.ts';
import { checkVectorizerConfig, type TextVectorizerJSON } from './text-vectorizer-json.ts';
import {
  type OutputMode,
  type ResolvedVectorizerOptions,
  refuse,
  resolveVectorizerOptions,
  type TextVectorizerFunctions,
  type TextVectorizerOptions,
} from './vectorizer-options.ts';
import { splitText, standardizeText } from './vectorizer-text.ts';
import { OOV_TOKEN, VectorizerVocabulary } from './vectorizer-vocabulary.ts';
import { WordCounts } from './word-counts.ts';

const OWNER = 'TextVectorizer';

/** Options of {@link TextVectorizer.getVocabulary}. */
export interface GetVocabularyOptions {
  /** Whether padding and unknown are listed too. Default `true`. */
  readonly specialTokens?: boolean;
}

const GET_VOCABULARY_RULES: OptionRules<GetVocabularyOptions> = { specialTokens: boolean(true) };

/**
 * Standardizes, splits and indexes texts with a vocabulary learned by {@link adapt}: most frequent token first,
 * equal counts by falling UTF-8 order.
 *
 * Indices are stable: with `'int'` 0 is padding, 1 every unknown token (`[UNK]`), 2 the first token; in the
 * other modes column 0 is unknown and column 1 the first token. With count `c`, `N` texts and document frequency `df`:
 *
 *     multiHot = 1    count = c    tfIdf = c · idf,  idf = ln(1 + N / (1 + df)),  idf of [UNK] = their mean
 *
 * **Shapes**: `n` texts → `[n, T]` int32 with `'int'`, `[n, V]` float32 otherwise.
 *
 * @throws RangeError for an option out of range and for one that the output mode does not use; TypeError for a value of the wrong type.
 *
 * **Source**: `keras.layers.TextVectorization` of Keras 3, where lowering means A to Z and white space is ASCII's.
 *
 * @example
 * const vectorizer = new TextVectorizer({ outputSequenceLength: 4 });
 * vectorizer.adapt(['foo bar', 'bar baz', 'baz bada boom']);
 * vectorizer.vectorize(['foo qux bar', 'qux baz']).data;  // [4, 1, 3, 0, 1, 2, 0, 0]
 */
export class TextVectorizer<Mode extends OutputMode = 'int'> implements Preprocessor {
  /** The name under which a model file holds it, before the layers or as an attachment. */
  static readonly className: string = 'TextVectorizer';
  readonly className: string = TextVectorizer.className;

  /** The options with their defaults; `undefined` where there is neither. */
  readonly options: ResolvedVectorizerOptions<Mode>;
  readonly #vocabulary: VectorizerVocabulary;

  constructor(options: TextVectorizerOptions<Mode> = {}) {
    this.options = resolveVectorizerOptions(options);
    this.#vocabulary = new VectorizerVocabulary(this.options);
  }

  /** Learns the vocabulary from texts and drops the one before. `texts` may be any iterable, also larger than memory. */
  adapt(texts: Iterable<string>): void {
    const words = new WordCounts();
    for (const text of checkedTexts(OWNER, texts)) this.#vocabulary.count(checkedText(text), words);
    this.#vocabulary.learn(words);
  }

  /** {@link adapt} for an asynchronous iterable of texts. */
  async adaptAsync(texts: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const words = new WordCounts();
    for await (const text of checkedTexts(OWNER, texts)) this.#vocabulary.count(checkedText(text), words);
    this.#vocabulary.learn(words);
  }

  /** The tokens of a text: standardized, split, n-grams made. */
  tokens(text: string): string[] {
    const { standardize, split, ngrams: widths } = this.options;
    return joinedGrams(splitText(standardizeText(checkedText(text), standardize), split), widths, ' ');
  }

  /** Number of indices: the tokens, unknown and, with `'int'`, padding. */
  get vocabularySize(): number {
    return this.#vocabulary.size;
  }

  /** The token at every index; without padding and unknown if `specialTokens` is false. */
  getVocabulary(options: GetVocabularyOptions = {}): string[] {
    const owner = 'TextVectorizer.getVocabulary';
    const { specialTokens } = resolveOptions(owner, options, GET_VOCABULARY_RULES);
    return this.#vocabulary.tokens(specialTokens);
  }

  /** The inverse document frequency by index, with `'tfIdf'` once there is a vocabulary. */
  get idfWeights(): Float32Array | undefined {
    return this.#vocabulary.idfWeights?.slice();
  }

  /**
   * Sets the vocabulary instead of learning it.
   *
   * @param vocabulary tokens in the order of their indices, with or without the special tokens in front.
   * @param idfWeights as many weights as `vocabulary` has tokens, with `'tfIdf'` and only then. If the special
   * token is not among them it gets the mean.
   * @throws TypeError for a token that is not a string or a weight that is not a number.
   * @throws RangeError for an empty or too large vocabulary, a repeated token, padding or `[UNK]` inside it, or idf
   * weights that do not fit.
   */
  setVocabulary(vocabulary: readonly string[], idfWeights?: ArrayLike<number>): void {
    this.#vocabulary.set(vocabulary, idfWeights);
  }

  /**
   * Indexes texts. With `'int'` rows are padded with 0 at the end.
   *
   * @throws RangeError when the vocabulary is empty and the mode is not `'int'`, or when the matrix would be larger
   * than 4 GiB; then use {@link vectorizeSparse}.
   */
  vectorize(texts: readonly string[]): Mode extends 'int' ? IntMatrix : FloatMatrix {
    type Result = Mode extends 'int' ? IntMatrix : FloatMatrix; // the casts: outputMode is Mode
    if (this.options.outputMode !== 'int') {
      const wayOut = 'Use vectorizeSparse or take fewer texts at a time.';
      return denseFromSparse(OWNER, this.vectorizeSparse(texts), wayOut) as Result;
    }
    const { outputSequenceLength: length } = this.options;
    const rows = Array.from(checkedTexts(OWNER, texts), (text) =>
      this.#vocabulary.indices(checkedText(text), length),
    );
    const maxlen = length ?? rows.reduce((longest, row) => Math.max(longest, row.length), 1);
    return padSequences(rows, { maxlen, padding: 'post', truncating: 'post' }) as Result;
  }

  /**
   * Counts the tokens of texts and stores only the counts that are not zero.
   *
   * @throws RangeError with `'int'`, and when the vocabulary is empty.
   */
  vectorizeSparse(texts: readonly string[]): SparseMatrix {
    const { outputMode, padToMaxTokens, maxTokens } = this.options;
    if (outputMode === 'int') refuse('outputMode', "'int'", 'multiHot, count or tfIdf for sparse rows');
    if (this.#vocabulary.isEmpty && !padToMaxTokens) {
      throw new RangeError('TextVectorizer: there is no vocabulary. Call adapt or setVocabulary first.');
    }
    const { idfWeights } = this.#vocabulary;
    const rows = Array.from(checkedTexts(OWNER, texts), (text) => {
      const row = new Map<number, number>();
      for (const index of this.#vocabulary.indices(checkedText(text))) {
        row.set(index, outputMode === 'multiHot' ? 1 : (row.get(index) ?? 0) + 1);
      }
      if (outputMode === 'tfIdf') {
        for (const [index, count] of row) row.set(index, count * (idfWeights?.[index] ?? 0));
      }
      return row;
    });
    return sparseFromRows(rows, padToMaxTokens ? maxTokens! : this.vocabularySize);
  }

  /** {@link vectorize} for an asynchronous iterable of texts, `batchSize` texts at a time. */
  async *vectorizeAsync(
    texts: AsyncIterable<string> | Iterable<string>,
    batchSize: number,
  ): AsyncGenerator<Mode extends 'int' ? IntMatrix : FloatMatrix, void, undefined> {
    checkPositiveInteger(OWNER, 'batchSize', batchSize);
    let batch: string[] = [];
    for await (const text of checkedTexts(OWNER, texts)) {
      batch.push(text);
      if (batch.length < batchSize) continue;
      yield this.vectorize(batch);
      batch = [];
    }
    if (batch.length > 0) yield this.vectorize(batch);
  }

  /**
   * As {@link vectorize}, for models.
   *
   * @throws RangeError unless there is one text for each sample
   */
  preprocess({ data, shape }: StringArray): NdArray {
    if (shape.length === 1 || (shape.length === 2 && shape[1] === 1)) return this.vectorize(data);
    throw new RangeError(
      `${OWNER}: expected one text for each sample, [N] or [N, 1], got shape ${formatShape(shape)}.`,
    );
  }

  /** The shape of what a text becomes; `null` for a length that depends on the texts of a batch. */
  outputShape(_sampleShape: readonly (number | null)[]): readonly (number | null)[] {
    const { outputMode, outputSequenceLength, padToMaxTokens, maxTokens } = this.options;
    if (outputMode === 'int') return [outputSequenceLength ?? null];
    return [padToMaxTokens ? maxTokens! : this.vocabularySize];
  }

  /** Options and vocabulary as plain data, for `JSON.stringify` and model files. Functions are not saved. */
  toJSON(): TextVectorizerJSON {
    const { standardize, split, ngrams: widths, outputMode, padToMaxTokens } = this.options;
    const { idfWeights } = this.#vocabulary;
    return {
      className: 'TextVectorizer',
      config: {
        maxTokens: this.options.maxTokens ?? null,
        standardize: typeof standardize === 'function' ? 'function' : standardize,
        split: typeof split === 'function' ? 'function' : split,
        ngrams: [...widths],
        outputMode,
        outputSequenceLength: this.options.outputSequenceLength ?? null,
        padToMaxTokens,
        vocabulary: this.getVocabulary({ specialTokens: false }),
        idfWeights: idfWeights === undefined ? null : Array.from(idfWeights),
      },
    };
  }

  /**
   * Builds a TextVectorizer from what {@link toJSON} returned.
   *
   * @param functions the functions that were among its options.
   * @throws TypeError when the data is not a TextVectorizer's, or a function is missing.
   */
  static fromJSON(json: unknown, functions: TextVectorizerFunctions = {}): TextVectorizer<OutputMode> {
    const { vocabulary, idfWeights, options } = checkVectorizerConfig(json, functions);
    const vectorizer = new TextVectorizer<OutputMode>(options);
    // The saved idf weights include the special token's.
    const { outputMode } = vectorizer.options;
    if (vocabulary.length > 0) {
      const all = outputMode === 'tfIdf' ? [OOV_TOKEN, ...vocabulary] : vocabulary;
      vectorizer.setVocabulary(all, idfWeights ?? undefined);
    }
    return vectorizer;
  }
}

function checkedText(text: unknown): string {
  if (typeof text === 'string') return text;
  throw new TypeError(`TextVectorizer: a text must be a string, got ${formatValue(text)}.`);
}
