const utf8 = new TextEncoder();

/**
 * The 64-bit FNV-1a hash of a name's UTF-8 bytes, as `[low, high]` words.
 *
 * `h = 0xcbf29ce484222325`, then for each byte `h = (h ^ byte) · 0x100000001b3 mod 2^64`. Its weak mixing is
 * enough here: the hash is part of a counter of Philox, which has to differ but not to look random.
 *
 * **Source**: Fowler, Noll, Vo; draft-eastlake-fnv.
 */
export function streamHash(name: string): [low: number, high: number] {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (const byte of utf8.encode(name)) {
    low = (low ^ byte) >>> 0;
    // The prime is 2^40 + 0x1b3: the high word is the sum of its own product, the carry, and the low word shifted by 8.
    const product = low * 0x1b3;
    const carry = Math.floor(product / 2 ** 32);
    high = (Math.imul(high, 0x1b3) + carry + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return [low, high];
}
