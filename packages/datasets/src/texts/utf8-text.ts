import { DatasetError } from '@seqloom/archives';
import { joinBytes } from '@seqloom/archives/streams';
import { byteSource, isBinary, markLength } from '@seqloom/tables';
import { WAYS_OUT } from './text-table.ts';

/** The bytes of a text file in UTF-8 without a mark, and the encoding that they had. */
export interface Utf8Text {
  readonly bytes: Uint8Array;
  readonly encoding: string;
  readonly notices: readonly string[];
}

const LF = 0x0a;
const PIECE = 1 << 20;
/** First bytes of files that people take for tables. */
const OTHER_KINDS: readonly (readonly [magic: string, advice: string])[] = [
  ['PAR1', 'a Parquet file. Write it as CSV or JSON lines'],
  ['%PDF', 'a PDF file. Give the texts as CSV'],
  ['SQLite format 3', 'an SQLite database. Export the table as CSV'],
  ['\xd0\xcf\x11\xe0', 'an old Excel workbook. Save it as CSV'],
  ['ARROW1', 'an Arrow file. Write it as CSV or JSON lines'],
  ['\x80\x04\x95', 'a pickle. Write it as CSV or JSON lines'],
  ['BZh', 'packed by bzip2. Unpack it'],
  ['\xfd7zXZ', 'packed by xz. Unpack it'],
  ['(\xb5/\xfd', 'packed by zstd. Unpack it'],
  ['7z\xbc\xaf', 'a 7z archive. Unpack it'],
];

/**
 * Decodes a file: UTF-8, UTF-16 where its mark or its zeros tell it, or what is asked for.
 *
 * @throws DatasetError for bytes that are not text or not of the encoding, with the line
 */
export function utf8Text(file: string, raw: Uint8Array, asked: string | undefined): Utf8Text {
  const head = String.fromCharCode(...raw.subarray(0, 16));
  const other = OTHER_KINDS.find(([magic]) => head.startsWith(magic));
  if (other) throw new DatasetError(file, `this is ${other[1]}.`);
  const source = byteSource(raw, asked);
  const { encoding } = source;
  if (encoding === 'utf-8') {
    if (isBinary(raw)) throw notText(file, 1, 'control characters');
    const bytes = raw.subarray(markLength(raw));
    const line = firstBadLine(bytes, encoding);
    if (line !== undefined) throw notUtf8(file, bytes, line);
    return checked(file, source.convert(bytes), encoding, []);
  }
  let bytes: Uint8Array;
  try {
    const converted = source.convert(raw, true);
    bytes = source.converted === 'utf-8' ? converted : recoded(converted, source.converted);
  } catch (cause) {
    throw new DatasetError(file, `the file is not ${encoding}.`, { cause, wayOut: WAYS_OUT.encoding });
  }
  const notices = encoding.startsWith('utf') ? [] : utf8Notices(raw, encoding);
  return checked(file, bytes.subarray(markLength(bytes)), encoding, notices);
}

function checked(file: string, bytes: Uint8Array, encoding: string, notices: readonly string[]): Utf8Text {
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    throw notText(file, lineOf(bytes, zero), 'a zero byte');
  }
  return { bytes, encoding, notices };
}

/** Letters of UTF-8 hardly ever make sense in an encoding of one byte a character. */
function utf8Notices(raw: Uint8Array, encoding: string): string[] {
  if (!someLineIsMultibyte(raw)) return [];
  const problem =
    firstBadLine(raw, 'utf-8') === undefined
      ? 'its bytes are valid UTF-8 too'
      : 'some of its lines are valid UTF-8: it mixes encodings';
  return [`the file is read as ${encoding}, but ${problem}`];
}

function notText(file: string, line: number, what: string): DatasetError {
  return new DatasetError(
    file,
    `line ${line} has ${what}, so this is not a text file. Give the texts as CSV, TSV or JSON lines.`,
  );
}

/** Latin letters say which lines are UTF-8 and which are something else. */
function notUtf8(file: string, bytes: Uint8Array, line: number): DatasetError {
  const mixed = someLineIsMultibyte(bytes);
  // no encoding reads both
  return mixed
    ? new DatasetError(
        file,
        `line ${line} is not UTF-8, other lines are: the file mixes encodings. Save all of it as UTF-8.`,
      )
    : new DatasetError(file, `line ${line}: the file is not UTF-8.`, { wayOut: WAYS_OUT.encoding });
}

/** The first line, from 1, with bytes that the encoding does not have. */
function firstBadLine(bytes: Uint8Array, encoding: string): number | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let before = 0;
  try {
    for (; before < bytes.length; before += PIECE) {
      decoder.decode(bytes.subarray(before, before + PIECE), { stream: true });
    }
    decoder.decode();
    return undefined;
  } catch {
    // the piece before may hold the beginning of the character
    const start = bytes.subarray(0, Math.max(0, before - 4)).lastIndexOf(LF) + 1;
    let line = lineOf(bytes, start);
    for (const text of linesOf(bytes.subarray(start))) {
      if (!isValid(text, encoding)) return line;
      line++;
    }
    return line;
  }
}

function someLineIsMultibyte(bytes: Uint8Array): boolean {
  for (const text of linesOf(bytes)) {
    if (text.some((byte) => byte > 127) && isValid(text, 'utf-8')) return true;
  }
  return false;
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LF, start);
    yield bytes.subarray(start, end < 0 ? bytes.length : end);
    if (end < 0) return;
    start = end + 1;
  }
}

function isValid(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let next = bytes.indexOf(LF); next >= 0 && next < at; next = bytes.indexOf(LF, next + 1)) line++;
  return line;
}

/** Bytes of an encoding of one byte a character as UTF-8. */
function recoded(bytes: Uint8Array, encoding: string): Uint8Array {
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) {
    pieces.push(encoder.encode(decoder.decode(bytes.subarray(at, at + PIECE), { stream: true })));
  }
  return joinBytes(pieces);
}
