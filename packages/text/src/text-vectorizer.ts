import { ngrams, ngramWidths } from './ngrams.ts';
import { type FloatMatrix, type IntMatrix, padSequences } from './pad-sequences.ts';
import { type SparseMatrix, sparseFromRows, sparseToDense } from './sparse-matrix.ts';
import { checkVectorizerConfig, type TextVectorizerJSON } from './text-vectorizer-json.ts';
import { TokenCounter } from './token-counter.ts';
import {
  type CheckedOptions,
  checkVectorizerOptions,
  type OutputMode,
  refuse,
  type TextVectorizerFunctions,
  type TextVectorizerOptions,
} from './vectorizer-options.ts';
import { splitText, standardizeText } from './vectorizer-text.ts';
import { WordTable } from './word-table.ts';

/** The token at index 0 with `'int'`: padding. */
const MASK_TOKEN = '';
/** Stands for every token that is not in the vocabulary. */
const OOV_TOKEN = '[UNK]';

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
 * **Source**: `keras.layers.TextVectorization` of Keras 3, where lowering means A to Z and white space is ASCII's.
 *
 * @example
 * const vectorizer = new TextVectorizer({ outputSequenceLength: 4 });
 * vectorizer.adapt(['foo bar', 'bar baz', 'baz bada boom']);
 * vectorizer.vectorize(['foo qux bar', 'qux baz']).data;  // [4, 1, 3, 0, 1, 2, 0, 0]
 */
export class TextVectorizer<Mode extends OutputMode = 'int'> {
  /** The name under which a model file holds it as an attachment. */
  static readonly className: string = 'TextVectorizer';
  readonly className: string = TextVectorizer.className;

  /** The options, checked and with defaults filled in. */
  readonly options: CheckedOptions<Mode>;
  /** Tokens by index, without padding and unknown. */
  #table: WordTable = new WordTable();
  #idfWeights: Float32Array | undefined;

  /** @throws RangeError for an option out of range or that the output mode has no use for. */
  constructor(options: TextVectorizerOptions<Mode> = {}) {
    this.options = checkVectorizerOptions(options);
  }

  /** Learns the vocabulary from texts and forgets the one before. Any iterable will do, larger than memory too. */
  adapt(texts: Iterable<string>): void {
    const counter = new TokenCounter();
    for (const text of checkedTexts(texts)) counter.add(this.tokens(text));
    this.#learn(counter);
  }

  /** {@link adapt} for texts that arrive over time. */
  async adaptAsync(texts: AsyncIterable<string> | Iterable<string>): Promise<void> {
    const counter = new TokenCounter();
    for await (const text of checkedTexts(texts)) counter.add(this.tokens(text));
    this.#learn(counter);
  }

  /** The tokens of a text: standardized, split, n-grams made. */
  tokens(text: string): string[] {
    if (typeof text !== 'string') {
      throw new TypeError(
        `TextVectorizer: a text must be a string, got ${text === null ? 'null' : typeof text}.`,
      );
    }
    const { standardize, split, ngrams: widths } = this.options;
    return ngrams(splitText(standardizeText(text, standardize), split), widths);
  }

  /** Number of indices: the tokens, unknown and, with `'int'`, padding. */
  get vocabularySize(): number {
    return this.#tokenStart + this.#table.size;
  }

  /** The token at every index; without padding and unknown if `specialTokens` is false. */
  getVocabulary({ specialTokens = true }: { readonly specialTokens?: boolean } = {}): string[] {
    const tokens = Array.from({ length: this.#table.size }, (_, id) => this.#table.word(id));
    return specialTokens ? [...this.#specialTokens, ...tokens] : tokens;
  }

  /** The inverse document frequency by index, with `'tfIdf'` once there is a vocabulary. */
  get idfWeights(): Float32Array | undefined {
    return this.#idfWeights?.slice();
  }

  /**
   * Sets the vocabulary instead of learning it.
   *
   * @param vocabulary tokens in the order of their indices, with or without the special tokens in front.
   * @param idfWeights as many weights as `vocabulary` has tokens, with `'tfIdf'` and only then. If the special
   * token is not among them it gets the mean.
   * @throws RangeError for an empty or too large vocabulary, a repeated token, padding inside it, or idf weights that
   * do not fit.
   */
  setVocabulary(vocabulary: readonly string[], idfWeights?: ArrayLike<number>): void {
    const special = this.#specialTokens;
    const found = special.every((token, i) => vocabulary[i] === token);
    const tokens = found ? vocabulary.slice(special.length) : vocabulary;
    if (vocabulary.length === 0) refuse('vocabulary', '[]', 'at least one token');
    if (tokens.includes(MASK_TOKEN)) refuse('vocabulary', "a token ''", "'' at index 0 only");
    const { maxTokens = Number.POSITIVE_INFINITY, outputMode } = this.options;
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
    const table = new WordTable();
    for (const [i, token] of tokens.entries()) {
      if (table.internWord(token) !== i) refuse('vocabulary', `'${token}' twice`, 'every token once');
    }
    this.#table = table;
    if (idfWeights !== undefined) {
      this.#idfWeights = found
        ? Float32Array.from(idfWeights)
        : withMeanInFront(Float32Array.from(idfWeights));
    }
  }

  /**
   * Indexes texts. With `'int'` rows are padded with 0 at the end.
   *
   * @throws RangeError when the vocabulary is empty and the mode is not `'int'`, or when the matrix would be larger
   * than 4 GiB; then use {@link vectorizeSparse}.
   */
  vectorize(texts: readonly string[]): Mode extends 'int' ? IntMatrix : FloatMatrix {
    type Result = Mode extends 'int' ? IntMatrix : FloatMatrix; // the casts: outputMode is Mode
    if (this.options.outputMode !== 'int') return sparseToDense(this.vectorizeSparse(texts)) as Result;
    const rows = checkedTexts(texts).map((text) => this.#indices(text));
    const maxlen =
      this.options.outputSequenceLength ?? rows.reduce((longest, row) => Math.max(longest, row.length), 1);
    return padSequences(rows, { maxlen, padding: 'post', truncating: 'post' }) as Result;
  }

  /**
   * Counts the tokens of texts without storing zeros: the memory is that of the tokens that occur.
   *
   * @throws RangeError with `'int'`, and when the vocabulary is empty.
   */
  vectorizeSparse(texts: readonly string[]): SparseMatrix {
    const { outputMode, padToMaxTokens, maxTokens } = this.options;
    if (outputMode === 'int') refuse('outputMode', "'int'", 'multiHot, count or tfIdf for sparse rows');
    if (this.#table.size === 0 && !padToMaxTokens) {
      throw new RangeError('TextVectorizer: there is no vocabulary. Call adapt or setVocabulary first.');
    }
    const rows = checkedTexts(texts).map((text) => {
      const row = new Map<number, number>();
      for (const index of this.#indices(text)) {
        row.set(index, outputMode === 'multiHot' ? 1 : (row.get(index) ?? 0) + 1);
      }
      if (outputMode === 'tfIdf') {
        for (const [index, count] of row) row.set(index, count * (this.#idfWeights?.[index] ?? 0));
      }
      return row;
    });
    return sparseFromRows(rows, padToMaxTokens ? maxTokens! : this.vocabularySize);
  }

  /** {@link vectorize} for texts that arrive over time, `batchSize` texts at a time. */
  async *vectorizeAsync(
    texts: AsyncIterable<string> | Iterable<string>,
    batchSize: number,
  ): AsyncGenerator<Mode extends 'int' ? IntMatrix : FloatMatrix, void, undefined> {
    if (!Number.isInteger(batchSize) || batchSize < 1) refuse('batchSize', batchSize, 'a positive integer');
    let batch: string[] = [];
    for await (const text of checkedTexts(texts)) {
      batch.push(text);
      if (batch.length < batchSize) continue;
      yield this.vectorize(batch);
      batch = [];
    }
    if (batch.length > 0) yield this.vectorize(batch);
  }

  /** Options and vocabulary as plain data, for `JSON.stringify` and model files. Functions do not travel. */
  toJSON(): TextVectorizerJSON {
    const { standardize, split, ngrams: widths, outputMode, padToMaxTokens } = this.options;
    return {
      className: 'TextVectorizer',
      config: {
        maxTokens: this.options.maxTokens ?? null,
        standardize: typeof standardize === 'function' ? 'function' : standardize,
        split: typeof split === 'function' ? 'function' : split,
        ngrams: [...ngramWidths(widths)],
        outputMode,
        outputSequenceLength: this.options.outputSequenceLength ?? null,
        padToMaxTokens,
        vocabulary: this.getVocabulary({ specialTokens: false }),
        idfWeights: this.#idfWeights === undefined ? null : Array.from(this.#idfWeights),
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

  get #specialTokens(): readonly string[] {
    return this.options.outputMode === 'int' ? [MASK_TOKEN, OOV_TOKEN] : [OOV_TOKEN];
  }

  get #tokenStart(): number {
    return this.#specialTokens.length;
  }

  /** The indices of a text; an empty token is padding, which only `'int'` has an index for. */
  #indices(text: string): number[] {
    const start = this.#tokenStart;
    const oov = start - 1;
    const indices: number[] = [];
    for (const token of this.tokens(text)) {
      if (token !== MASK_TOKEN) {
        const id = this.#table.findWord(token);
        indices.push(id < 0 ? oov : start + id);
      } else if (this.options.outputMode === 'int') indices.push(0);
    }
    return indices;
  }

  #learn(counter: TokenCounter): void {
    const { maxTokens = Number.POSITIVE_INFINITY, outputMode } = this.options;
    const ranked = counter
      .ranked()
      .filter(([token]) => token !== MASK_TOKEN && token !== OOV_TOKEN)
      .slice(0, maxTokens - this.#tokenStart);
    const table = new WordTable();
    for (const [token] of ranked) table.internWord(token);
    this.#table = table;
    if (outputMode !== 'tfIdf') return;
    this.#idfWeights = withMeanInFront(
      Float32Array.from(ranked, ([, , docs]) => Math.log(1 + counter.documents / (1 + docs))),
    );
  }
}

function withMeanInFront(weights: Float32Array): Float32Array {
  const mean = weights.length === 0 ? 0 : weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const all = new Float32Array(weights.length + 1);
  all[0] = mean;
  all.set(weights, 1);
  return all;
}

/** Refuses one text where several are expected: a string is iterable too. */
function checkedTexts<T>(texts: T): T {
  if (typeof texts === 'object' && texts !== null) return texts;
  throw new TypeError(
    `TextVectorizer: texts must be an iterable of strings, got ${typeof texts}. Use [text] for one.`,
  );
}
