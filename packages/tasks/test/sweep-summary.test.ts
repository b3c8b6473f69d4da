import { describe, expect, it } from 'vitest';
import { delimited } from '../src/report/delimited.ts';
import type { SweepRun } from '../src/sweep/run-sweep.ts';
import { sweepChart } from '../src/sweep/sweep-chart.ts';
import { groupResult, summarizeSweep, sweepLeaders } from '../src/sweep/sweep-summary.ts';
import { sweepTable } from '../src/sweep/sweep-table.ts';
import { TEXT_RECIPES } from '../src/texts/recipes/catalog.ts';
import { TEXT_MEASURE } from '../src/texts/text-report.ts';
import type { TextTypes } from '../src/texts/text-types.ts';

interface Run {
  readonly model: string;
  readonly trainSamples: number;
  readonly testAccuracy: number;
  readonly vectors?: string;
  readonly units?: number;
}

function result({ units, vectors, ...run }: Run): SweepRun<TextTypes> {
  const choices = {
    ...(vectors !== undefined && { vectors }),
    ...(units !== undefined && { units }),
    trainSamples: run.trainSamples,
  };
  return {
    setting: { recipe: TEXT_RECIPES.find(({ name }) => name === run.model)!, choices },
    result: {
      dataset: 'd',
      backend: 'wasm',
      threads: 1,
      seed: 1,
      settings: {
        words: 100,
        units: units ?? 32,
        epochs: 1,
        batchSize: 8,
        learningRate: 0.01,
        validationSplit: 0.2,
      },
      ...(vectors !== undefined && { vectors }),
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
    },
  };
}

const summarize = (some: readonly SweepRun<TextTypes>[]) => summarizeSweep(TEXT_MEASURE, some);
const leadersOf = (some: readonly SweepRun<TextTypes>[]) => sweepLeaders(TEXT_MEASURE, summarize(some));

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
    const groups = summarize(runs);
    expect(groups).toHaveLength(5);
    expect(groupResult(TEXT_MEASURE, groups[1]!)).toEqual({
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
      ...runs.map(({ setting, result: of }) => ({
        setting:
          of.model === 'learned' ? { ...setting, choices: { ...setting.choices, units: 32 } } : setting,
        result: of,
      })),
      result({ model: 'glove', vectors: 'bundled', trainSamples: 100, testAccuracy: 0.5 }),
      result({ model: 'learned', units: 8, trainSamples: 100, testAccuracy: 0.5 }),
    ];
    const names = new Set(summarize(more).map(({ series }) => series));
    expect([...names]).toEqual(['glove (g.txt)', 'learned, 32 units', 'glove (bundled)', 'learned, 8 units']);
  });
});

describe('sweepLeaders', () => {
  it('finds who is ahead for each number of reviews with rivals, fewest first', () => {
    expect(leadersOf(runs)).toEqual([
      { trainSamples: 100, series: 'glove', test: 0.625, clear: false },
      { trainSamples: 1000, series: 'learned', test: 0.875, clear: false }, // one run proves nothing
    ]);
  });

  it('calls a lead clear when every seed of the leader beats every seed of the others', () => {
    const two = (model: string, ...accuracies: number[]) =>
      accuracies.map((testAccuracy) => result({ model, trainSamples: 100, testAccuracy }));
    const leaderOf = (results: SweepRun<TextTypes>[]) => leadersOf(results)[0];
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

describe('sweepTable', () => {
  it('has a column for each choice, quoted where it would break a line', () => {
    const table = sweepTable(TEXT_MEASURE, [
      result({ ...glove, vectors: 'my, "best".txt', units: 4, trainSamples: 1000, testAccuracy: 0.75 }),
    ]);
    const [names, line] = delimited(table, ',').split('\r\n');
    expect(names).toBe(
      'model,vectors,units,train_samples,seed,epochs,val_accuracy,best_val_accuracy,test_accuracy,baseline_accuracy,seconds',
    );
    expect(line).toBe('glove,"my, ""best"".txt",4,1000,1,1,0.5,0.75,0.75,0.5,2');
  });
});

const chartOf = (some: readonly SweepRun<TextTypes>[]) =>
  sweepChart(summarize(some), {
    measure: TEXT_MEASURE,
    dataset: 'd',
    samples: 'reviews',
    baseline: { name: 'majority class', value: 0.5 },
  });

describe('sweepChart', () => {
  it('draws a line a model over the number of reviews, or bars where there is one number', () => {
    const lines = chartOf(runs);
    for (const text of ['glove', 'learned', 'majority class', '100', '1000', 'training reviews'])
      expect(lines).toContain(`>${text}</text>`);
    const bars = chartOf(runs.slice(1, 4));
    expect(bars).toContain('<rect');
    expect(bars).not.toContain('training reviews');
  });
});
