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

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
/** No sensible record is longer; a quote that is never closed would otherwise swallow the file. */
const LONGEST_RECORD = 1 << 20;

/**
 * Cuts CSV bytes into records, whatever the borders of the chunks: fields in quotes (RFC 4180: `""` is a
 * quote, line breaks allowed), `\n` or `\r\n`, empty lines passed over. Works on the bytes of UTF-8 and of all
 * one-byte encodings, where delimiters and quotes are never part of another character.
 */
export class CsvSplitter {
  readonly #delimiter: number;
  readonly #onRecord: (record: CsvRecord) => void;
  readonly #record: { -readonly [Key in keyof CsvRecord]: CsvRecord[Key] };
  #rest: Uint8Array = new Uint8Array(0);
  #line = 1;
  #lineBreaks = 0;
  #begun = false;

  constructor(delimiter: string, onRecord: (record: CsvRecord) => void) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#onRecord = onRecord;
    this.#record = {
      bytes: this.#rest,
      starts: new Int32Array(64),
      ends: new Int32Array(64),
      quotes: new Uint8Array(64),
      count: 0,
      line: 1,
    };
  }

  /** Takes the next bytes and hands out the records they complete. */
  push(chunk: Uint8Array): void {
    const bytes = this.#joined(chunk);
    if (!this.#begun && bytes.length < 3) {
      this.#rest = bytes.slice(); // it may be half of a byte order mark
      return;
    }
    let at = this.#begun ? 0 : markLength(bytes);
    this.#begun = true;
    for (;;) {
      const next = this.#scan(bytes, at, false);
      if (next < 0) break;
      at = next;
    }
    this.#rest = bytes.slice(at);
    if (this.#rest.length > LONGEST_RECORD) {
      throw new RangeError(`line ${this.#line}: a record has more than ${LONGEST_RECORD} bytes`);
    }
  }

  /** Hands out the last record, which needs no line break. */
  end(): void {
    const bytes = this.#rest;
    for (let at = this.#begun ? 0 : markLength(bytes); at < bytes.length; ) at = this.#scan(bytes, at, true);
    this.#rest = new Uint8Array(0);
  }

  #joined(chunk: Uint8Array): Uint8Array {
    if (this.#rest.length === 0) return chunk;
    const bytes = new Uint8Array(this.#rest.length + chunk.length);
    bytes.set(this.#rest);
    bytes.set(chunk, this.#rest.length);
    return bytes;
  }

  /** Reads one record from `from`; returns the place after it, or −1 when it is not complete yet. */
  #scan(bytes: Uint8Array, from: number, last: boolean): number {
    const delimiter = this.#delimiter;
    const size = bytes.length;
    let at = from;
    let count = 0;
    this.#lineBreaks = 0;
    for (;;) {
      let start = at;
      let quote = 0;
      if (at < size && bytes[at] === QUOTE) {
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
    const empty = count === 1 && record.starts[0] === record.ends[0] && record.quotes[0] === 0;
    record.line = this.#line;
    this.#line += 1 + this.#lineBreaks;
    if (empty) return;
    record.bytes = bytes;
    record.count = count;
    this.#onRecord(record);
  }
}

/** A byte order mark is no part of the first field. */
function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
