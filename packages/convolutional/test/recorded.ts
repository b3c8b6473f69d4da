import { expect } from 'vitest';

/** The inputs of the recorded cases: the formula of the recording scripts. */
export function numbers(seed: number, count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (((i * 7919 + seed * 104_729) % 31) - 15) / 8);
}

/** Expects no difference above `tolerance`, relative to the largest magnitude expected (1 at least). */
export function expectNear(
  got: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
  what: string,
): void {
  expect(got.length, what).toBe(expected.length);
  const scale = expected.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
  const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!)), 0);
  expect(worst / scale, what).toBeLessThanOrEqual(tolerance);
}
