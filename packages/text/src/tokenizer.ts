import {
  checkText,
  type OptionRules,
  optional,
  positiveInteger,
  type Resolved,
  resolveOptions,
  text as string,
} from '@seqloom/options';
import { checkedSequences, checkedWholeNumbers } from './checked-sequences.ts';
import { checkedTexts } from './checked-texts.ts';
import { spansOf, type TokenSpan } from './offsets.ts';
import type { FloatMatrix, Sequence } from './pad-sequences.ts';
import { type MatrixMode, sequencesToRows } from './text-matrix.ts';
import { type Text, TOKEN_RULES, type TokenOptions, TokenReader } from './token-reader.ts';
import { checkTokenizerConfig, type TokenizerConfig, type TokenizerJSON } from './tokenizer-json.ts';
import { parseKerasTokenizer, writeKerasTokenizer } from './tokenizer-keras-json.ts';
import { Vocabulary } from './vocabulary.ts';

const OWNER = 'Tokenizer';

/** A token, its place in the text and its word index, if it has one. */
export interface IndexedToken extends TokenSpan {
  readonly index?: number;
}

/** Options of a {@link Tokenizer}. */
export interface TokenizerOptions extends TokenOptions {
  /** Keep only the `numWords − 1` most frequent words in sequences and matrices. Default: all. */
  readonly numWords?: number | undefined;
  /** A token in place of unknown words and of those that `numWords` leaves out; it gets index 1. Default: they are dropped. */
  readonly oovToken?: string | undefined;
}

const RULES: OptionRules<TokenizerOptions> = {
  ...TOKEN_RULES,
  numWords: optional(positiveInteger()),
  oovToken: optional(string()),
};

/**
 * Turns texts into sequences of word indices, or into one vector per text.
 *
 * Index 1 is the most frequent word of the texts it was fitted on (equal counts: the word seen first), index 0
 * is reserved for padding. Fitting again adds to the counts and renumbers. Texts may be strings or arrays of
 * tokens. Any string may be a word, also `constructor`, `__proto__` and `'\0'`.
 *
 * @throws RangeError for an option that does not exist, and when `numWords` is not a positive integer or `split` is
 * empty.
 * @throws TypeError for an option of another type.
 *
 * **Source**: `keras.preprocessing.text.Tokenizer`, equal to it for every text; `analyzer` as in Keras 2.8.
 *
 * @example
 * const tokenizer = new Tokenizer({ numWords: 1000 });
 * tokenizer.fitOnTexts(['The cat sat on the mat.', 'The dog ate my homework.']);
 * tokenizer.textsToSequences(['The cat sat on the mat.']);  // [[1, 2, 3, 4, 1, 5]]
 */
export class Tokenizer {
  /** The name under which a model file holds it as an attachment. */
  static readonly className: string = 'Tokenizer';
  readonly className: string = Tokenizer.className;

  /** The options with their defaults; `undefined` where there is neither. */
  readonly options: Resolved<TokenizerOptions>;
  /** Words with this index or a larger one are left out. */
  readonly #limit: number;
  readonly #reader: TokenReader;

  #vocabulary: Vocabulary;

  constructor(options: TokenizerOptions = {}) {
    this.options = resolveOptions(OWNER, options, RULES);
    this.#limit = this.options.numWords ?? Number.POSITIVE_INFINITY;
    this.#reader = new TokenReader(this.options);
    this.#vocabulary = new Vocabulary(this.options.oovToken);
  }

  /** How many documents it was fitted on. */
  get documentCount(): number {
    return this.#vocabulary.documentCount;
  }

  /** Every word's index, all words, independent of `numWords`; in the order of the indices. */
  get wordIndex(): ReadonlyMap<string, number> {
    return this.#vocabulary.wordIndex;
  }

  /** The word at every index. */
  get indexWord(): ReadonlyMap<number, string> {
    return this.#vocabulary.indexWord;
  }

  /** How often each word occurred, in the order in which words were first seen. */
  get wordCounts(): ReadonlyMap<string, number> {
    return this.#vocabulary.wordCounts;
  }

  /** In how many documents each word occurred. */
  get wordDocs(): ReadonlyMap<string, number> {
    return this.#vocabulary.wordDocs;
  }

  /** In how many documents each index occurred, {@link fitOnSequences} included; in the order of the indices. */
  get indexDocs(): ReadonlyMap<number, number> {
    return new Map(Array.from(this.#vocabulary.indexDocs).sort(([a], [b]) => a - b));
  }

  /**
   * Counts the words of texts. `texts` may be any iterable, also a generator over a corpus larger than memory: only the
   * vocabulary is kept.
   *
   * @throws TypeError for a text that is neither a string nor an array of strings; texts before it are counted.
   */
  fitOnTexts(texts: Iterable<Text>): void {
    this.#vocabulary.beginFit();
    let position = 0;
    for (const text of checkedTexts(OWNER, texts)) this.#count(text, position++);
  }

  /** {@link fitOnTexts} for an asynchronous iterable of texts, such as the lines of a file. */
  async fitOnTextsAsync(texts: AsyncIterable<Text> | Iterable<Text>): Promise<void> {
    this.#vocabulary.beginFit();
    let position = 0;
    for await (const text of checkedTexts(OWNER, texts)) this.#count(text, position++);
  }

  /**
   * Counts the documents in which each index occurs, as mode `'tfidf'` of {@link sequencesToMatrix} needs it.
   *
   * @throws TypeError for an index that is not a number, RangeError for one with a fraction; sequences before it are
   * counted.
   */
  fitOnSequences(sequences: Iterable<Sequence>): void {
    let row = 0;
    for (const sequence of checkedSequences(OWNER, sequences)) {
      this.#vocabulary.countIndices(checkedWholeNumbers(OWNER, sequence, row++));
    }
  }

  /**
   * The word indices of each text. Unknown words, and those from `numWords` on, are dropped, or replaced by the index
   * of `oovToken`.
   *
   * @throws RangeError when there is an `oovToken` but no vocabulary yet.
   */
  textsToSequences(texts: Iterable<Text>): number[][] {
    return Array.from(this.textsToSequencesGenerator(texts));
  }

  /** {@link textsToSequences}, one text at a time. */
  *textsToSequencesGenerator(texts: Iterable<Text>): Generator<number[], void, undefined> {
    let position = 0;
    for (const text of checkedTexts(OWNER, texts)) yield this.#sequence(text, position++);
  }

  /** {@link textsToSequences} for an asynchronous iterable of texts. */
  async *textsToSequencesAsync(
    texts: AsyncIterable<Text> | Iterable<Text>,
  ): AsyncGenerator<number[], void, undefined> {
    let position = 0;
    for await (const text of checkedTexts(OWNER, texts)) yield this.#sequence(text, position++);
  }

  /**
   * The tokens of one text with their places in it and their indices, for instance to highlight words. Tokens that
   * {@link textsToSequences} drops have no index.
   *
   * @throws TypeError when there is an analyzer, whose tokens have no places in the text.
   */
  textToTokens(text: string): IndexedToken[] {
    if (this.options.analyzer !== undefined) {
      throw new TypeError(
        'Tokenizer: textToTokens does not work with an analyzer, whose tokens have no places in the text.',
      );
    }
    const oov = this.#requireOovIndex();
    checkText(OWNER, 'text', text);
    return spansOf(text, this.options).map((span) => {
      const index =
        this.#indexOf(this.#vocabulary.table.findWord(span.token), this.#vocabulary.indices) ?? oov;
      return index === undefined ? span : { ...span, index };
    });
  }

  /**
   * The words of each sequence, joined by spaces. Unknown indices are dropped, or replaced by `oovToken`.
   *
   * @throws TypeError for an index that is not a number, RangeError for one with a fraction.
   */
  sequencesToTexts(sequences: Iterable<Sequence>): string[] {
    const oov =
      this.options.oovToken === undefined ? undefined : this.indexWord.get(this.#requireOovIndex() ?? -1);
    return Array.from(checkedSequences(OWNER, sequences), (sequence, row) => {
      const words: string[] = [];
      checkedWholeNumbers(OWNER, sequence, row);
      for (let i = 0; i < sequence.length; i++) {
        const known = this.indexWord.get(sequence[i]!);
        const word = known !== undefined && sequence[i]! < this.#limit ? known : oov;
        if (word !== undefined) words.push(word);
      }
      return words.join(' ');
    });
  }

  /**
   * One row per text: {@link textsToSequences}, then {@link sequencesToMatrix}.
   *
   * **Shapes**: `n` texts → `[n, numWords]` float32, or `[n, words + 1]` without `numWords`.
   */
  textsToMatrix(texts: Iterable<Text>, mode: MatrixMode = 'binary'): FloatMatrix {
    return this.sequencesToMatrix(this.textsToSequences(texts), mode);
  }

  /**
   * One row per sequence. With count `c`, sequence length `L`, `N` documents and document frequency `df`:
   *
   *     binary = 1    count = c    freq = c / L    tfidf = (1 + ln c) · ln(1 + N / (1 + df))
   *
   * **Shapes**: `n` sequences → `[n, numWords]` float32, or `[n, words + 1]` without `numWords`.
   *
   * @throws TypeError for an index that is not a number.
   * @throws RangeError for an unknown mode, a negative index or one with a fraction, and when there is neither `numWords` nor a vocabulary.
   */
  sequencesToMatrix(sequences: readonly Sequence[], mode: MatrixMode = 'binary'): FloatMatrix {
    const columns = this.options.numWords ?? this.wordIndex.size + 1;
    if (this.options.numWords === undefined && columns === 1) {
      throw new RangeError(
        'Tokenizer: the width of the matrix is unknown. Set numWords or call fitOnTexts first.',
      );
    }
    const { documentCount, indexDocs } = this.#vocabulary;
    return sequencesToRows(checkedSequences(OWNER, sequences), mode, { columns, documentCount, indexDocs });
  }

  /**
   * A Tokenizer without the words that `numWords` leaves out: it gives the same sequences, and its file holds no others. Fitting it on
   * further texts would rank the words by counts that others lack.
   */
  trimmed(): Tokenizer {
    const trimmed = new Tokenizer(this.options);
    trimmed.#vocabulary = this.#vocabulary.below(this.#limit);
    return trimmed;
  }

  /** Options, counts and indices as plain data, for `JSON.stringify` and model files. */
  toJSON(): TokenizerJSON {
    const { filters, lower, split, charLevel, analyzer, numWords, oovToken } = this.options;
    return {
      className: 'Tokenizer',
      config: {
        filters,
        lower,
        split,
        charLevel,
        numWords: numWords ?? null,
        oovToken: oovToken ?? null,
        hasAnalyzer: analyzer !== undefined,
        ...this.#vocabulary.toConfig(),
      },
    };
  }

  /**
   * Builds a Tokenizer from what {@link toJSON} returned.
   *
   * @param analyzer the analyzer that the saved Tokenizer had; functions are not saved.
   * @throws TypeError when the data is not a Tokenizer's, or it had an analyzer and none is given.
   */
  static fromJSON(json: unknown, analyzer?: TokenOptions['analyzer']): Tokenizer {
    const config = checkTokenizerConfig(json);
    if (config.hasAnalyzer && analyzer === undefined) {
      throw new TypeError(
        'Tokenizer: it was saved with an analyzer, which is a function and was not saved. Pass it to fromJSON.',
      );
    }
    return Tokenizer.#restore(config, analyzer);
  }

  /** The JSON text that Keras' `Tokenizer.to_json` writes and its `tokenizer_from_json` reads. */
  toKerasJSON(): string {
    return writeKerasTokenizer(this);
  }

  /**
   * Builds a Tokenizer from the text of Keras' `Tokenizer.to_json`.
   *
   * @throws TypeError when the text is not such a JSON text.
   */
  static fromKerasJSON(text: string): Tokenizer {
    return Tokenizer.#restore(parseKerasTokenizer(text));
  }

  static #restore(config: TokenizerConfig, analyzer?: TokenOptions['analyzer']): Tokenizer {
    const { numWords, oovToken, filters, lower, split, charLevel } = config;
    const tokenizer = new Tokenizer({
      filters,
      lower,
      split,
      charLevel,
      numWords: numWords ?? undefined,
      oovToken: oovToken ?? undefined,
      analyzer,
    });
    tokenizer.#vocabulary = Vocabulary.fromConfig(config, tokenizer.options.oovToken);
    return tokenizer;
  }

  #count(text: Text, position: number): void {
    const tokens = this.#reader.read(text, this.#vocabulary.table, true, position);
    this.#vocabulary.countDocument(this.#reader.ids, tokens);
  }

  #sequence(text: Text, position: number): number[] {
    const { table, indices } = this.#vocabulary;
    const tokens = this.#reader.read(text, table, false, position);
    const oov = this.#requireOovIndex();
    const ids = this.#reader.ids;
    const sequence = new Array<number>(tokens); // the upper bound; growing the array step by step is slower
    let length = 0;
    for (let i = 0; i < tokens; i++) {
      const index = this.#indexOf(ids[i]!, indices) ?? oov;
      if (index !== undefined) sequence[length++] = index;
    }
    sequence.length = length;
    return sequence;
  }

  /** The index of the word with this id; undefined when it is unknown or `numWords` leaves it out. */
  #indexOf(id: number, indices: Int32Array): number | undefined {
    const index = id < 0 ? -1 : indices[id]!;
    return index >= 0 && index < this.#limit ? index : undefined;
  }

  #requireOovIndex(): number | undefined {
    const { oovIndex } = this.#vocabulary;
    if (this.options.oovToken !== undefined && oovIndex === undefined) {
      throw new RangeError(
        'Tokenizer: oovToken has no index before there is a vocabulary. Call fitOnTexts first.',
      );
    }
    return oovIndex;
  }
}
