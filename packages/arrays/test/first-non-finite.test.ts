import { expect, test } from 'vitest';
import { firstNonFinite } from '../src/index.ts';

test('finds the first number that is not finite, in a range', () => {
  const values = Float32Array.of(Number.NaN, 1, Infinity, 2, -Infinity);
  expect(firstNonFinite(values)).toBe(0);
  expect(firstNonFinite(values, 1)).toBe(2);
  expect(firstNonFinite(values, 3, 4)).toBe(-1);
  expect(firstNonFinite([])).toBe(-1);
});
