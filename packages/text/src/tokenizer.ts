import type { FloatMatrix, Sequence } from './pad-sequences.ts';
import { type MatrixMode, sequencesToRows } from './text-matrix.ts';
import { type Text, type TokenOptions, TokenReader } from './token-reader.ts';
import { checkTokenizerConfig, type TokenizerConfig, type TokenizerJSON } from './tokenizer-json.ts';
import { parseKerasTokenizer, writeKerasTokenizer } from './tokenizer-keras-json.ts';
import { describe } from './word-sequence.ts';
import { grown, WordTable } from './word-table.ts';

/** Options of a {@link Tokenizer}. */
export interface TokenizerOptions extends TokenOptions {
  /** Keep only the `numWords − 1` most frequent words in sequences and matrices. Default: all. */
  readonly numWords?: number;
  /** A token that stands for words unknown or cut off by `numWords`; it gets index 1. Default: they are dropped. */
  readonly oovToken?: string;
}

/**
 * Turns texts into sequences of word indices, or into one vector per text.
 *
 * Index 1 is the most frequent word of the texts it was fitted on (equal counts: the word seen first), index 0
 * is reserved for padding. Fitting again adds to the counts and renumbers. Texts may be strings or arrays of
 * tokens. Words are kept in a table of their own, so any string is a word: `constructor`, `__proto__`, `'\0'`.
 *
 * **Source**: `keras.preprocessing.text.Tokenizer`, equal to it for every text; `analyzer` as in Keras 2.8.
 *
 * @example
 * const tokenizer = new Tokenizer({ numWords: 1000 });
 * tokenizer.fitOnTexts(['The cat sat on the mat.', 'The dog ate my homework.']);
 * tokenizer.textsToSequences(['The cat sat on the mat.']);  // [[1, 2, 3, 4, 1, 5]]
 */
export class Tokenizer {
  readonly #numWords: number | undefined;
  readonly #oovToken: string | undefined;
  readonly #reader: TokenReader;

  #documentCount = 0;
  readonly #table: WordTable = new WordTable();
  /** By word id: occurrences, documents it occurs in, and the last document it was seen in. */
  #counts: Float64Array = new Float64Array(1 << 8);
  #docs: Float64Array = new Float64Array(1 << 8);
  #lastDocument: Float64Array = new Float64Array(1 << 8);

  /** By word id: the word's index, or −1. Behind the counts while `#stale`. */
  #indices: Int32Array = new Int32Array(0);
  #oovIndex: number | undefined;
  readonly #indexDocs: Map<number, number> = new Map();
  #stale = false;
  #wordIndex: Map<string, number> | undefined;
  #indexWord: Map<number, string> | undefined;

  /** @throws RangeError when `numWords` is not a positive integer or `split` is empty. */
  constructor(options: TokenizerOptions = {}) {
    const { numWords, oovToken } = options;
    if (numWords !== undefined && !(Number.isInteger(numWords) && numWords > 0)) {
      throw new RangeError(`Tokenizer: numWords must be a positive integer, got ${numWords}.`);
    }
    this.#numWords = numWords;
    this.#oovToken = oovToken;
    this.#reader = new TokenReader(options);
  }

  /** The options this Tokenizer works with, defaults filled in. */
  get options(): TokenizerOptions {
    return {
      ...this.#reader.options,
      ...(this.#numWords !== undefined && { numWords: this.#numWords }),
      ...(this.#oovToken !== undefined && { oovToken: this.#oovToken }),
    };
  }

  /** How many documents it was fitted on. */
  get documentCount(): number {
    return this.#documentCount;
  }

  /** Every word's index, all words, whatever `numWords` is; in the order of the indices. */
  get wordIndex(): ReadonlyMap<string, number> {
    this.#settle();
    this.#wordIndex ??= this.#buildWordIndex();
    return this.#wordIndex;
  }

  /** The word at every index. */
  get indexWord(): ReadonlyMap<number, string> {
    this.#indexWord ??= new Map(Array.from(this.wordIndex, ([word, index]) => [index, word]));
    return this.#indexWord;
  }

  /** How often each word occurred, in the order in which words were first seen. */
  get wordCounts(): ReadonlyMap<string, number> {
    return this.#mapOf(this.#counts);
  }

  /** In how many documents each word occurred. */
  get wordDocs(): ReadonlyMap<string, number> {
    return this.#mapOf(this.#docs);
  }

  /** In how many documents each index occurred, {@link fitOnSequences} included; in the order of the indices. */
  get indexDocs(): ReadonlyMap<number, number> {
    this.#settle();
    return new Map(Array.from(this.#indexDocs).sort(([a], [b]) => a - b));
  }

  /**
   * Counts the words of texts. Any iterable will do, a generator over a corpus larger than memory too: only the
   * vocabulary is kept.
   *
   * @throws TypeError for a text that is neither a string nor an array of strings; texts before it are counted.
   */
  fitOnTexts(texts: Iterable<Text>): void {
    for (const text of checkedTexts(texts)) this.#count(text);
  }

  /** {@link fitOnTexts} for texts that arrive over time, such as the lines of a file. */
  async fitOnTextsAsync(texts: AsyncIterable<Text> | Iterable<Text>): Promise<void> {
    for await (const text of checkedTexts(texts)) this.#count(text);
  }

  /** Counts the documents in which indices occur: all that mode `'tfidf'` of {@link sequencesToMatrix} needs. */
  fitOnSequences(sequences: Iterable<Sequence>): void {
    this.#settle();
    for (const sequence of sequences) {
      this.#documentCount++;
      for (const index of new Set(Array.from(sequence))) {
        this.#indexDocs.set(index, (this.#indexDocs.get(index) ?? 0) + 1);
      }
    }
  }

  /**
   * The word indices of each text. Unknown words, and those from `numWords` on, are dropped or become the index
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
    for (const text of checkedTexts(texts)) yield this.#sequence(text, position++);
  }

  /** {@link textsToSequences} for texts that arrive over time. */
  async *textsToSequencesAsync(
    texts: AsyncIterable<Text> | Iterable<Text>,
  ): AsyncGenerator<number[], void, undefined> {
    let position = 0;
    for await (const text of checkedTexts(texts)) yield this.#sequence(text, position++);
  }

  /** The words of each sequence, joined by spaces. Unknown indices are dropped or become `oovToken`. */
  sequencesToTexts(sequences: Iterable<Sequence>): string[] {
    const oov = this.#oovToken === undefined ? undefined : this.indexWord.get(this.#requireOovIndex() ?? -1);
    const limit = this.#numWords ?? Number.POSITIVE_INFINITY;
    return Array.from(sequences, (sequence) => {
      const words: string[] = [];
      for (let i = 0; i < sequence.length; i++) {
        const known = this.indexWord.get(sequence[i]!);
        const word = known !== undefined && sequence[i]! < limit ? known : oov;
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
   * @throws RangeError for an unknown mode, a negative index, and when there is neither `numWords` nor a vocabulary.
   */
  sequencesToMatrix(sequences: readonly Sequence[], mode: MatrixMode = 'binary'): FloatMatrix {
    const columns = this.#numWords ?? this.wordIndex.size + 1;
    if (this.#numWords === undefined && columns === 1) {
      throw new RangeError(
        'Tokenizer: the width of the matrix is unknown. Set numWords or call fitOnTexts first.',
      );
    }
    this.#settle();
    return sequencesToRows(sequences, mode, {
      columns,
      documentCount: this.#documentCount,
      indexDocs: this.#indexDocs,
    });
  }

  /** Everything this Tokenizer knows as plain data, for `JSON.stringify` and model files. */
  toJSON(): TokenizerJSON {
    this.#settle();
    const { analyzer, ...options } = this.#reader.options;
    const size = this.#table.size;
    const implied = new Map<number, number>();
    for (let id = 0; id < size; id++) implied.set(this.#indices[id]!, this.#docs[id]!);
    return {
      className: 'Tokenizer',
      config: {
        ...options,
        numWords: this.#numWords ?? null,
        oovToken: this.#oovToken ?? null,
        hasAnalyzer: analyzer !== undefined,
        documentCount: this.#documentCount,
        words: Array.from({ length: size }, (_, id) => this.#table.word(id)),
        counts: Array.from(this.#counts.subarray(0, size)),
        docs: Array.from(this.#docs.subarray(0, size)),
        indices: Array.from(this.#indices.subarray(0, size)),
        oovIndex: this.#oovIndex ?? null,
        indexDocs: Array.from(this.#indexDocs).filter(([index, docs]) => implied.get(index) !== docs),
      },
    };
  }

  /**
   * Builds a Tokenizer from what {@link toJSON} returned.
   *
   * @param analyzer the analyzer the Tokenizer had: a function is not data, so it does not travel.
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
   * @throws TypeError or SyntaxError when the text is not such a JSON text.
   */
  static fromKerasJSON(text: string): Tokenizer {
    return Tokenizer.#restore(parseKerasTokenizer(text));
  }

  static #restore(config: TokenizerConfig, analyzer?: TokenOptions['analyzer']): Tokenizer {
    const { numWords, oovToken, filters, lower, split, charLevel, words } = config;
    const tokenizer = new Tokenizer({
      filters,
      lower,
      split,
      charLevel,
      ...(numWords !== null && { numWords }),
      ...(oovToken !== null && { oovToken }),
      ...(analyzer && { analyzer }),
    });
    for (const word of words) tokenizer.#table.internWord(word);
    if (tokenizer.#table.size !== words.length)
      throw new TypeError('Tokenizer: a word occurs twice in words.');
    tokenizer.#reserve();
    tokenizer.#documentCount = config.documentCount;
    tokenizer.#counts.set(config.counts);
    tokenizer.#docs.set(config.docs);
    tokenizer.#indices = Int32Array.from(config.indices);
    tokenizer.#oovIndex = config.oovIndex ?? undefined;
    for (const [id, index] of config.indices.entries()) {
      if (index >= 0 && config.docs[id]! > 0) tokenizer.#indexDocs.set(index, config.docs[id]!);
    }
    for (const [index, docs] of config.indexDocs) tokenizer.#indexDocs.set(index, docs);
    return tokenizer;
  }

  #count(text: Text): void {
    const tokens = this.#reader.read(text, this.#table, true, this.#documentCount);
    const document = ++this.#documentCount;
    this.#reserve();
    const ids = this.#reader.ids;
    const counts = this.#counts;
    const docs = this.#docs;
    const lastDocument = this.#lastDocument;
    for (let i = 0; i < tokens; i++) {
      const id = ids[i]!;
      counts[id]!++;
      if (lastDocument[id] === document) continue;
      lastDocument[id] = document;
      docs[id]!++;
    }
    this.#stale = true;
  }

  #sequence(text: Text, position: number): number[] {
    this.#settle();
    const tokens = this.#reader.read(text, this.#table, false, position);
    const oov = this.#requireOovIndex();
    const ids = this.#reader.ids;
    const indices = this.#indices;
    const limit = this.#numWords ?? Number.POSITIVE_INFINITY;
    const sequence: number[] = [];
    for (let i = 0; i < tokens; i++) {
      const id = ids[i]!;
      const index = id < 0 ? -1 : indices[id]!;
      if (index >= 0 && index < limit) sequence.push(index);
      else if (oov !== undefined) sequence.push(oov);
    }
    return sequence;
  }

  /** Numbers the words by falling count (the sort is stable: equal counts stay in order of first sight). */
  #settle(): void {
    if (!this.#stale) return;
    this.#stale = false;
    this.#wordIndex = undefined;
    this.#indexWord = undefined;
    const counts = this.#counts;
    const ids = Uint32Array.from({ length: this.#table.size }, (_, id) => id).filter((id) => counts[id]! > 0);
    ids.sort((a, b) => counts[b]! - counts[a]! || a - b);
    this.#indices = new Int32Array(this.#table.size).fill(-1);
    const first = this.#oovToken === undefined ? 1 : 2;
    for (let rank = 0; rank < ids.length; rank++) {
      this.#indices[ids[rank]!] = rank + first;
      this.#indexDocs.set(rank + first, this.#docs[ids[rank]!]!);
    }
    if (this.#oovToken === undefined) return;
    // Keras' quirk: an oovToken that also occurs in the texts has the index of its rank, not 1.
    const id = this.#table.findWord(this.#oovToken);
    this.#oovIndex = id >= 0 && this.#indices[id]! > 0 ? this.#indices[id]! : 1;
  }

  #buildWordIndex(): Map<string, number> {
    const ids = Array.from({ length: this.#indices.length }, (_, id) => id).filter(
      (id) => this.#indices[id]! >= 0,
    );
    ids.sort((a, b) => this.#indices[a]! - this.#indices[b]!);
    const wordIndex = new Map<string, number>();
    if (this.#oovToken !== undefined && this.#oovIndex !== undefined)
      wordIndex.set(this.#oovToken, this.#oovIndex);
    for (const id of ids) wordIndex.set(this.#table.word(id), this.#indices[id]!);
    return wordIndex;
  }

  #requireOovIndex(): number | undefined {
    this.#settle();
    if (this.#oovToken !== undefined && this.#oovIndex === undefined) {
      throw new RangeError(
        'Tokenizer: oovToken has no index before there is a vocabulary. Call fitOnTexts first.',
      );
    }
    return this.#oovIndex;
  }

  #mapOf(values: Float64Array): ReadonlyMap<string, number> {
    const map = new Map<string, number>();
    for (let id = 0; id < this.#table.size; id++) {
      if (values[id]! > 0) map.set(this.#table.word(id), values[id]!);
    }
    return map;
  }

  /** Makes room for what is counted about every word of the table. */
  #reserve(): void {
    const size = this.#table.size;
    if (size <= this.#counts.length) return;
    const create = (length: number): Float64Array => new Float64Array(length);
    this.#counts = grown(this.#counts, size, create);
    this.#docs = grown(this.#docs, size, create);
    this.#lastDocument = grown(this.#lastDocument, size, create);
  }
}

/** Refuses what is often passed by mistake: one text, which is iterable too, and nothing. */
function checkedTexts<T>(texts: T): T {
  if (typeof texts === 'string' || texts === null || typeof texts !== 'object') {
    throw new TypeError(
      `Tokenizer: texts must be an iterable of texts, got ${describe(texts)}. Use [text] for one.`,
    );
  }
  return texts;
}
