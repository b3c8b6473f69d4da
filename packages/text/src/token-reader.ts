import {
  boolean,
  formatValue,
  functionOf,
  type OptionRules,
  optional,
  type Resolved,
} from '@seqloom/options';
import { checkedTokens } from './checked-texts.ts';
import { pythonLower } from './python-lower.ts';
import { separatorTable, WORD_SEQUENCE_RULES, wordSequence } from './word-sequence.ts';
import { codeUnits, grown, HASH_SEED, nextHash, type WordTable } from './word-table.ts';

/** One document: a text, or a text that was split into tokens before. */
export type Text = string | readonly string[];

/** How a {@link Tokenizer} splits texts into tokens. */
export interface TokenOptions {
  /** Characters that count as `split`, each code point on its own. Default: punctuation, tab, line feed. */
  readonly filters?: string;
  /** Whether texts and given tokens are lowercased. Default `true`. */
  readonly lower?: boolean;
  /** The separator between words. Default: one space. */
  readonly split?: string;
  /** Whether every character (code point) is a token; `filters` and `split` are ignored then. Default `false`. */
  readonly charLevel?: boolean;
  /** Splits a text into tokens, in place of `filters`, `lower` and `split`. */
  readonly analyzer?: ((text: string) => readonly string[]) | undefined;
}

/** Rules of the options above without the analyzer, which gives no places of its tokens. */
export const PLACED_TOKEN_RULES: OptionRules<Omit<TokenOptions, 'analyzer'>> = {
  ...WORD_SEQUENCE_RULES,
  charLevel: boolean(false),
};

/** Rules of the options above. */
export const TOKEN_RULES: OptionRules<TokenOptions> = {
  ...PLACED_TOKEN_RULES,
  analyzer: optional(functionOf<(text: string) => readonly string[]>()),
};

/** Reads documents into word ids of a table: the inner loop of the Tokenizer. */
export class TokenReader {
  readonly options: Resolved<TokenOptions>;
  /** The token ids of the last document, as many as `read` returned; −1 is an unknown word. Overwritten by `read`. */
  ids: Int32Array = new Int32Array(1 << 10);

  readonly #separators: Uint8Array | undefined;
  /** Buffer for the text that is being read. */
  #units: Uint16Array = new Uint16Array(1 << 12);

  constructor(options: Resolved<TokenOptions>) {
    this.options = options;
    this.#separators = separatorTable(options.filters, options.split);
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
