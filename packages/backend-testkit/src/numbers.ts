import type { Tensor } from '@seqloom/backend';
import { expect } from 'vitest';

/** Deterministic numbers between low and high, different for every seed; no two of a few thousand are equal. */
export function numbers(count: number, seed = 1, low = -1, high = 1): Float32Array {
  let state = (seed * 0x9e3779b9) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + ((high - low) * state) / 2 ** 32;
  });
}

/**
 * Compares numbers with a tolerance relative to the largest expected magnitude (1 at least).
 *
 * @param tolerance default 1e-5: float32 sums over a few hundred terms
 */
export function expectClose(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(got.length).toBe(expected.length);
  const scale = Array.from(expected).reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(got[i]! - expected[i]!);
    if (!(error <= tolerance * scale)) {
      expect.fail(`entry ${i}: got ${got[i]}, expected ${expected[i]} (off by ${error}, scale ${scale})`);
    }
  }
}

/** Reads a tensor and releases it. */
export async function take(tensor: Tensor): Promise<number[]> {
  const data = await tensor.data();
  tensor.dispose();
  return Array.from(data);
}
