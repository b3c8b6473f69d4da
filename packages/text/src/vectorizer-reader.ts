import { joinedGrams } from './ngrams.ts';
import type { OutputMode, ResolvedVectorizerOptions } from './vectorizer-options.ts';
import { ASCII_WHITESPACE, splitText, standardizeText } from './vectorizer-text.ts';
import { codeUnits, grown, HASH_SEED, nextHash, type WordTable } from './word-table.ts';

/** The id of an empty token where tokens are looked up. */
export const EMPTY = -2;

/** What becomes of an ASCII character: the character itself or its lower case, or one of these two. */
const SEPARATES = 128;
const IS_DROPPED = 129;
const SPACE = 32;

/**
 * Reads texts into token ids of a table: the inner loop of the TextVectorizer. Texts that are split at white space are
 * read code unit by code unit, without a string per token.
 */
export class VectorizerReader {
  /** The ids of the last text, as many as `read` returned. Overwritten by `read`. */
  ids: Int32Array = new Int32Array(1 << 10);

  readonly #options: ResolvedVectorizerOptions<OutputMode>;
  readonly #ascii: Uint8Array;
  /** Buffer for the text that is being read. */
  #units: Uint16Array = new Uint16Array(1 << 12);
  /** Buffer for the text that is being read, while it may be ASCII. */
  #bytes: Uint8Array = new Uint8Array(1 << 12);
  readonly #encoder: TextEncoder = new TextEncoder();
  /** By token of the text, where there are n-grams: its first code unit and the one after its last. */
  #ranges: Int32Array = new Int32Array(2 << 10);

  constructor(options: ResolvedVectorizerOptions<OutputMode>) {
    this.#options = options;
    this.#ascii = asciiTable(options.standardize);
  }

  /**
   * Reads one text and returns its number of tokens, n-grams included.
   *
   * @param add whether tokens that the table does not hold are added to it; otherwise they read as −1, and
   * an empty one as {@link EMPTY}
   */
  read(text: string, table: WordTable, add: boolean): number {
    const { standardize, split, ngrams: widths } = this.#options;
    if (split === 'whitespace') {
      return this.#readWords(
        typeof standardize === 'function' ? standardizeText(text, standardize) : text,
        table,
        add,
      );
    }
    const tokens = joinedGrams(splitText(standardizeText(text, standardize), split), widths, ' ');
    this.#reserve(tokens.length);
    for (const [i, token] of tokens.entries()) {
      this.ids[i] = add ? table.internWord(token) : token === '' ? EMPTY : table.findWord(token);
    }
    return tokens.length;
  }

  #readWords(text: string, table: WordTable, add: boolean): number {
    const { ngrams: widths } = this.#options;
    const single = widths.length === 1 && widths[0] === 1;
    const count = this.#scan(text, table, add, single);
    return single ? count : this.#readGrams(count, table, add);
  }

  /**
   * Finds the tokens of a text and returns their number. Reads them into `ids` if `single`; else notes where they are for
   * `#readGrams`.
   */
  #scan(text: string, table: WordTable, add: boolean, single: boolean): number {
    const most = (text.length >> 1) + 1; // every other character may be a token
    this.#reserve(most);
    if (!single && 2 * most > this.#ranges.length) this.#ranges = new Int32Array(4 * most);
    return this.#isAscii(text)
      ? this.#scanAscii(text.length, table, add, single)
      : this.#scanUnits(text, table, add, single);
  }

  /** Whether a text is ASCII; its characters are in `#bytes` then. The engine's encoder is several times faster than a loop. */
  #isAscii(text: string): boolean {
    const { length } = text;
    if (length > this.#bytes.length) this.#bytes = new Uint8Array(2 * length);
    const { read, written } = this.#encoder.encodeInto(text, this.#bytes);
    return read === length && written === length;
  }

  #scanAscii(length: number, table: WordTable, add: boolean, single: boolean): number {
    if (length >= this.#units.length) this.#units = new Uint16Array(2 * length);
    const units = this.#units; // standardized
    const bytes = this.#bytes;
    const ascii = this.#ascii;
    const ids = this.ids;
    const ranges = this.#ranges;
    let count = 0;
    let end = 0;
    for (let i = 0; i < length; i++) {
      const start = end;
      let hash = HASH_SEED;
      for (; i < length; i++) {
        const unit = ascii[bytes[i]!]!;
        if (unit < SEPARATES) {
          units[end++] = unit;
          hash = nextHash(hash, unit);
        } else if (unit === SEPARATES) break;
      }
      if (end === start) continue;
      if (single) {
        ids[count++] = add ? table.intern(units, start, end, hash) : table.find(units, start, end, hash);
        end = start; // the token is not needed any more
      } else {
        ranges[2 * count] = start;
        ranges[2 * count++ + 1] = end;
        units[end++] = SPACE;
      }
    }
    return count;
  }

  #scanUnits(text: string, table: WordTable, add: boolean, single: boolean): number {
    const units = codeUnits(text, this.#units);
    this.#units = units;
    const ascii = this.#ascii;
    const length = text.length;
    const ids = this.ids;
    const ranges = this.#ranges;
    let count = 0;
    let end = 0;
    for (let i = 0; i < length; i++) {
      const start = end;
      let hash = HASH_SEED;
      for (; i < length; i++) {
        let unit = units[i]!;
        if (unit < 128) {
          unit = ascii[unit]!;
          if (unit === SEPARATES) break;
          if (unit === IS_DROPPED) continue;
        }
        units[end++] = unit;
        hash = nextHash(hash, unit);
      }
      if (end === start) continue;
      if (single) {
        ids[count++] = add ? table.intern(units, start, end, hash) : table.find(units, start, end, hash);
        end = start; // the token is not needed any more
      } else {
        ranges[2 * count] = start;
        ranges[2 * count++ + 1] = end;
        units[end++] = SPACE;
      }
    }
    return count;
  }

  #readGrams(count: number, table: WordTable, add: boolean): number {
    const units = this.#units;
    const ranges = this.#ranges;
    let length = 0;
    for (const width of this.#options.ngrams) {
      this.#reserve(length + count);
      const ids = this.ids;
      for (let first = 0; first + width <= count; first++) {
        const start = ranges[2 * first]!;
        // Tokens stand one space apart, so an n-gram is a range, too.
        const end = ranges[2 * (first + width - 1) + 1]!;
        let hash = HASH_SEED;
        for (let i = start; i < end; i++) hash = nextHash(hash, units[i]!);
        ids[length++] = add ? table.intern(units, start, end, hash) : table.find(units, start, end, hash);
      }
    }
    return length;
  }

  #reserve(length: number): void {
    if (length > this.ids.length) this.ids = grown(this.ids, length, (n) => new Int32Array(n));
  }
}

/** By ASCII code: the character after standardizing, `SEPARATES` or `IS_DROPPED`. */
function asciiTable(standardize: ResolvedVectorizerOptions<OutputMode>['standardize']): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) => {
    const character = String.fromCharCode(code);
    if (ASCII_WHITESPACE.test(character)) return SEPARATES;
    if (typeof standardize === 'function') return code;
    const standardized = standardizeText(character, standardize);
    return standardized === '' ? IS_DROPPED : standardized.charCodeAt(0);
  });
}
