const PAGE_BYTES = 65_536;

/** Address of every kernel's struct, after the compiler's stack. */
export const DATA_START: number = PAGE_BYTES;

/** Lays out the memory of a kernel: the struct, then arrays, each at a multiple of 16 bytes for SIMD. */
export class MemoryLayout {
  #end: number;

  /** @param structBytes size of the kernel's struct, a multiple of 16 */
  constructor(structBytes: number) {
    this.#end = DATA_START + structBytes;
  }

  /** Reserves memory for numbers of 4 bytes and returns its address. */
  place(numbers: number): number {
    const start = this.#end;
    this.#end += 16 * Math.ceil(numbers / 4);
    return start;
  }

  /**
   * The memory for the struct and all arrays.
   *
   * @throws RangeError when it would be more than the 4 GB that WebAssembly can address
   */
  allocate(owner: string, size: number, dimensions: number): WebAssembly.Memory {
    if (this.#end > 2 ** 32 - PAGE_BYTES) {
      throw new RangeError(
        `${owner}: ${size} words of ${dimensions} dimensions need more than 4 GB. Take fewer words or dimensions.`,
      );
    }
    return new WebAssembly.Memory({ initial: Math.ceil(this.#end / PAGE_BYTES) });
  }
}

/** Loads a module (SIMD, which every engine since 2022 has) and returns what it exports. */
export async function loadKernel(base64: string, memory: WebAssembly.Memory): Promise<WebAssembly.Exports> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  return instance.exports;
}
