import type { ByteWindow } from '@seqloom/archives/streams';
import { BinaryParser } from './binary-parser.ts';
import type { RowParser, RowReader } from './row-reader.ts';
import { TextParser } from './text-parser.ts';
import { VectorFormatError } from './vector-format-error.ts';
import { MAX_DIMENSIONS, MAX_WORDS } from './word-vectors.ts';

/** How the vectors are written. `text` covers GloVe, word2vec text and fastText `.vec`, with or without a header. */
export type VectorFormat = 'text' | 'word2vec-binary';

const LINE_FEED = 0x0a;
const BLANK = 0x20;
/** Upper bound on the length of a header and of the first word. */
const MAX_HEADER_BYTES = 4096;
/** Bytes of the file, or of the first vector, that decide between text and binary. */
const SAMPLE_BYTES = 64;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
/** First word of a fastText model since 2016, little-endian. */
const FASTTEXT_MAGIC = [0xba, 0x16, 0x4f, 0x2f];

/**
 * Detects the format from the beginning of the file and consumes the header; `undefined` until enough of the file is
 * read.
 *
 * A first line of two integers is a header. The first vector after it is text if its bytes are digits, signs and
 * blanks, and binary otherwise.
 */
export function detectFormat(
  window: ByteWindow,
  last: boolean,
  reader: RowReader,
  limit: number,
  format: VectorFormat | undefined,
  dimensions: number | undefined,
): RowParser | undefined {
  if (window.length < MAX_HEADER_BYTES && !last && !unread(window).includes(LINE_FEED)) return undefined;
  skipByteOrderMark(window);
  const bytes = unread(window);
  refuseFastTextModel(bytes);
  const feed = bytes.indexOf(LINE_FEED);
  const firstLine = bytes.subarray(0, feed < 0 ? MAX_HEADER_BYTES : Math.min(feed, MAX_HEADER_BYTES));
  const match = /^\s*(\d{1,15})\s+(\d{1,15})\s*$/.exec(String.fromCharCode(...firstLine));
  if (!match) {
    if (format === 'word2vec-binary' || bytes.subarray(0, SAMPLE_BYTES).includes(0)) {
      throw new VectorFormatError(
        'the file begins neither with a line of text nor with the header "count dimensions" of word2vec. Old binary models of fastText look like this: use the .vec file.',
        1,
      );
    }
    return new TextParser(reader, undefined, dimensions);
  }
  const header = { count: Number(match[1]), dimensions: Number(match[2]) };
  checkHeader(header, limit, reader);
  if (dimensions !== undefined && dimensions !== header.dimensions) {
    throw new VectorFormatError(
      `the header names ${header.dimensions} dimensions, the option dimensions is ${dimensions}.`,
      1,
    );
  }
  const headerBytes = feed < 0 ? bytes.length : feed + 1;
  const found = format ?? formatBehindHeader(bytes.subarray(headerBytes), header.dimensions, last);
  if (found === undefined) return undefined;
  window.start += headerBytes;
  return found === 'text' ? new TextParser(reader, header) : new BinaryParser(reader, header);
}

function unread({ bytes, start, end }: ByteWindow): Uint8Array {
  return bytes.subarray(start, end);
}

/** Skips the mark that some editors write; it would become a part of the header or of the first word. */
function skipByteOrderMark(window: ByteWindow): void {
  const bytes = unread(window);
  const alone = bytes[BYTE_ORDER_MARK.length] === BLANK; // then it is a word
  if (!alone && BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte)) window.start += BYTE_ORDER_MARK.length;
}

function refuseFastTextModel(bytes: Uint8Array): void {
  if (FASTTEXT_MAGIC.every((byte, i) => bytes[i] === byte)) {
    throw new VectorFormatError(
      'this is a binary model of fastText, not a list of vectors. Use its .vec file.',
    );
  }
}

function checkHeader(header: { count: number; dimensions: number }, limit: number, reader: RowReader): void {
  const { count, dimensions } = header;
  if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
    throw new VectorFormatError(
      `the header must name 1 … ${MAX_DIMENSIONS} dimensions, got ${dimensions}.`,
      1,
    );
  }
  if (Math.min(count, limit, reader.filter.size) > MAX_WORDS) {
    throw new VectorFormatError(
      `the header promises ${count} words, at most ${MAX_WORDS} fit. Set limit or words.`,
      1,
    );
  }
}

function formatBehindHeader(bytes: Uint8Array, dimensions: number, last: boolean): VectorFormat | undefined {
  let start = 0;
  while (bytes[start] === LINE_FEED) start++;
  const blank = bytes.indexOf(BLANK, start);
  const wanted = Math.min(SAMPLE_BYTES, 4 * dimensions);
  if (!last && bytes.length < MAX_HEADER_BYTES && (blank < 0 || bytes.length < blank + 1 + wanted))
    return undefined;
  if (blank < 0) return 'text'; // its parser reports the problem
  const sample = bytes.subarray(blank + 1, blank + 1 + wanted);
  const feed = sample.indexOf(LINE_FEED);
  const line = feed < 0 ? sample : sample.subarray(0, feed);
  return /^[-+.,\w \t\r]+$/.test(String.fromCharCode(...line)) ? 'text' : 'word2vec-binary';
}
