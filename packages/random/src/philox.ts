/** Number of 32-bit words that one block yields. */
export const BLOCK_WORDS = 4;

// The multipliers of Philox4x32, cut into 16-bit halves, and the Weyl constants that are added to the key in each round.
const M0 = 0xd2511f53;
const M0_HIGH = M0 >>> 16;
const M0_LOW = M0 & 0xffff;
const M1 = 0xcd9e8d57;
const M1_HIGH = M1 >>> 16;
const M1_LOW = M1 & 0xffff;
const W0 = 0x9e3779b9;
const W1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * Fills `out` with consecutive blocks of Philox4x32-10: a bijection on 128-bit counters, keyed by 64 bits, whose
 * outputs at neighbouring counters and keys are statistically independent.
 *
 * One round: `(x0, x1, x2, x3) → (high(M1·x2) ^ x1 ^ k0, low(M1·x2), high(M0·x0) ^ x3 ^ k1, low(M0·x0))`,
 * after which the key grows by `(W0, W1)`. Ten rounds. Block `i` has the counter `(firstBlock + i, c1, c2, c3)`.
 *
 * **Source**: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 *
 * @param out receives `blocks · 4` words from index `offset` on
 */
export function philoxBlocks(
  out: Uint32Array,
  offset: number,
  blocks: number,
  firstBlock: number,
  counter: readonly [c1: number, c2: number, c3: number],
  key: readonly [k0: number, k1: number],
): void {
  const [c1, c2, c3] = counter;
  const [key0, key1] = key;
  for (let block = 0, o = offset; block < blocks; block++, o += BLOCK_WORDS) {
    let x0 = (firstBlock + block) | 0;
    let x1 = c1 | 0;
    let x2 = c2 | 0;
    let x3 = c3 | 0;
    let k0 = key0 | 0;
    let k1 = key1 | 0;
    for (let round = 0; round < ROUNDS; round++) {
      // The high word of a 32 × 32-bit product from four 16 × 16-bit ones; no partial sum exceeds 32 bits.
      const x0Low = x0 & 0xffff;
      const x0High = x0 >>> 16;
      const middle0 = (Math.imul(x0High, M0_LOW) + (Math.imul(x0Low, M0_LOW) >>> 16)) | 0;
      const carry0 = (Math.imul(x0Low, M0_HIGH) + (middle0 & 0xffff)) | 0;
      const high0 = (Math.imul(x0High, M0_HIGH) + (middle0 >>> 16) + (carry0 >>> 16)) | 0;

      const x2Low = x2 & 0xffff;
      const x2High = x2 >>> 16;
      const middle1 = (Math.imul(x2High, M1_LOW) + (Math.imul(x2Low, M1_LOW) >>> 16)) | 0;
      const carry1 = (Math.imul(x2Low, M1_HIGH) + (middle1 & 0xffff)) | 0;
      const high1 = (Math.imul(x2High, M1_HIGH) + (middle1 >>> 16) + (carry1 >>> 16)) | 0;

      const low0 = Math.imul(x0, M0);
      const low1 = Math.imul(x2, M1);
      x0 = high1 ^ x1 ^ k0;
      x1 = low1;
      x2 = high0 ^ x3 ^ k1;
      x3 = low0;
      k0 = (k0 + W0) | 0;
      k1 = (k1 + W1) | 0;
    }
    out[o] = x0;
    out[o + 1] = x1;
    out[o + 2] = x2;
    out[o + 3] = x3;
  }
}
