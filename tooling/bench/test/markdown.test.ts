import { expect, test } from 'vitest';
import { speedChart, speedTable } from '../src/markdown.ts';
import type { BenchRecord } from '../src/record.ts';

const time = (ms: number) => ({ ms, lowMs: 0.9 * ms, highMs: 1.25 * ms, cpuMs: ms });
const RECORD: BenchRecord = {
  date: '2026-01-02',
  processor: 'a processor',
  cores: 2,
  node: 'v20.19.0',
  rounds: 3,
  summaries: [
    {
      workload: 'W4',
      runner: 'node',
      threads: 1,
      train: time(32),
      predict: time(8),
      ratios: { torch: { train: 0.25, predict: 0.5 }, 'ort-node': { predict: 2 } },
    },
    {
      workload: 'W4',
      runner: 'torch',
      threads: 1,
      version: '1.13.0a0+git7c98e70',
      train: time(128),
      predict: time(16),
      ratios: {},
    },
    { workload: 'W4', runner: 'ort-node', threads: 1, version: '1.30.0', predict: time(4), ratios: {} },
  ],
};

test('the table has a row for each of our runners, with the ratios to each peer and its version', () => {
  const [head, , row, ...rest] = speedTable(RECORD).split('\n');
  expect(head).toBe(
    '|  | model; batch | train, ms | predict, ms | ÷ PyTorch 1.13.0 | ÷ onnxruntime-node 1.30.0 |',
  );
  expect(row).toBe(
    '| W4 node | 500 words, Embedding 32, LSTM 32; 128 | 32.0 (28.8–40.0) | 8.00 (7.20–10.0) | 0.25 / 0.50 | – / 2.00 |',
  );
  expect(rest.join(' ')).toMatch(
    /^ Measured on 2026-01-02: a processor, 2 cores, Node 20\.19\.0; medians of 3/,
  );
});

test('the chart has a bar for each of our runners that the peer was measured beside', () => {
  const chart = speedChart(RECORD, 'torch');
  expect(chart).toContain('W4 node');
  expect(chart).toContain('0.25');
  expect(chart).not.toContain('W4 torch');
});
