/**
 * Widens half-precision floats (`F16`: 1 sign bit, 5 exponent bits, 10 fraction bits) to float32, exactly.
 *
 * @param bits the raw 16-bit patterns
 */
export function float16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(bits, (half) => {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >>> 10) & 0x1f;
    const fraction = half & 0x3ff;
    if (exponent === 0) return sign * fraction * 2 ** -24;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
}

/**
 * Widens brain floats (`BF16`: the upper 16 bits of a float32) to float32, exactly.
 *
 * @param bits the raw 16-bit patterns
 */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint32Array.from(bits, (upper) => upper << 16).buffer);
}

/**
 * Rounds float32 to half precision (`F16`), to the nearest, ties to even. What is larger than 65504 becomes Infinity, as in IEEE 754.
 *
 * @returns the raw 16-bit patterns
 * @example
 * float16ToFloat32(float32ToFloat16(Float32Array.of(0.1)))[0]; // 0.0999755859375
 */
export function float32ToFloat16(values: Float32Array): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(bits, (word) => {
    const sign = (word >>> 16) & 0x8000;
    const magnitude = word & 0x7fffffff;
    if (magnitude > 0x7f800000) return sign | 0x7e00; // NaN
    if (magnitude >= 0x477ff000) return sign | 0x7c00; // from 65520 on: Infinity
    if (magnitude < 0x38800000) {
      // subnormal: a multiple of 2^-24. The product is exact, and adding 2^23 rounds it to an integer, ties to even.
      const scaled = Math.fround(floatOf(magnitude) * 2 ** 24);
      return sign | (Math.fround(scaled + 2 ** 23) - 2 ** 23);
    }
    // 13 bits of the fraction go; half of the last bit that stays is added, less one where that bit is 0
    const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
    return sign | ((rounded - 0x38000000) >>> 13);
  });
}

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

function floatOf(bits: number): number {
  word[0] = bits;
  return float[0]!;
}
