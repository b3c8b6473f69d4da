import { expect, test } from 'vitest';
import { median, type Runs, summarize, table } from '../src/report.ts';

const run = (trainMs: number, predictMs: number, rssMB = 100) => ({
  workload: 'W4',
  trainMs,
  trainCpuMs: trainMs / 2,
  predictMs,
  predictCpuMs: predictMs / 2,
  rssMB,
});
const ours = (...runs: Runs['runs']): Runs => ({ runner: 'wasm', threads: 1, runs });

test('median takes the middle, or the mean of the two in the middle', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('a ratio is taken within each round, so that a slow round slows both', () => {
  // The machine was twice as slow in the second round: ours is 0.8 times the peer in both.
  const peer = { runner: 'torch', threads: 1, runs: [run(100, 40), run(200, 80), run(110, 44)] };
  expect(summarize(ours(run(80, 20), run(160, 40), run(88, 22)), [peer])).toEqual({
    workload: 'W4',
    runner: 'wasm',
    threads: 1,
    train: { ms: 88, lowMs: 80, highMs: 160, cpuMs: 44 },
    predict: { ms: 22, lowMs: 20, highMs: 40, cpuMs: 11 },
    rssMB: 100,
    ratios: { torch: { train: 0.8, predict: 0.5 } },
  });
});

test('a peer that only predicts has no ratio of training', () => {
  const runs = [{ workload: 'W4', predictMs: 10, predictCpuMs: 10, version: '1.30.0' }];
  const peer: Runs = { runner: 'ort-node', threads: 1, runs };
  expect(summarize(ours(run(80, 20)), [peer]).ratios).toEqual({ 'ort-node': { predict: 2 } });
  expect(summarize(peer, [])).toEqual({
    workload: 'W4',
    runner: 'ort-node',
    threads: 1,
    version: '1.30.0',
    predict: { ms: 10, lowMs: 10, highMs: 10, cpuMs: 10 },
    ratios: {},
  });
});

test('without a peer a row has no ratios, and the table says so by silence', () => {
  const row = summarize({ ...ours(run(80, 20)), threads: 2 }, []);
  expect(row.ratios).toEqual({});
  expect(table([row])).toBe(
    'W4   wasm ×2       train   80.0 ms (80.0–80.0, cpu 40.0)  predict   20.0 ms (20.0–20.0, cpu 10.0)  rss 100 MB',
  );
});
