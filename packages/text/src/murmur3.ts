/**
 * MurmurHash3 for x86, 32 bits: fast, stable across machines, not for security.
 *
 * @returns an integer in [0, 2^32)
 *
 * **Source**: Austin Appleby, MurmurHash3_x86_32.
 */
export function murmur3(message: Uint8Array, seed = 0): number {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const whole = message.length & ~3;
  let hash = seed | 0;
  for (let i = 0; i < whole; i += 4) {
    hash ^= scramble(view.getInt32(i, true));
    hash = (Math.imul(rotateLeft(hash, 13), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = message.length - 1; i >= whole; i--) rest = (rest << 8) | message[i]!;
  hash ^= scramble(rest) ^ message.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(word: number): number {
  return Math.imul(rotateLeft(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
