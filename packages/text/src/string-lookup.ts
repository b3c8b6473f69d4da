import { denseCells, type NdArray, type Preprocessor, type StringArray, stringArray } from '@seqloom/arrays';
import {
  boolean,
  formatShape,
  formatValue,
  type OptionRules,
  resolveOptions,
  sizeOf,
} from '@seqloom/options';
import { checkedTexts } from './checked-texts.ts';
import {
  type LookupMode,
  type ResolvedLookupOptions,
  resolveLookupOptions,
  type StringLookupOptions,
} from './lookup-options.ts';
import { LookupVocabulary, NOT_COUNTED } from './lookup-vocabulary.ts';
import type { FloatTensor, IntTensor } from './pad-sequences.ts';
import { checkLookupConfig, type StringLookupJSON } from './string-lookup-json.ts';
import type { GetVocabularyOptions } from './text-vectorizer.ts';
import { WordCounts } from './word-counts.ts';

const OWNER = 'StringLookup';

const GET_VOCABULARY_RULES: OptionRules<GetVocabularyOptions> = { specialTokens: boolean(true) };

/** Strings one by one, in rows of one length, or as an array of any rank. */
export type LookupStrings = readonly string[] | readonly (readonly string[])[] | StringArray;

/**
 * Looks up whole strings, such as categories or tokens, in a vocabulary given or learned by {@link adapt}: most frequent
 * first, equal counts by falling UTF-8 order.
 *
 * Indices: with `'int'` and a mask token 0 is the mask; then come those of unknown strings (`numOovIndices`, by default one),
 * then the tokens. In the other modes a column stands for each index, without one for the mask; with count `c`, `N` samples
 * and document frequency `df`:
 *
 *     oneHot, multiHot = 1    count = c    tfIdf = c · idf,  idf = ln(1 + N / (1 + df)),  idf of unknown strings = their mean
 *
 * **Shapes**: `'int'`: as the strings, int32. `'oneHot'`: `[N, …]` → `[N, …, V]` float32, a last axis of 1 left out. Other modes
 * count over the last axis: `[N, T]` → `[N, V]`, and one string for each sample `[N]` → `[N, V]`.
 *
 * @throws RangeError or TypeError naming the option that is wrong
 *
 * **Source**: `keras.layers.StringLookup` of Keras 3. There the inverse is a layer of its own (`invert`), here {@link tokensOf};
 * and a list of strings is one sample of several there in `multi_hot`, `count` and `tf_idf`, here always one string a sample.
 *
 * @example
 * const lookup = new StringLookup({ vocabulary: ['red', 'green'] });
 * lookup.lookup(['green', 'pink', 'red']).data;  // [2, 0, 1]
 */
export class StringLookup<Mode extends LookupMode = 'int'> implements Preprocessor {
  /** The name under which a model file holds it. */
  static readonly className: string = OWNER;
  readonly className: string = StringLookup.className;

  /** The options with their defaults; `undefined` where there is neither. */
  readonly options: ResolvedLookupOptions<Mode>;
  readonly #vocabulary: LookupVocabulary;

  constructor(options: StringLookupOptions<Mode> = {}) {
    this.options = resolveLookupOptions(options);
    this.#vocabulary = new LookupVocabulary(this.options);
    const { vocabulary, idfWeights } = this.options;
    if (vocabulary !== undefined) this.setVocabulary(vocabulary, idfWeights);
    else if (idfWeights !== undefined)
      throw new RangeError(`${OWNER}: idfWeights need a vocabulary, got none.`);
  }

  /**
   * Learns the vocabulary and drops the one before.
   *
   * @param samples any iterable of strings, or of lists of them: the document frequencies of `'tfIdf'` count samples
   */
  adapt(samples: Iterable<string | readonly string[]>): void {
    const counts = new WordCounts();
    for (const sample of checkedTexts(OWNER, samples)) {
      const tokens = Array.isArray(sample) ? (sample as readonly string[]) : [sample as string];
      const ids = Int32Array.from(tokens, (token) => counts.table.internWord(checkedString(token)));
      counts.countDocument(ids, ids.length);
    }
    this.#vocabulary.learn(counts);
  }

  /**
   * Sets the vocabulary instead of learning it.
   *
   * @param vocabulary tokens in the order of their indices, with or without the special tokens in front
   * @param idfWeights as many weights as `vocabulary` has tokens, with `'tfIdf'` and only then; special tokens that are not
   * among them get the mean
   * @throws TypeError for a token that is not a string or a weight that is not a number; RangeError for an empty or too large
   * vocabulary, a repeated token, or the mask inside it
   */
  setVocabulary(vocabulary: readonly string[], idfWeights?: ArrayLike<number>): void {
    this.#vocabulary.set(vocabulary, idfWeights);
  }

  /** Number of indices: the tokens and the special ones. */
  get vocabularySize(): number {
    return this.#vocabulary.size;
  }

  /** The token at every index; without the special ones if `specialTokens` is false. */
  getVocabulary(options: GetVocabularyOptions = {}): string[] {
    const owner = 'StringLookup.getVocabulary';
    const { specialTokens } = resolveOptions(owner, options, GET_VOCABULARY_RULES);
    const { special, tokens } = this.#vocabulary;
    return specialTokens ? [...special, ...tokens] : [...tokens];
  }

  /** The inverse document frequency by index, with `'tfIdf'` once there is a vocabulary. */
  get idfWeights(): Float32Array | undefined {
    return this.#vocabulary.idfWeights?.slice();
  }

  /**
   * The index of every string, or the columns of the other modes.
   *
   * @throws RangeError when there is no vocabulary, for an unknown string with `numOovIndices: 0`, and when the result would be
   * larger than 4 GiB
   */
  lookup(strings: LookupStrings): Mode extends 'int' ? IntTensor : FloatTensor {
    type Result = Mode extends 'int' ? IntTensor : FloatTensor; // the casts: outputMode is Mode
    const { data, shape } = arrayOf(strings);
    if (this.#vocabulary.tokens.length === 0) {
      throw new RangeError(`${OWNER}: there is no vocabulary. Call adapt or setVocabulary first.`);
    }
    const indices = Int32Array.from(data, (token) => this.#vocabulary.indexOf(checkedString(token)));
    if (this.options.outputMode === 'int') return { data: indices, shape } as Result;
    return this.#columns(indices, shape) as Result;
  }

  /** The strings at indices, as those of {@link lookup} with `'int'`; the unknown token at any other. */
  tokensOf(indices: ArrayLike<number>): string[] {
    return Array.from(indices, (index) => this.#vocabulary.tokenAt(index));
  }

  /** As {@link lookup}, for models. */
  preprocess(strings: StringArray): NdArray {
    return this.lookup(strings);
  }

  /** The shape of what a sample becomes. */
  outputShape(sampleShape: readonly (number | null)[]): readonly (number | null)[] {
    const { outputMode } = this.options;
    if (outputMode === 'int') return sampleShape;
    const drops = outputMode === 'oneHot' ? sampleShape.at(-1) === 1 : sampleShape.length > 0;
    return [...(drops ? sampleShape.slice(0, -1) : sampleShape), this.#width];
  }

  /** Options and vocabulary as plain data, for `JSON.stringify` and model files. */
  toJSON(): StringLookupJSON {
    const { maxTokens, numOovIndices, maskToken, oovToken, outputMode, padToMaxTokens } = this.options;
    const { idfWeights } = this.#vocabulary;
    return {
      className: OWNER,
      config: {
        maxTokens: maxTokens ?? null,
        numOovIndices,
        maskToken: maskToken ?? null,
        oovToken,
        outputMode,
        padToMaxTokens,
        vocabulary: this.getVocabulary({ specialTokens: false }),
        idfWeights: idfWeights === undefined ? null : Array.from(idfWeights),
      },
    };
  }

  /**
   * Builds a StringLookup from what {@link toJSON} returned.
   *
   * @throws TypeError when the data is not a StringLookup's, RangeError for options or a vocabulary that do not fit
   */
  static fromJSON(json: unknown): StringLookup<LookupMode> {
    const { options, vocabulary, idfWeights } = checkLookupConfig(json);
    const lookup = new StringLookup<LookupMode>(options);
    // The saved weights include those of the special tokens.
    const special = idfWeights ? lookup.#vocabulary.special : [];
    if (vocabulary.length > 0) lookup.setVocabulary([...special, ...vocabulary], idfWeights ?? undefined);
    return lookup;
  }

  get #width(): number {
    const { padToMaxTokens, maxTokens } = this.options;
    return padToMaxTokens ? maxTokens! : this.vocabularySize;
  }

  #columns(indices: Int32Array, shape: readonly number[]): FloatTensor {
    const { outputMode } = this.options;
    const outputShape = [shape[0]!, ...this.outputShape(shape.slice(1))] as number[];
    const width = outputShape.at(-1)!;
    const rows = sizeOf(outputShape.slice(0, -1));
    const data = new Float32Array(denseCells(OWNER, [rows, width], 'Take fewer strings at a time.'));
    const { idfWeights } = this.#vocabulary;
    const each = rows === 0 ? 0 : indices.length / rows;
    for (const [i, index] of indices.entries()) {
      if (index === NOT_COUNTED) continue;
      const at = Math.floor(i / each) * width + index;
      if (outputMode === 'count') data[at]! += 1;
      else if (outputMode === 'tfIdf') data[at]! += idfWeights![index]!;
      else data[at] = 1;
    }
    return { data, shape: outputShape };
  }
}

/** @throws TypeError for rows that are not lists of one length */
function arrayOf(strings: LookupStrings): StringArray {
  if (typeof strings === 'object' && strings !== null && 'data' in strings) {
    const { data, shape } = strings;
    if (Array.isArray(data) && Array.isArray(shape) && data.length === sizeOf(shape) && shape.length > 0)
      return strings;
    throw new TypeError(
      `${OWNER}: strings must be { data, shape } with as many strings as the shape has, got ${data?.length} for ${formatShape(shape)}.`,
    );
  }
  const rows = checkedTexts(OWNER, strings);
  if (!Array.isArray(rows[0])) return stringArray(rows as readonly string[]); // each is checked where it is looked up
  const width = rows[0].length;
  for (const [i, row] of rows.entries()) {
    if (Array.isArray(row) && row.length === width) continue;
    throw new TypeError(
      `${OWNER}: rows must have one length, got ${Array.isArray(row) ? row.length : formatValue(row)} strings at ${i} and ${width} at 0.`,
    );
  }
  return { data: (rows as readonly (readonly string[])[]).flat(), shape: [rows.length, width] };
}

function checkedString(token: unknown): string {
  if (typeof token === 'string') return token;
  throw new TypeError(`${OWNER}: expected a string, got ${formatValue(token)}.`);
}
