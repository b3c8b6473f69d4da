import { expect, test } from 'vitest';
import { combine, compare, median, table } from '../src/report.ts';

const run = (trainMs: number, predictMs: number, rssMB = 100) => ({
  workload: 'W4',
  trainMs,
  predictMs,
  rssMB,
});

test('median takes the middle, or the mean of the two in the middle', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('a ratio is taken within each round, so that a slow round slows both', () => {
  // The machine was twice as slow in the second round: ours is 0.8 times the peer in both.
  const row = compare(combine([run(80, 20), run(160, 40), run(88, 22)]), { backend: 'wasm', threads: 1 }, [
    run(100, 40),
    run(200, 80),
    run(110, 44),
  ]);
  expect(row).toMatchObject({ trainMs: 88, predictMs: 22, rssMB: 100, trainRatio: 0.8, predictRatio: 0.5 });
});

test('without a peer a row has no ratios, and the table says so by silence', () => {
  const row = compare(combine([run(80, 20)]), { backend: 'wasm', threads: 2 }, []);
  expect(row.trainRatio).toBeUndefined();
  expect(table([row])).toBe('W4  wasm ×2  train   80.0 ms  predict   20.0 ms  rss 100 MB');
});
