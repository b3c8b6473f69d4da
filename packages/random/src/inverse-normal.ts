/** 2^0 … 2^32 by doubling: `**` need not be exact on every engine. */
const POWERS_OF_TWO = new Float64Array(33);
POWERS_OF_TWO[0] = 1;
for (let n = 1; n <= 32; n++) POWERS_OF_TWO[n] = 2 * POWERS_OF_TWO[n - 1]!;

/**
 * The standard normal quantile `Φ⁻¹(p)`, to about 7 digits, the precision of a float32.
 *
 * Uses only `+ − × ÷ √`, whose rounding IEEE 754 defines, so every engine returns the same bits. That is not so for
 * `Math.log` and `Math.cos`, which a Box-Muller transform would need.
 *
 * **Range**: `p` in [2^-33, 1 − 2^-33], the range of 32-bit words; results are within ±6.34.
 *
 * **Source**: Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37,
 * 1988 (PPND7). Its third branch, for `p < e^-25`, is never reached from this range.
 */
export function inverseNormal(p: number): number {
  const q = p - 0.5;
  const central = 0.180625 - q * q; // 0.425² − q²
  if (central >= 0) {
    const r = central;
    const numerator = ((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179;
    const denominator = ((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1;
    return (q * numerator) / denominator;
  }
  const r = Math.sqrt(-naturalLogarithm(q < 0 ? p : 1 - p)) - 1.6;
  const numerator = ((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777;
  const denominator = (0.12021132975 * r + 0.7370016425) * r + 1;
  const x = numerator / denominator;
  return q < 0 ? -x : x;
}

/** `ln p` for `p` in [2^-33, 1): `p = m / 2^n` with `m` near 1, then `ln m = 2·artanh((m − 1)/(m + 1))` as a series. */
function naturalLogarithm(p: number): number {
  let exponent = Math.clz32(p * 2 ** 32);
  let mantissa = p * POWERS_OF_TWO[exponent]!; // in [0.5, 1)
  if (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent++;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const z = s * s; // at most 0.0295, so the first term left out, z^5 / 11, stays below 3e-9
  const series = 1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z / 9)));
  return 2 * s * series - exponent * Math.LN2;
}
