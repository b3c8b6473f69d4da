import { damaged, type FileBytes } from './file-bytes.ts';

const HEADER_BYTES = 16;

/** The texts of any length that a file holds, by the heap and the number within. */
export class GlobalHeap {
  readonly #bytes: FileBytes;
  readonly #heaps = new Map<number, ReadonlyMap<number, Uint8Array>>();

  constructor(bytes: FileBytes) {
    this.#bytes = bytes;
  }

  /** The bytes that a reference of 16 bytes leads to. */
  at(reference: number): Uint8Array {
    const length = this.#bytes.u32(reference);
    if (length === 0) return new Uint8Array();
    const content = this.#heapAt(this.#bytes.address(reference + 4)).get(this.#bytes.u32(reference + 12));
    if (!content || content.length < length) throw damaged('a text is not where the file says');
    this.#bytes.claim(length);
    return content.subarray(0, length);
  }

  #heapAt(address: number): ReadonlyMap<number, Uint8Array> {
    const known = this.#heaps.get(address);
    if (known) return known;
    const bytes = this.#bytes;
    bytes.expect(address, 'GCOL');
    const end = address + bytes.u64(address + 8);
    const contents = new Map<number, Uint8Array>();
    for (let at = address + HEADER_BYTES; at + HEADER_BYTES <= end; ) {
      bytes.spend();
      const index = bytes.u16(at);
      if (index === 0) break; // free space
      const size = bytes.u64(at + 8);
      contents.set(index, bytes.part(at + HEADER_BYTES, size));
      at += HEADER_BYTES + 8 * Math.ceil(size / 8);
    }
    this.#heaps.set(address, contents);
    return contents;
  }
}
