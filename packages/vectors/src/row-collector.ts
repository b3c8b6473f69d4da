import { MAX_WORDS, WordVectors } from './word-vectors.ts';

/** How coordinates are stored: in 4 bytes, exactly, or in 1 byte, in 255 steps per row. */
export type VectorStorage = 'float32' | 'int8';

/** Numbers per block. Rows are stored in blocks, because the number of rows in a header may be wrong. */
const BLOCK_NUMBERS = 1 << 20;

/** Gathers rows of a file and makes `WordVectors` of them. */
export class RowCollector {
  readonly #storage: VectorStorage;
  readonly #index = new Set<string>();
  readonly #blocks: (Float32Array | Int8Array)[] = [];
  readonly #scales: number[] = [];
  /** Row under construction: a reader writes here and then calls `add`. */
  row: Float32Array = new Float32Array();
  #rowsPerBlock = 1;

  constructor(storage: VectorStorage) {
    this.#storage = storage;
  }

  set dimensions(dimensions: number) {
    this.row = new Float32Array(dimensions);
    this.#rowsPerBlock = Math.max(1, Math.floor(BLOCK_NUMBERS / dimensions));
  }

  get size(): number {
    return this.#index.size;
  }

  get full(): boolean {
    return this.size === MAX_WORDS;
  }

  has(word: string): boolean {
    return this.#index.has(word);
  }

  /** Keeps `row` under `word`, which must be new. */
  add(word: string): void {
    const place = this.size % this.#rowsPerBlock;
    if (place === 0) {
      const length = this.#rowsPerBlock * this.row.length;
      this.#blocks.push(this.#storage === 'int8' ? new Int8Array(length) : new Float32Array(length));
    }
    this.#index.add(word);
    const block = this.#blocks.at(-1)!;
    if (block instanceof Float32Array) block.set(this.row, place * this.row.length);
    else this.#scales.push(quantizeRow(this.row, block, place * this.row.length));
  }

  finish(): WordVectors {
    const dimensions = this.row.length;
    const length = this.size * dimensions;
    const data = this.#storage === 'int8' ? new Int8Array(length) : new Float32Array(length);
    // Each block is dropped once it is copied, so that at most one and a half copies of the vectors exist.
    for (let start = 0; start < length; ) {
      const block = this.#blocks.shift()!.subarray(0, length - start);
      data.set(block, start);
      start += block.length;
    }
    const words = [...this.#index];
    return this.#storage === 'int8'
      ? new WordVectors(words, dimensions, data, Float32Array.from(this.#scales))
      : new WordVectors(words, dimensions, data);
  }
}

/** Writes `row / scale` rounded to −127 … 127 and returns the scale, `max |row| / 127`. */
function quantizeRow(row: Float32Array, out: Float32Array | Int8Array, offset: number): number {
  let largest = 0;
  for (const x of row) largest = Math.max(largest, Math.abs(x));
  const scale = Math.fround(largest / 127);
  if (scale > 0) for (let d = 0; d < row.length; d++) out[offset + d] = Math.round(row[d]! / scale);
  return scale;
}
