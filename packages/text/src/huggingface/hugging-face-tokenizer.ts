import type { NdArray, Preprocessor, StringArray } from '@seqloom/arrays';
import {
  boolean,
  count,
  formatShape,
  formatValue,
  type OptionRules,
  oneOf,
  optional,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { checkedStrings } from '../checked-texts.ts';
import { type IntMatrix, padSequences } from '../pad-sequences.ts';
import { type OpenTokenizer, openTokenizer } from './open-tokenizer.ts';

const OWNER = 'HuggingFaceTokenizer';

/** Options of a {@link HuggingFaceTokenizer}; what is not given is what the file says. */
export interface HuggingFaceTokenizerOptions {
  /** Length of every row: shorter ones are padded, longer ones cut. Default: the file's, or the longest of a batch. */
  readonly outputSequenceLength?: number | undefined;
  /** Most ids of a text, special tokens included. Default: the file's, or no limit. */
  readonly maxLength?: number | undefined;
  /** Whether rows are padded in front or at the end. Default: the file's, or `'post'`. */
  readonly padding?: 'pre' | 'post' | undefined;
  /** Whether long texts lose their first or their last ids. Default: the file's, or `'post'`. */
  readonly truncating?: 'pre' | 'post' | undefined;
  /** The id that fills rows, `indexFrom` included. Default: 0 with `indexFrom`, the file's, or that of `[PAD]` or `<pad>`. */
  readonly padId?: number | undefined;
  /** Added to every id; default 0. With 1 the id 0 is padding alone, as `maskZero` of an `Embedding` takes it. */
  readonly indexFrom?: number;
  /** Whether the special tokens of the file, such as `[CLS]` and `[SEP]`, stand around a text. Default `true`. */
  readonly specialTokens?: boolean;
}

const RULES: OptionRules<HuggingFaceTokenizerOptions> = {
  outputSequenceLength: optional(positiveInteger()),
  maxLength: optional(positiveInteger()),
  padding: optional(oneOf(['pre', 'post'])),
  truncating: optional(oneOf(['pre', 'post'])),
  padId: optional(count()),
  indexFrom: count(0),
  specialTokens: boolean(true),
};

/** Options of {@link HuggingFaceTokenizer.decode}. */
export interface DecodeOptions {
  /** Whether special tokens are kept in the text. Default `false`. */
  readonly specialTokens?: boolean;
}

const DECODE_RULES: OptionRules<DecodeOptions> = { specialTokens: boolean(false) };

/** A saved HuggingFaceTokenizer: the text of its tokenizer.json, and its options. */
export interface HuggingFaceTokenizerJSON {
  readonly className: string;
  readonly config: { readonly json: string; readonly options: HuggingFaceTokenizerOptions };
}

/** Tokens that fill rows where a file says nothing of padding. */
const PADDINGS = ['[PAD]', '<pad>'];

/**
 * A tokenizer of Hugging Face, from the text of its `tokenizer.json`: BPE, WordPiece, Unigram and whole words. It gives the ids of Python's
 * `tokenizers`, and may stand before the layers of a model, which then takes texts and keeps it in its file.
 *
 * **Shapes**: `n` texts → `[n, T]` int32.
 *
 * @throws TokenizerFileError for a file that is damaged or hostile, or would give other ids than in Python, saying why; RangeError for options
 * that leave no room for a text
 *
 * **Source**: `Tokenizer.encode_batch` of Hugging Face's `tokenizers`; the work is done by `@huggingface/tokenizers`.
 *
 * @example
 * ```ts
 * const tokenizer = new HuggingFaceTokenizer(await readFile('tokenizer.json', 'utf8'), { outputSequenceLength: 128 });
 * const { data, shape } = tokenizer.vectorize(['not bad at all']); // [1, 128]
 * ```
 */
export class HuggingFaceTokenizer implements Preprocessor {
  /** The name under which a model file holds it. */
  static readonly className: string = OWNER;
  readonly className: string = HuggingFaceTokenizer.className;

  /** The options as they were given. */
  readonly options: HuggingFaceTokenizerOptions;
  readonly #json: string;
  readonly #open: OpenTokenizer;
  readonly #indexFrom: number;
  readonly #padId: number | undefined;
  readonly #length: number | undefined;
  /** Most ids of a text beside the special tokens. */
  readonly #room: number;
  readonly #before: readonly number[];
  readonly #after: readonly number[];

  constructor(json: string, options: HuggingFaceTokenizerOptions = {}) {
    if (typeof json !== 'string') {
      throw new TypeError(`${OWNER}: expected the text of a tokenizer.json, got ${formatValue(json)}.`);
    }
    const given = resolveOptions<HuggingFaceTokenizerOptions>(OWNER, options, RULES);
    this.options = { ...options };
    this.#json = json;
    this.#open = openTokenizer(json);
    const { settings, before, after } = this.#open;
    this.#indexFrom = given.indexFrom;
    this.#before = given.specialTokens ? before : [];
    this.#after = given.specialTokens ? after : [];
    this.#length = given.outputSequenceLength ?? settings.outputSequenceLength;
    const most = Math.min(
      given.maxLength ?? settings.maxLength ?? Number.POSITIVE_INFINITY,
      this.#length ?? Number.POSITIVE_INFINITY,
    );
    this.#room = most - this.#before.length - this.#after.length;
    if (this.#room < 0) {
      throw new RangeError(
        `${OWNER}: ${most} ids have no room for ${most - this.#room} special tokens. Increase maxLength.`,
      );
    }
    this.#padId = given.padId ?? this.#padOfFile();
  }

  /** Ids of a text, special tokens included, not padded. Letters without an id are left out where the file has no unknown token. */
  encode(text: string): number[] {
    if (typeof text !== 'string')
      throw new TypeError(`${OWNER}: a text must be a string, got ${formatValue(text)}.`);
    const ids = this.#open.encode(text);
    const from = this.#settingOf('truncating') === 'pre' ? Math.max(0, ids.length - this.#room) : 0;
    const kept = ids.slice(from, from + this.#room);
    return [...this.#before, ...kept, ...this.#after].map((id) => id + this.#indexFrom);
  }

  /** The tokens of a text, special tokens included. */
  tokens(text: string): string[] {
    return this.encode(text).map((id) => this.#open.tokens.get(id - this.#indexFrom)!);
  }

  /**
   * Ids of texts as one matrix. Rows are padded to the longest, or to the length that the file or the options say.
   *
   * @throws RangeError where rows must be filled and neither the file nor `padId` says with what, and above 4 GiB
   */
  vectorize(texts: readonly string[]): IntMatrix {
    const rows = checkedStrings(OWNER, texts).map((text) => this.encode(text));
    const { multiple } = this.#open.settings;
    const longest = this.#length ?? rows.reduce((length, row) => Math.max(length, row.length), 1);
    const maxlen = Math.ceil(longest / multiple) * multiple;
    if (this.#padId === undefined && rows.some(({ length }) => length < maxlen)) {
      throw new RangeError(
        `${OWNER}: the file has no token for padding. Give padId, or indexFrom: 1 to fill rows with 0.`,
      );
    }
    return padSequences(rows, { maxlen, padding: this.#settingOf('padding'), value: this.#padId ?? 0 });
  }

  /**
   * A text from ids. Special tokens are left out, and padding that `indexFrom` makes room for.
   *
   * @throws RangeError for an id that no token has
   */
  decode(ids: ArrayLike<number>, options: DecodeOptions = {}): string {
    const { specialTokens } = resolveOptions<DecodeOptions>(`${OWNER}.decode`, options, DECODE_RULES);
    const own: number[] = [];
    for (const id of Array.from(ids)) {
      if (id === this.#padId && this.#indexFrom > 0) continue;
      if (!this.#open.tokens.has(id - this.#indexFrom)) {
        throw new RangeError(`${OWNER}: no token has id ${formatValue(id)}.`);
      }
      own.push(id - this.#indexFrom);
    }
    if (own.length === 0) return '';
    return this.#open.decode(own, specialTokens);
  }

  /** One more than the largest id: `inputDim` of an `Embedding`. */
  get vocabularySize(): number {
    let largest = -1;
    for (const id of this.#open.tokens.keys()) largest = Math.max(largest, id);
    return Math.max(largest + 1 + this.#indexFrom, (this.#padId ?? 0) + 1);
  }

  /** The token at every id; empty where there is none. */
  getVocabulary(): string[] {
    return Array.from(
      { length: this.vocabularySize },
      (_, id) => this.#open.tokens.get(id - this.#indexFrom) ?? '',
    );
  }

  /** The id of a token; undefined where there is none. */
  idOf(token: string): number | undefined {
    const id = this.#open.idOf(token);
    return id === undefined ? undefined : id + this.#indexFrom;
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
    const { multiple } = this.#open.settings;
    return [this.#length === undefined ? null : Math.ceil(this.#length / multiple) * multiple];
  }

  /** The file and the options as plain data, for `JSON.stringify` and model files. */
  toJSON(): HuggingFaceTokenizerJSON {
    return { className: this.className, config: { json: this.#json, options: this.options } };
  }

  /**
   * Builds one from what {@link toJSON} returned.
   *
   * @throws TypeError for data of another form
   */
  static fromJSON(json: unknown): HuggingFaceTokenizer {
    const { className, config } = (json ?? {}) as Partial<HuggingFaceTokenizerJSON>;
    if (className === OWNER && typeof config?.json === 'string')
      return new HuggingFaceTokenizer(config.json, config.options);
    throw new TypeError(
      `${OWNER}: the saved data must be { className: '${OWNER}', config }, got ${formatValue(json)}.`,
    );
  }

  #settingOf(name: 'padding' | 'truncating'): 'pre' | 'post' {
    return this.options[name] ?? this.#open.settings[name];
  }

  #padOfFile(): number | undefined {
    if (this.#indexFrom > 0) return 0;
    const token = PADDINGS.find((each) => this.idOf(each) !== undefined);
    return this.#open.settings.padId ?? (token === undefined ? undefined : this.idOf(token));
  }
}
