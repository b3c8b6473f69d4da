import { crc32 } from './crc32.ts';

/** A file of an archive. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LOCAL_HEADER_BYTES = 30;
const ENTRY_BYTES = 46;
const END_BYTES = 22;
/** What unpacks it, 2.0, as for every archive without zip64. */
const VERSION = 20;
/** Names are UTF-8. */
const UTF8 = 0x800;
/** 1 January 1980, the first day that zip knows: equal files give equal archives. */
const DATE = 0x21;
const MOST_BYTES = 0xffffffff;
const MOST_FILES = 0xffff;

/**
 * A zip archive of files that are not packed, as `.keras` and `.npz` are. Equal files give equal bytes.
 *
 * @throws RangeError for more than 65,535 files or 4 GB, which want another form of archive
 *
 * **Source**: PKWARE's APPNOTE 6.3, 4.3.
 *
 * @example
 * ```ts
 * const archive = storedZip([{ name: 'config.json', bytes: new TextEncoder().encode('{}') }]);
 * ```
 */
export function storedZip(files: readonly StoredFile[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const members = files.map(({ name, bytes }) => ({ name: encoder.encode(name), bytes, crc: crc32(bytes) }));
  const size = members.reduce(
    (sum, { name, bytes }) => sum + LOCAL_HEADER_BYTES + ENTRY_BYTES + 2 * name.length + bytes.length,
    END_BYTES,
  );
  if (size > MOST_BYTES || files.length > MOST_FILES) {
    throw new RangeError(
      `storedZip: an archive holds at most ${MOST_FILES} files and 4 GB, got ${files.length} and ${size} bytes.`,
    );
  }
  const archive = new Uint8Array(size);
  const view = new DataView(archive.buffer);
  let at = 0;
  const put16 = (...values: readonly number[]) => {
    for (const value of values) {
      view.setUint16(at, value, true);
      at += 2;
    }
  };
  const put32 = (...values: readonly number[]) => {
    for (const value of values) {
      view.setUint32(at, value, true);
      at += 4;
    }
  };
  const putBytes = (bytes: Uint8Array) => {
    archive.set(bytes, at);
    at += bytes.length;
  };
  const offsets: number[] = [];
  for (const { name, bytes, crc } of members) {
    offsets.push(at);
    put32(0x04034b50);
    put16(VERSION, UTF8, 0, 0, DATE); // method 0: stored
    put32(crc, bytes.length, bytes.length);
    put16(name.length, 0);
    putBytes(name);
    putBytes(bytes);
  }
  const directory = at;
  for (const [i, { name, bytes, crc }] of members.entries()) {
    put32(0x02014b50);
    put16(VERSION, VERSION, UTF8, 0, 0, DATE);
    put32(crc, bytes.length, bytes.length);
    put16(name.length, 0, 0, 0, 0);
    put32(0, offsets[i]!);
    putBytes(name);
  }
  const directoryBytes = at - directory;
  put32(0x06054b50);
  put16(0, 0, members.length, members.length);
  put32(directoryBytes, directory);
  put16(0);
  return archive;
}
