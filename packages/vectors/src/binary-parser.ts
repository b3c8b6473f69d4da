import type { ByteWindow } from '@seqloom/archives/streams';
import type { RowParser, RowReader } from './row-reader.ts';
import { VectorFormatError } from './vector-format-error.ts';

const LINE_FEED = 0x0a;
const BLANK = 0x20;
const MAX_WORD_BYTES = 4096;

/**
 * word2vec's binary format after its header: the word, a blank, then `D` little-endian float32. A line feed between
 * entries, as word2vec's own tool writes it, is optional.
 */
export class BinaryParser implements RowParser {
  readonly #reader: RowReader;
  readonly #promised: number;

  constructor(reader: RowReader, header: { readonly count: number; readonly dimensions: number }) {
    this.#reader = reader;
    this.#promised = header.count;
    reader.collector.dimensions = header.dimensions;
  }

  consume(window: ByteWindow, last: boolean): void {
    const reader = this.#reader;
    while (!reader.done && reader.seen < this.#promised && this.#parseEntry(window)) reader.seen++;
    if (reader.done) return;
    if (reader.seen === this.#promised) this.#checkEnd(window);
    else if (last) {
      skipLineFeeds(window);
      const where = window.length > 0 ? ' and a part of one' : '';
      const reason = `the header promises ${this.#promised} words, the file ends after ${reader.seen}${where}.`;
      reader.bad(reader.seen + 1, undefined, reason);
    }
  }

  /** Consumes one entry; false if the window holds only a part of it. */
  #parseEntry(window: ByteWindow): boolean {
    const { bytes, end } = window;
    const { row } = this.#reader.collector;
    const entry = this.#reader.seen + 1;
    let start = window.start;
    while (start < end && bytes[start] === LINE_FEED) start++;
    const blank = bytes.indexOf(BLANK, start);
    const wordEnd = blank < 0 || blank >= end ? end : blank;
    if (wordEnd - start > MAX_WORD_BYTES) {
      throw new VectorFormatError(`the word is longer than ${MAX_WORD_BYTES} bytes.`, entry);
    }
    const next = wordEnd + 1 + 4 * row.length;
    if (next > end) return false;
    window.start = next;

    const word = this.#reader.decode(bytes, start, wordEnd);
    if (!this.#reader.filter.wants(word)) return true;
    const numbers = new DataView(bytes.buffer, bytes.byteOffset + wordEnd + 1);
    for (let d = 0; d < row.length; d++) {
      const value = numbers.getFloat32(4 * d, true);
      if (!Number.isFinite(value)) {
        this.#reader.bad(entry, word, `number ${d + 1} must be finite, got ${value}.`);
        return true;
      }
      row[d] = value;
    }
    this.#reader.keep(word, entry);
    return true;
  }

  #checkEnd(window: ByteWindow): void {
    skipLineFeeds(window);
    if (window.length === 0) return;
    this.#reader.bad(
      this.#promised + 1,
      undefined,
      `the header promises ${this.#promised} words, but there is more.`,
    );
    window.start = window.end;
  }
}

function skipLineFeeds(window: ByteWindow): void {
  while (window.length > 0 && window.bytes[window.start] === LINE_FEED) window.start++;
}
