import { describe, expect, it } from 'vitest';
import { sweepChart } from '../src/sweep-chart.ts';
import { sweepCSV } from '../src/sweep-csv.ts';
import { summarizeSweep, sweepLeaders } from '../src/sweep-summary.ts';
import type { TrainingResult } from '../src/train-recipe.ts';

interface Run {
  readonly model: string;
  readonly trainSamples: number;
  readonly testAccuracy: number;
  readonly vectors?: string;
  readonly units?: number;
}

function result({ units = 32, ...run }: Run): TrainingResult {
  return {
    dataset: 'd',
    backend: 'wasm',
    threads: 1,
    seed: 1,
    settings: {
      words: 100,
      units,
      epochs: 1,
      batchSize: 8,
      learningRate: 0.01,
      validationSplit: 0.2,
    },
    parameters: 10,
    validationSamples: 10,
    testSamples: 10,
    epochs: 1,
    seconds: 2,
    valAccuracy: 0.5,
    bestValAccuracy: 0.75,
    testLoss: 0.7,
    baselineAccuracy: 0.5,
    history: {},
    ...run,
  };
}

const glove = { model: 'glove', vectors: 'g.txt' };
const runs = [
  result({ ...glove, trainSamples: 1000, testAccuracy: 0.75 }),
  result({ ...glove, trainSamples: 100, testAccuracy: 0.5 }),
  result({ ...glove, trainSamples: 100, testAccuracy: 0.75 }),
  result({ model: 'learned', trainSamples: 100, testAccuracy: 0.5 }),
  result({ model: 'learned', trainSamples: 1000, testAccuracy: 0.875 }),
  result({ model: 'learned', trainSamples: 2000, testAccuracy: 0.9 }),
];

describe('summarizeSweep', () => {
  it('brings the seeds of a setting together', () => {
    const groups = summarizeSweep(runs);
    expect(groups).toHaveLength(5);
    expect(groups[1]).toEqual({
      series: 'glove',
      model: 'glove',
      vectors: 'g.txt',
      units: 32,
      trainSamples: 100,
      runs: 2,
      testAccuracy: 0.625,
      valAccuracy: 0.5,
      seconds: 2,
      lowestTestAccuracy: 0.5,
      highestTestAccuracy: 0.75,
    });
  });

  it('names vectors and units only where they vary', () => {
    const more = [
      ...runs,
      result({ model: 'glove', vectors: 'bundled', trainSamples: 100, testAccuracy: 0.5 }),
      result({ model: 'learned', units: 8, trainSamples: 100, testAccuracy: 0.5 }),
    ];
    const names = new Set(summarizeSweep(more).map(({ series }) => series));
    expect([...names]).toEqual(['glove (g.txt)', 'learned, 32 units', 'glove (bundled)', 'learned, 8 units']);
  });
});

describe('sweepLeaders', () => {
  it('finds who is ahead for each number of reviews with rivals, fewest first', () => {
    expect(sweepLeaders(summarizeSweep(runs))).toEqual([
      { trainSamples: 100, series: 'glove', testAccuracy: 0.625, clear: false },
      { trainSamples: 1000, series: 'learned', testAccuracy: 0.875, clear: false }, // one run proves nothing
    ]);
  });

  it('calls a lead clear when every seed of the leader beats every seed of the others', () => {
    const two = (model: string, ...accuracies: number[]) =>
      accuracies.map((testAccuracy) => result({ model, trainSamples: 100, testAccuracy }));
    const leaderOf = (results: TrainingResult[]) => sweepLeaders(summarizeSweep(results))[0];
    expect(leaderOf([...two('a', 0.7, 0.8), ...two('b', 0.6, 0.69)])).toMatchObject({
      series: 'a',
      clear: true,
    });
    expect(leaderOf([...two('a', 0.7, 0.8), ...two('b', 0.6, 0.71)])).toMatchObject({
      series: 'a',
      clear: false,
    });
  });
});

describe('sweepCSV', () => {
  it('quotes what would break a line', () => {
    const [, line] = sweepCSV([{ ...runs[0]!, vectors: 'my, "best".txt' }]).split('\r\n');
    expect(line).toBe('glove,"my, ""best"".txt",32,1000,1,1,0.5,0.75,0.75,0.5,2');
  });
});

describe('sweepChart', () => {
  it('draws a line a model over the number of reviews, or bars where there is one number', () => {
    const lines = sweepChart(summarizeSweep(runs), 'd', 0.5);
    for (const text of ['glove', 'learned', 'majority class', '100', '1000', 'training reviews'])
      expect(lines).toContain(`>${text}</text>`);
    const bars = sweepChart(summarizeSweep(runs.slice(1, 4)), 'd', 0.5);
    expect(bars).toContain('<rect');
    expect(bars).not.toContain('training reviews');
  });
});
