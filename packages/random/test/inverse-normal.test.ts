import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inverseNormal } from '../src/inverse-normal.ts';

const recorded = JSON.parse(
  readFileSync(new URL('../../../tooling/oracles/recorded/random_numbers.json', import.meta.url), 'utf8'),
) as { quantiles: [number, number][] };

test('equals the normal quantiles of scipy', () => {
  for (const [p, quantile] of recorded.quantiles) {
    // 2e-7 relative: the published accuracy of the seven-digit approximation is one part in 10^7.
    expect(Math.abs(inverseNormal(p) - quantile)).toBeLessThanOrEqual(2e-7 * Math.abs(quantile));
  }
});

test('is antisymmetric and rises across the seams of its branches', () => {
  let previous = Number.NEGATIVE_INFINITY;
  for (let i = 1; i < 4096; i++) {
    const p = i / 4096;
    const x = inverseNormal(p);
    expect(x).toBeGreaterThan(previous);
    expect(inverseNormal(1 - p) + x).toBe(0);
    previous = x;
  }
});
