import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { mae } from '@seqloom/timeseries';
import { describe, expect, test } from 'vitest';
import {
  anySeriesTask,
  findRecipe,
  forecastSteps,
  measureSimpleRules,
  SeriesForecaster,
  trainTask,
} from '../../src/index.ts';
import { smallSource } from './small-weather.ts';

startBackend(wasmBackend());

const backend = { name: 'wasm', threads: 1 };

describe('simple rules without a backend', () => {
  test('are those that a run measures beside its model, and ridge regression says what the network of its weights says', async () => {
    const source = await smallSource({ rows: 600, without: (row) => row >= 500 && row < 505 });
    const choices = { delay: 6, lookback: 24, step: 1 };
    const rules = await measureSimpleRules(source, choices);
    const { model, result } = await trainTask(anySeriesTask, {
      backend,
      source,
      recipe: findRecipe(anySeriesTask, 'ridge'),
      choices,
    });
    expect(rules.task).toEqual(result.task);
    expect(rules.columns).toEqual(model.form.fields.columns);
    expect(rules.testSamples).toBe(result.testSamples);
    expect(rules.baselines).toEqual(result.baselines);
    // float32 sums of a hundred products
    expect(rules.interval!.low).toBeCloseTo(result.interval!.low, 4);
    expect(rules.interval!.high).toBeCloseTo(result.interval!.high, 4);
    expect(rules.interval).toMatchObject({ level: 0.9, testCoverage: result.interval!.testCoverage });
    expect(mae(rules.unseen.forecast, rules.unseen.truth)).toBeCloseTo(result.testMae, 4);
    const steps = await forecastSteps(model, source);
    expect(rules.next.map(({ time }) => time)).toEqual(steps.map(({ time }) => time));
    for (const [i, { value }] of rules.next.entries()) expect(value).toBeCloseTo(steps[i]!.value, 4);
    new SeriesForecaster(model).dispose();
  });

  test('refuse a target that keeps its value where it is measured', async () => {
    const source = await smallSource({ rows: 400, temperature: (row) => (row < 250 ? row % 7 : 3) });
    await expect(measureSimpleRules(source, { lookback: 12, step: 1, delay: 2 })).rejects.toThrow(
      '"temp" keeps its value in the test part',
    );
  });
});
