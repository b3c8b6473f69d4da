import type { ByteWindow } from '@seqloom/archives/streams';
import { formatValue } from '@seqloom/options';
import { parseDecimal, parseDecimals } from './decimal.ts';
import { countFields, endOfField, skipFields, startOfField, trimEnd } from './fields.ts';
import type { RowParser, RowReader } from './row-reader.ts';
import { VectorFormatError } from './vector-format-error.ts';
import { enoughToVote, voteDimensions } from './vote-dimensions.ts';
import { MAX_DIMENSIONS } from './word-vectors.ts';

const LINE_FEED = 0x0a;
/** Upper bound on the length of a line: 65,536 numbers of 15 characters. */
const MAX_LINE_BYTES = 1 << 20;

/**
 * Lines `word x1 … xD`, separated by blanks or tabs: GloVe, and word2vec and fastText after their header. A word may
 * contain blanks, as some of GloVe's do; the last `D` fields are the numbers.
 */
export class TextParser implements RowParser {
  readonly #reader: RowReader;
  /** Rows that the header promised. */
  readonly #promised: number | undefined;
  #dimensions: number | undefined;
  #line: number;

  /**
   * @param header the numbers of a header
   * @param dimensions the option of the caller; without header and option the first lines decide
   */
  constructor(
    reader: RowReader,
    header?: { readonly count: number; readonly dimensions: number },
    dimensions: number | undefined = header?.dimensions,
  ) {
    this.#reader = reader;
    this.#promised = header?.count;
    this.#line = header ? 1 : 0;
    if (dimensions !== undefined) this.#setDimensions(dimensions);
  }

  consume(window: ByteWindow, last: boolean): void {
    const { bytes } = window;
    if (this.#dimensions === undefined && !last && !enoughToVote(window)) return;
    while (!this.#reader.done) {
      const feed = bytes.indexOf(LINE_FEED, window.start);
      const lineEnd = feed < 0 || feed >= window.end ? window.end : feed;
      if (lineEnd - window.start > MAX_LINE_BYTES) {
        throw new VectorFormatError(`the line is longer than ${MAX_LINE_BYTES} bytes.`, this.#line + 1);
      }
      const whole = lineEnd < window.end;
      if (!whole && (!last || window.length === 0)) break;
      this.#line++;
      const end = trimEnd(bytes, window.start, lineEnd);
      if (this.#dimensions === undefined && end > window.start) {
        this.#setDimensions(voteDimensions(bytes, window.start, window.end));
      }
      this.#parseLine(bytes, window.start, end);
      window.start = whole ? lineEnd + 1 : lineEnd;
    }
    if (last && !this.#reader.done) this.#checkEnd();
  }

  #checkEnd(): void {
    const { seen } = this.#reader;
    if (this.#dimensions === undefined) throw new VectorFormatError('the file holds no vectors.');
    if (this.#promised !== undefined && seen < this.#promised) {
      this.#reader.bad(
        this.#line,
        undefined,
        `the header promises ${this.#promised} words, the file ends after ${seen}.`,
      );
    }
  }

  #parseLine(bytes: Uint8Array, start: number, end: number): void {
    if (start === end) return; // an empty line, which some writers leave at the end
    const reader = this.#reader;
    reader.seen++;
    if (reader.seen > (this.#promised ?? Number.POSITIVE_INFINITY)) {
      reader.bad(this.#line, undefined, `the header promises ${this.#promised} words, but there are more.`);
      return;
    }
    const fieldEnd = endOfField(bytes, start, end);
    const field = reader.decode(bytes, start, fieldEnd);
    if (!reader.filter.mayWant(field)) return;
    const problem = this.#parseNumbers(bytes, fieldEnd, end);
    if (problem === undefined && reader.filter.wants(field)) reader.keep(field, this.#line);
    else if (problem !== undefined) this.#parseBlankedWord(bytes, start, end, problem);
  }

  /**
   * Parses a line whose first field is not followed by exactly `D` numbers. If the field before the last `D` is a number,
   * the line has too many numbers, otherwise a word with blanks.
   */
  #parseBlankedWord(bytes: Uint8Array, start: number, end: number, problem: string): void {
    const surplus = countFields(bytes, start, end) - (this.#dimensions! + 1);
    const { start: lastField, end: wordEnd } = skipFields(bytes, start, end, surplus + 1);
    const word = this.#reader.decode(bytes, start, wordEnd);
    const blanked = surplus > 0 && Number.isNaN(parseDecimal(bytes, lastField, wordEnd));
    if (blanked && this.#parseNumbers(bytes, wordEnd, end) === undefined) {
      if (this.#reader.filter.wants(word)) this.#reader.keep(word, this.#line);
      return;
    }
    this.#reader.bad(this.#line, word.slice(0, 100), problem);
  }

  /** Reads the numbers from `position` to `end` into the collector's row; returns the problem, if there is one. */
  #parseNumbers(bytes: Uint8Array, position: number, end: number): string | undefined {
    const { row } = this.#reader.collector;
    const after = parseDecimals(bytes, position, end, row);
    if (after >= 0)
      return after === end
        ? undefined
        : `there are ${countFields(bytes, position, end)} numbers, expected ${row.length}.`;
    const found = countFields(bytes, position, end);
    const wrong = -1 - after;
    if (found <= wrong) return `there are ${found} numbers, expected ${row.length}.`;
    let fieldStart = startOfField(bytes, position, end);
    for (let d = 0; d < wrong; d++) fieldStart = startOfField(bytes, endOfField(bytes, fieldStart, end), end);
    const fieldEnd = Math.min(endOfField(bytes, fieldStart, end), fieldStart + 40);
    const text = formatValue(this.#reader.decode(bytes, fieldStart, fieldEnd));
    return `number ${wrong + 1} must be a finite float32, got ${text}.`;
  }

  #setDimensions(dimensions: number): void {
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new VectorFormatError(
        `vectors must have 1 … ${MAX_DIMENSIONS} numbers, got ${dimensions}.`,
        Math.max(1, this.#line),
      );
    }
    this.#dimensions = dimensions;
    this.#reader.collector.dimensions = dimensions;
  }
}
