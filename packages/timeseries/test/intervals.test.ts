import { createRandom } from '@seqloom/random';
import { expect, test } from 'vitest';
import { errorInterval, intervalCoverage } from '../src/intervals.ts';

const zeros = (count: number) => new Float32Array(count);

test('the ends are the errors of the ranks by hand', () => {
  // 19 errors −9 … 9: ranks (20 · 0.1) / 2 = 1 and 19 for 90 %, 2 and 18 for 80 %.
  const truth = Array.from({ length: 19 }, (_, i) => 9 - i);
  expect(errorInterval(zeros(19), truth, 0.9)).toEqual({ low: -9, high: 9 });
  expect(errorInterval(zeros(19), truth, 0.8)).toEqual({ low: -8, high: 8 });
  // 39 errors: ranks 2 and 38 for 90 %.
  const more = Array.from({ length: 39 }, (_, i) => i - 19);
  expect(errorInterval(zeros(39), more, 0.9)).toEqual({ low: -18, high: 18 });
  // Errors on one side stay there.
  expect(errorInterval([1, 1, 1], [3, 4, 5], 0.5)).toEqual({ low: 2, high: 4 });
});

test('counts the share within, ends included', () => {
  expect(intervalCoverage([0, 0, 0, 0], [-1, 0, 2, 2.1], { low: -1, high: 2 })).toBe(0.75);
  expect(() => intervalCoverage([], [], { low: 0, high: 1 })).toThrow('Give one each, and at least one.');
});

test.each([0.5, 0.8, 0.9])('a coverage of %f holds on new values, also of skewed errors', (coverage) => {
  const random = createRandom(3, 'errors');
  const draw = (count: number) =>
    Float64Array.from({ length: count }, () => Math.exp(2 * random.uniform()) - 2);
  const shares = Array.from({ length: 200 }, () => {
    const interval = errorInterval(zeros(59), draw(59), coverage);
    return intervalCoverage(zeros(400), draw(400), interval);
  });
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  // At least the share; at most 2 / (n + 1) more, and 0.01 for the 200 draws.
  expect(mean).toBeGreaterThan(coverage - 0.01);
  expect(mean).toBeLessThan(coverage + 2 / 60 + 0.01);
});

test('refuses what gives no interval', () => {
  expect(() => errorInterval(zeros(18), zeros(18), 0.9)).toThrow(
    'errorInterval: a coverage of 0.9 takes 19 errors or more, got 18.',
  );
  expect(() => errorInterval([1], [1, 2], 0.5)).toThrow('errorInterval: 1 forecasts for 2 values');
  expect(() => errorInterval([1], [1], 1)).toThrow('coverage must be a number above 0 and below 1, got 1.');
});
