/** The 64-bit constants of FarmHash. */
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;
const SEED = 81n;

/** A number of 64 bits. */
const low = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint): bigint => low((value >> by) | (value << (64n - by)));
const shiftMix = (value: bigint): bigint => value ^ (value >> 47n);

/**
 * FarmHash's `Fingerprint64` of some bytes, the same on all machines.
 *
 * **Source**: G. Pike, FarmHash (`farmhashna::Hash64`), with which TensorFlow puts strings into buckets.
 */
export function farmHash64(bytes: Uint8Array): bigint {
  const { length } = bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const at = (offset: number): bigint => view.getBigUint64(offset, true);
  if (length > 64) return hashLong(length, at);
  const mul = K2 + 2n * BigInt(length);
  if (length > 32) {
    const a = low(at(0) * K2);
    const b = at(8);
    const c = low(at(length - 8) * mul);
    const d = low(at(length - 16) * K2);
    const y = low(rotate(low(a + b), 43n) + rotate(c, 30n) + d);
    const z = combine(y, low(a + rotate(low(b + K2), 18n) + c), mul);
    const e = low(at(16) * mul);
    const f = at(24);
    const g = low((y + at(length - 32)) * mul);
    const h = low((z + at(length - 24)) * mul);
    const first = low(rotate(low(e + f), 43n) + rotate(g, 30n) + h);
    return combine(first, low(e + rotate(low(f + a), 18n) + g), mul);
  }
  if (length > 16) {
    const a = low(at(0) * K1);
    const b = at(8);
    const c = low(at(length - 8) * mul);
    const d = low(at(length - 16) * K2);
    const first = low(rotate(low(a + b), 43n) + rotate(c, 30n) + d);
    return combine(first, low(a + rotate(low(b + K2), 18n) + c), mul);
  }
  if (length >= 8) {
    const a = low(at(0) + K2);
    const b = at(length - 8);
    const c = low(rotate(b, 37n) * mul + a);
    return combine(c, low((rotate(a, 25n) + b) * mul), mul);
  }
  if (length >= 4) {
    const first = BigInt(length) + (BigInt(view.getUint32(0, true)) << 3n);
    return combine(first, BigInt(view.getUint32(length - 4, true)), mul);
  }
  if (length === 0) return K2;
  const y = BigInt(bytes[0]! + (bytes[length >> 1]! << 8));
  const z = BigInt(length + (bytes[length - 1]! << 2));
  return low(shiftMix(low(y * K2) ^ low(z * K0)) * K2);
}

/** `HashLen16` */
function combine(u: bigint, v: bigint, mul: bigint): bigint {
  const a = shiftMix(low((u ^ v) * mul));
  return low(shiftMix(low((v ^ a) * mul)) * mul);
}

function hashLong(length: number, at: (offset: number) => bigint): bigint {
  let x = SEED;
  let y = low(SEED * K1 + 113n);
  let z = low(shiftMix(low(y * K2 + 113n)) * K2);
  let v: [bigint, bigint] = [0n, 0n];
  let w: [bigint, bigint] = [0n, 0n];
  x = low(x * K2 + at(0));
  const last = length - 64;
  const rest = BigInt((length - 1) & 63);
  /** `WeakHashLen32WithSeeds` */
  const weak = (offset: number, a: bigint, b: bigint): [bigint, bigint] => {
    const start = a + at(offset);
    const mixed = rotate(low(b + start + at(offset + 24)), 21n);
    const end = start + at(offset + 8) + at(offset + 16);
    return [low(end + at(offset + 24)), low(mixed + rotate(low(end), 44n) + start)];
  };
  for (let offset = 0; offset + 64 < length; offset += 64) {
    x = low(rotate(low(x + y + v[0] + at(offset + 8)), 37n) * K1);
    y = low(rotate(low(y + v[1] + at(offset + 48)), 42n) * K1);
    x ^= w[1];
    y = low(y + v[0] + at(offset + 40));
    z = low(rotate(low(z + w[0]), 33n) * K1);
    v = weak(offset, low(v[1] * K1), low(x + w[0]));
    w = weak(offset + 32, low(z + w[1]), low(y + at(offset + 16)));
    [x, z] = [z, x];
  }
  const mul = K1 + ((z & 0xffn) << 1n);
  w[0] = low(w[0] + rest);
  v[0] = low(v[0] + w[0]);
  w[0] = low(w[0] + v[0]);
  x = low(rotate(low(x + y + v[0] + at(last + 8)), 37n) * mul);
  y = low(rotate(low(y + v[1] + at(last + 48)), 42n) * mul);
  x ^= low(w[1] * 9n);
  y = low(y + v[0] * 9n + at(last + 40));
  z = low(rotate(low(z + w[0]), 33n) * mul);
  v = weak(last, low(v[1] * mul), low(x + w[0]));
  w = weak(last + 32, low(z + w[1]), low(y + at(last + 16)));
  [x, z] = [z, x];
  const first = low(combine(v[0], w[0], mul) + shiftMix(y) * K0 + z);
  return combine(first, low(combine(v[1], w[1], mul) + x), mul);
}
