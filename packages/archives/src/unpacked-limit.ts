/** Text is packed to a tenth; what unpacks to 200 times its size, and to more than the least, is meant to fill the memory. */
const MOST_RATIO = 200;
const LEAST_LIMIT = 1 << 25;

/** Default limit of the bytes that a packed file may unpack to: 200 times its size, at least 32 MiB. */
export function unpackedLimit(packedBytes: number): number {
  return Math.max(LEAST_LIMIT, MOST_RATIO * packedBytes);
}
