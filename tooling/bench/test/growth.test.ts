import { expect, test } from 'vitest';
import { growthNames, growthWorkload } from '../src/growth.ts';
import { growthChart } from '../src/markdown.ts';
import type { BenchRecord } from '../src/record.ts';

const time = (ms: number) => ({ ms: 2 * ms, lowMs: ms, highMs: 3 * ms, cpuMs: ms });

test('four sizes grow from one point, each alone', () => {
  const names = growthNames();
  expect(names).toHaveLength(1 + 4 * 3);
  expect(new Set(names).size).toBe(names.length);
  const shapes = names.map((name) => growthWorkload(name)!.inputs().shape);
  expect(shapes[0]).toEqual([16, 50]);
  expect(growthWorkload('growth:batch:8')!.inputs().shape).toEqual([128, 50]);
  expect(growthWorkload('growth:time:4')!.inputs().shape).toEqual([16, 200]);
  expect(growthWorkload('growth:units:2')!.summary).toBe('50 of 10000 words, Embedding 32, LSTM 32; 16');
  expect(growthWorkload('growth:vocabulary:8')!.summary).toBe('50 of 80000 words, Embedding 32, LSTM 16; 16');
});

test('ids lie in the vocabulary, and reach its upper half', () => {
  for (const name of ['growth', 'growth:vocabulary:8']) {
    const { data } = growthWorkload(name)!.inputs();
    const size = name === 'growth' ? 10_000 : 80_000;
    expect(Math.max(...data)).toBeGreaterThan(size / 2);
    expect(Math.max(...data)).toBeLessThan(size);
  }
});

test('other names are no workloads of growth', () => {
  expect(['W4', 'growth:units:3', 'growth:units:1'].map(growthWorkload)).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('the chart shows processor time as multiples of the first point', () => {
  const summaries = growthNames().map((workload) => ({
    workload,
    runner: 'wasm',
    threads: 1,
    train: time(Number(workload.split(':')[2] ?? 1) * 2),
    predict: time(1),
    ratios: {},
  }));
  const record: BenchRecord = {
    date: '2026-01-02',
    processor: 'a processor',
    cores: 2,
    node: 'v20.19.0',
    rounds: 1,
    summaries,
  };
  const chart = growthChart(record);
  for (const name of ['steps T', 'units', 'batch', 'vocabulary', 'in proportion'])
    expect(chart).toContain(name);
  // All grow in proportion here: every line is the line of proportion.
  const paths = [...chart.matchAll(/<path d="(M[^"]*L[^"]*)" class="line"/g)].map(([, d]) => d);
  const most = Math.max(...paths.map((path) => paths.filter((other) => other === path).length));
  expect(most).toBe(5);
  expect(() => growthChart({ ...record, summaries: summaries.slice(1) })).toThrow(/no workload growth/);
});
