import { checkBoolean, checkFunction, formatValue } from '@seqloom/options';
import { checkedTokens } from './checked-texts.ts';
import { pythonLower } from './python-lower.ts';
import {
  checkWordSequenceTypes,
  DEFAULT_FILTERS,
  separatorTable,
  WORD_SEQUENCE_OPTIONS,
  wordSequence,
} from './word-sequence.ts';
import { codeUnits, grown, HASH_SEED, nextHash, type WordTable } from './word-table.ts';

/** One document: a text, or the tokens somebody else cut it into. */
export type Text = string | readonly string[];

/** How a {@link Tokenizer} cuts texts into tokens. */
export interface TokenOptions {
  /** Characters that count as `split`, each code point on its own. Default: punctuation, tab, line feed. */
  readonly filters?: string;
  /** Whether texts and given tokens are lowercased. Default `true`. */
  readonly lower?: boolean;
  /** The separator between words. Default: one space. */
  readonly split?: string;
  /** Whether every character (code point) is a token; `filters` and `split` then do nothing. Default `false`. */
  readonly charLevel?: boolean;
  /** Cuts a text into tokens instead of `filters`, `lower` and `split`. */
  readonly analyzer?: (text: string) => readonly string[];
}

/** The options above but the analyzer, for `checkOptions`. */
export const TOKEN_OPTIONS: Readonly<Record<keyof Omit<TokenOptions, 'analyzer'>, true>> = {
  ...WORD_SEQUENCE_OPTIONS,
  charLevel: true,
};

/** The types of these options. */
export function checkTokenTypes(owner: string, options: TokenOptions): void {
  checkWordSequenceTypes(owner, options);
  const { charLevel, analyzer } = options;
  if (charLevel !== undefined) checkBoolean(owner, 'charLevel', charLevel);
  if (analyzer !== undefined) checkFunction(owner, 'analyzer', analyzer);
}

/** Reads documents into word ids of a table: the inner loop of the Tokenizer. */
export class TokenReader {
  readonly options: Required<Omit<TokenOptions, 'analyzer'>> & Pick<TokenOptions, 'analyzer'>;
  /** The ids of the document read last are `ids[0..read(…)]`; −1 is an unknown word. Overwritten by each read. */
  ids: Int32Array = new Int32Array(1 << 10);

  readonly #separators: Uint8Array | undefined;
  /** Buffer for the text that is being read. */
  #units: Uint16Array = new Uint16Array(1 << 12);

  constructor(options: TokenOptions) {
    const { filters = DEFAULT_FILTERS, lower = true, split = ' ', charLevel = false, analyzer } = options;
    this.options = { filters, lower, split, charLevel, ...(analyzer && { analyzer }) };
    this.#separators = separatorTable(filters, split);
  }

  /**
   * Reads one document and returns its number of tokens.
   *
   * @param add whether unknown words are added to the table; otherwise they read as −1.
   * @param position which document of the caller's this is, from 0, for error messages.
   */
  read(text: Text, table: WordTable, add: boolean, position: number): number {
    const { lower, charLevel, analyzer } = this.options;
    if (typeof text !== 'string') {
      const tokens = checkedDocument(text, position);
      return this.#readTokens(lower ? tokens.map(pythonLower) : tokens, table, add);
    }
    if (charLevel) return this.#readTokens(lower ? pythonLower(text) : text, table, add); // by code points
    if (analyzer !== undefined) {
      return this.#readTokens(checkedTokens('Tokenizer', 'analyzer', analyzer(text)), table, add);
    }
    if (this.#separators === undefined) {
      return this.#readTokens(wordSequence('Tokenizer', text, this.options), table, add);
    }
    return this.#readWords(lower ? pythonLower(text) : text, this.#separators, table, add);
  }

  #readWords(text: string, separators: Uint8Array, table: WordTable, add: boolean): number {
    const units = codeUnits(text, this.#units);
    this.#units = units;
    const length = text.length;
    this.#reserve((length >> 1) + 1); // every other character may be a word
    const ids = this.ids;
    let count = 0;
    for (let i = 0; i < length; i++) {
      let unit = units[i]!;
      if (separators[unit] !== 0) continue;
      const start = i;
      let hash = HASH_SEED;
      do {
        hash = nextHash(hash, unit);
        unit = units[++i]!;
      } while (i < length && separators[unit] === 0);
      ids[count++] = add ? table.intern(units, start, i, hash) : table.find(units, start, i, hash);
    }
    return count;
  }

  #readTokens(tokens: Iterable<string>, table: WordTable, add: boolean): number {
    let count = 0;
    for (const token of tokens) {
      this.#reserve(count + 1);
      this.ids[count++] = add ? table.internWord(token) : table.findWord(token);
    }
    return count;
  }

  #reserve(length: number): void {
    if (length > this.ids.length) this.ids = grown(this.ids, length, (n) => new Int32Array(n));
  }
}

function checkedDocument(tokens: unknown, position: number): readonly string[] {
  if (Array.isArray(tokens) && tokens.every((token) => typeof token === 'string')) return tokens;
  throw new TypeError(
    `Tokenizer: text ${position} must be a string or an array of strings, got ${formatValue(tokens)}.`,
  );
}
