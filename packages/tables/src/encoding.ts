const UTF_8 = 'utf-8';
const CR = 0x0d;
const LF = 0x0a;
/** Encodings in which bytes of other characters look like delimiters, quotes or digits: turned into UTF-8 first. */
const WIDE = /^(utf-16|iso-2022-jp|gb|big5|shift_jis|euc)/;

/** How the bytes of a file become bytes that can be split: UTF-8, or an encoding of one byte a character. */
export interface ByteSource {
  /** The encoding of the file. */
  readonly encoding: string;
  /** The encoding of what `convert` returns. */
  readonly converted: string;
  /** The next bytes; with `last` the end of what was held back. */
  convert(chunk: Uint8Array, last?: boolean): Uint8Array;
}

/**
 * Finds the encoding of a file from its first bytes: a byte order mark, the zeros of UTF-16, else UTF-8.
 *
 * @param asked What the caller says it is.
 */
export function byteSource(head: Uint8Array, asked: string | undefined): ByteSource {
  const seen = seenEncoding(head);
  const encoding = seen ?? (asked === undefined ? UTF_8 : new TextDecoder(asked).encoding);
  if (!WIDE.test(encoding)) {
    const oldLineEnds = head.includes(CR) && !head.includes(LF);
    return { encoding, converted: encoding, convert: oldLineEnds ? withNewLineEnds : (chunk) => chunk };
  }
  const decoder = new TextDecoder(encoding, { fatal: true });
  const encoder = new TextEncoder();
  return {
    encoding,
    converted: UTF_8,
    convert: (chunk, last = false) => encoder.encode(decoder.decode(chunk, { stream: !last })),
  };
}

/** Lines that end with CR alone, as on Macintosh computers before 2001, end with LF. */
function withNewLineEnds(chunk: Uint8Array): Uint8Array {
  return chunk.map((byte) => (byte === CR ? LF : byte));
}

/** The number of bytes of a byte order mark; it is no part of the first field. */
export function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/** Whether the first bytes of a file, in any encoding but UTF-16, hold more control characters than any text. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 1024);
  const controls = head.filter((byte) => byte < 0x20 && (byte < 0x09 || byte > 0x0d));
  return controls.length > 0.05 * head.length;
}

/** The encoding that the bytes themselves tell. */
function seenEncoding(head: Uint8Array): string | undefined {
  if (markLength(head) === 3) return UTF_8;
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // Latin letters, digits and delimiters have a zero beside them
  const size = Math.min(head.length, 1024) & ~1;
  if (size < 4) return undefined;
  const zeros = [0, 0];
  for (let at = 0; at < size; at++) if (head[at] === 0) zeros[at & 1]!++;
  if (zeros[1]! > 0.3 * size && zeros[0]! < 0.05 * size) return 'utf-16le';
  if (zeros[0]! > 0.3 * size && zeros[1]! < 0.05 * size) return 'utf-16be';
  return undefined;
}
