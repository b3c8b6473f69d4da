import { BLOCK_WORDS, philoxBlocks } from './philox.ts';
import { streamHash } from './stream-hash.ts';

const BLOCKS = 2 ** 32;

/**
 * The 32-bit words of one (seed, stream, step) in order. The seed is the key of Philox; block number, step and the
 * hash of the stream are its counter, so two sequences can only coincide when two stream names have the same 64-bit hash.
 */
export class WordStream {
  readonly #key: readonly [number, number];
  readonly #counter: readonly [number, number, number];
  readonly #block = new Uint32Array(BLOCK_WORDS);
  /** Words of `#block` that were returned already. */
  #used = BLOCK_WORDS;
  #nextBlock = 0;

  constructor(seed: number, stream: string, step: number) {
    this.#key = [seed >>> 0, Math.floor(seed / 2 ** 32)];
    this.#counter = [step, ...streamHash(stream)];
  }

  next(): number {
    if (this.#used === BLOCK_WORDS) {
      this.#generate(this.#block, 0, 1);
      this.#used = 0;
    }
    return this.#block[this.#used++]!;
  }

  /** Writes the next `length` words to the front of `out`: the same words as from `next`. */
  fill(out: Uint32Array, length: number): void {
    let filled = 0;
    while (filled < length && this.#used < BLOCK_WORDS) out[filled++] = this.next();
    const blocks = Math.floor((length - filled) / BLOCK_WORDS);
    this.#generate(out, filled, blocks);
    filled += blocks * BLOCK_WORDS;
    while (filled < length) out[filled++] = this.next();
  }

  /** Passes over the next `count` words. */
  skip(count: number): void {
    const buffered = Math.min(count, BLOCK_WORDS - this.#used);
    this.#used += buffered;
    const rest = (count - buffered) % BLOCK_WORDS;
    this.#nextBlock += (count - buffered - rest) / BLOCK_WORDS;
    for (let i = 0; i < rest; i++) this.next();
  }

  #generate(out: Uint32Array, offset: number, blocks: number): void {
    if (this.#nextBlock + blocks > BLOCKS) {
      throw new RangeError('Random: all 2^34 words of this stream and step are used. Take the next step.');
    }
    philoxBlocks(out, offset, blocks, this.#nextBlock, this.#counter, this.#key);
    this.#nextBlock += blocks;
  }
}
