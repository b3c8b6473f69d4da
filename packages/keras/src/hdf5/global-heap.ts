import { damaged, type FileBytes, KEPT } from './file-bytes.ts';

const HEADER_BYTES = 16;

/** The texts of any length that a file holds, by the heap and the number within. */
export class GlobalHeap {
  readonly #bytes: FileBytes;
  /** Where the content of each number of a heap begins, behind its size. */
  readonly #heaps = new Map<number, ReadonlyMap<number, number>>();

  constructor(bytes: FileBytes) {
    this.#bytes = bytes;
  }

  /** The bytes that a reference of 16 bytes leads to. */
  at(reference: number): Uint8Array {
    const length = this.#bytes.u32(reference);
    if (length === 0) return new Uint8Array();
    const at = this.#heapAt(this.#bytes.address(reference + 4)).get(this.#bytes.u32(reference + 12));
    if (at === undefined || this.#bytes.u64(at - 8) < length)
      throw damaged('a text is not where the file says');
    this.#bytes.claim(length);
    return this.#bytes.part(at, length);
  }

  #heapAt(address: number): ReadonlyMap<number, number> {
    const known = this.#heaps.get(address);
    if (known) return known;
    const bytes = this.#bytes;
    bytes.expect(address, 'GCOL');
    const end = address + bytes.u64(address + 8);
    const contents = new Map<number, number>();
    for (let at = address + HEADER_BYTES; at + HEADER_BYTES <= end; ) {
      bytes.spend(KEPT);
      const index = bytes.u16(at);
      if (index === 0) break; // free space
      const size = bytes.u64(at + 8);
      contents.set(index, at + HEADER_BYTES);
      at += HEADER_BYTES + 8 * Math.ceil(size / 8);
    }
    this.#heaps.set(address, contents);
    return contents;
  }
}
