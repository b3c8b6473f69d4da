/** One record, as places in a buffer. The object is reused: read it before returning. */
export interface CsvRecord {
  readonly bytes: Uint8Array;
  /** First byte of each field, quotes left out. */
  readonly starts: Int32Array;
  /** One past the last byte of each field. */
  readonly ends: Int32Array;
  /** 0 plain, 1 quoted, 2 quoted with doubled quotes inside, 3 quoted and followed by stray text. */
  readonly quotes: Uint8Array;
  /** Number of fields. */
  readonly count: number;
  /** Line the record begins on, from 1. */
  readonly line: number;
}

/** Options of {@link CsvSplitter}. */
export interface CsvSplitterOptions {
  /** Whether quotes enclose fields; otherwise they are characters like others. Default true. */
  readonly quoted?: boolean;
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
const TAB = 0x09;
/** No sensible field is longer; a quote that is never closed would otherwise swallow the file. */
const LONGEST_QUOTED = 1 << 20;
/** A line without an end is no text; tables of 100,000 columns and more stay far below. */
const LONGEST_RECORD = 1 << 26;

/**
 * Cuts CSV bytes into records, regardless of the borders of the chunks: fields in quotes (RFC 4180: `""` is a
 * quote, line breaks allowed), `\n` or `\r\n`, empty lines passed over. Works on the bytes of UTF-8 and of all
 * one-byte encodings, where delimiters and quotes are never part of another character. The delimiter is one ASCII character;
 * `whitespace` is any run of blanks and tabs; blanks at the ends of a line mean nothing.
 *
 * @example
 * const decoder = new TextDecoder();
 * const splitter = new CsvSplitter(',', ({ bytes, starts, ends }) => {
 *   console.log(decoder.decode(bytes.subarray(starts[0], ends[0])));
 * });
 * splitter.push(new TextEncoder().encode('a,b\n'));
 * splitter.end(); // a
 */
export class CsvSplitter {
  readonly #delimiter: number;
  readonly #blanks: boolean;
  readonly #quoted: boolean;
  readonly #onRecord: (record: CsvRecord) => void;
  readonly #record: { -readonly [Key in keyof CsvRecord]: CsvRecord[Key] };
  /** The beginning of a record, in pieces that together hold no end of a line outside quotes. */
  #pieces: Uint8Array[] = [];
  #held = 0;
  #line = 1;
  #lineBreaks = 0;

  // Documented at the class: editors show this comment in place of that one.
  constructor(
    delimiter: string,
    onRecord: (record: CsvRecord) => void,
    { quoted = true }: CsvSplitterOptions = {},
  ) {
    this.#quoted = quoted;
    this.#blanks = delimiter === 'whitespace';
    this.#delimiter = delimiter.charCodeAt(0);
    this.#onRecord = onRecord;
    this.#record = {
      bytes: new Uint8Array(0),
      starts: new Int32Array(64),
      ends: new Int32Array(64),
      quotes: new Uint8Array(64),
      count: 0,
      line: 1,
    };
  }

  /** Takes the next bytes and hands out the records they complete. */
  push(chunk: Uint8Array): void {
    // a chunk that ends no line ends no record: nothing is joined or looked at again before one does
    if (!chunk.includes(LF)) {
      this.#hold(chunk.slice());
      return;
    }
    const bytes = this.#joined(chunk);
    let at = 0;
    for (;;) {
      const next = this.#scan(bytes, at, false);
      if (next < 0) break;
      at = next;
    }
    this.#hold(bytes.slice(at));
  }

  /** Hands out the last record, which needs no line break. */
  end(): void {
    const bytes = this.#joined(new Uint8Array(0));
    for (let at = 0; at < bytes.length; ) at = this.#scan(bytes, at, true);
  }

  #hold(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#pieces.push(piece);
    this.#held += piece.length;
    if (this.#held > LONGEST_RECORD) {
      throw new RangeError(`line ${this.#line}: a record has more than ${LONGEST_RECORD} bytes`);
    }
  }

  /** What is held and a chunk in one array; nothing is held afterwards. */
  #joined(chunk: Uint8Array): Uint8Array {
    if (this.#held === 0) return chunk;
    const bytes = new Uint8Array(this.#held + chunk.length);
    let at = 0;
    for (const piece of [...this.#pieces, chunk]) {
      bytes.set(piece, at);
      at += piece.length;
    }
    this.#pieces = [];
    this.#held = 0;
    return bytes;
  }

  /** Reads one record from `from`; returns the place after it, or −1 when it is not complete yet. */
  #scan(bytes: Uint8Array, from: number, last: boolean): number {
    if (this.#blanks) return this.#scanBlanks(bytes, from, last);
    const delimiter = this.#delimiter;
    const size = bytes.length;
    let at = from;
    let count = 0;
    this.#lineBreaks = 0;
    for (;;) {
      let start = at;
      let quote = 0;
      if (this.#quoted && at < size && bytes[at] === QUOTE) {
        start++;
        const close = this.#closingQuote(bytes, start, last);
        if (close < 0) return -1;
        quote = this.#escaped ? 2 : 1;
        at = close + 1;
        const after = at;
        while (at < size && bytes[at] !== delimiter && bytes[at] !== LF) at++;
        if (at === size && !last) return -1;
        if (at > after && !(at === after + 1 && bytes[after] === CR)) quote = 3;
        this.#field(count++, start, close, quote);
      } else {
        while (at < size && bytes[at] !== delimiter && bytes[at] !== LF) at++;
        if (at === size && !last) return -1;
        const cr = at > start && bytes[at - 1] === CR && (at === size || bytes[at] === LF);
        this.#field(count++, start, cr ? at - 1 : at, 0);
      }
      if (at < size && bytes[at] === delimiter) {
        at++;
        continue;
      }
      this.#emit(bytes, count);
      return at + 1;
    }
  }

  /** As `#scan`, with runs of blanks between fields. */
  #scanBlanks(bytes: Uint8Array, from: number, last: boolean): number {
    const size = bytes.length;
    const isBlank = (byte: number | undefined): boolean => byte === BLANK || byte === TAB || byte === CR;
    let count = 0;
    this.#lineBreaks = 0;
    for (let at = from; ; ) {
      while (at < size && isBlank(bytes[at])) at++;
      if (at === size && !last) return -1;
      if (at === size || bytes[at] === LF) {
        this.#emit(bytes, count);
        return at + 1;
      }
      if (this.#quoted && bytes[at] === QUOTE) {
        const close = this.#closingQuote(bytes, at + 1, last);
        if (close < 0) return -1;
        const after = bytes[close + 1];
        const ends = close + 1 === size || after === LF || isBlank(after);
        this.#field(count++, at + 1, close, ends ? (this.#escaped ? 2 : 1) : 3);
        at = close + 1;
        continue;
      }
      const start = at;
      while (at < size && bytes[at] !== LF && !isBlank(bytes[at])) at++;
      if (at === size && !last) return -1;
      this.#field(count++, start, at, 0);
    }
  }

  #escaped = false;

  /** The place of the quote that ends a field, or −1 when it is not there yet. */
  #closingQuote(bytes: Uint8Array, from: number, last: boolean): number {
    this.#escaped = false;
    for (let at = from; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === LF) this.#lineBreaks++;
      if (byte !== QUOTE) continue;
      if (at + 1 === bytes.length && !last) return -1; // it may be the first of two
      if (bytes[at + 1] !== QUOTE) return at;
      this.#escaped = true;
      at++;
    }
    if (last) throw new RangeError(`line ${this.#line}: a quote is not closed`);
    if (bytes.length - from > LONGEST_QUOTED - 1) {
      throw new RangeError(
        `line ${this.#line}: a record has more than ${LONGEST_QUOTED} bytes in a quote that is not closed`,
      );
    }
    return -1;
  }

  #field(index: number, start: number, end: number, quote: number): void {
    const record = this.#record;
    if (index === record.starts.length) {
      const grown = index * 2;
      const [starts, ends, quotes] = [new Int32Array(grown), new Int32Array(grown), new Uint8Array(grown)];
      starts.set(record.starts);
      ends.set(record.ends);
      quotes.set(record.quotes);
      Object.assign(record, { starts, ends, quotes });
    }
    record.starts[index] = start;
    record.ends[index] = end;
    record.quotes[index] = quote;
  }

  #emit(bytes: Uint8Array, count: number): void {
    const record = this.#record;
    const empty =
      count === 0 || (count === 1 && record.starts[0] === record.ends[0] && record.quotes[0] === 0);
    record.line = this.#line;
    this.#line += 1 + this.#lineBreaks;
    if (empty) return;
    record.bytes = bytes;
    record.count = count;
    this.#onRecord(record);
  }
}
