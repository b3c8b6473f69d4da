import { fitRidge, mae, truthOf } from '@seqloom/timeseries';
import { describe, expect, it } from 'vitest';
import { linearForecast, measureBaselines } from '../../src/series/baselines.ts';
import { type ForecastTask, taskFor } from '../../src/series/forecast-task.ts';
import { prepareSeries } from '../../src/series/prepare-series.ts';
import { ridgeWeights } from '../../src/series/ridge-weights.ts';
import { smallSource } from './small-weather.ts';

async function prepared(temperature?: (row: number) => number, chosen: Partial<ForecastTask> = {}) {
  const source = await smallSource({ rows: 600, ...(temperature && { temperature }) });
  const task = taskFor(source, { lookback: 48, step: 3, delay: 24, calendar: false, ...chosen });
  return prepareSeries(source, { recipe: 'ridge', task, residual: false });
}

describe('measureBaselines', () => {
  it('errs by what can be worked out by hand where the target rises by a half a row', async () => {
    const errors = await measureBaselines(await prepared((row) => row / 2));
    const found = Object.fromEntries(errors.map(({ name, testMae }) => [name, testMae]));
    // regardless of the step, the last row shown is the newest one; the target lies 24 rows after it
    expect(found.persistence).toBeCloseTo(24 / 2, 3);
    // the mean of the last 24 rows lies 11.5 rows before the last of them
    expect(found['mean of a day']).toBeCloseTo(35.5 / 2, 3);
    expect(found.ridge).toBeLessThan(1);
    expect(Object.keys(found)).toEqual(['persistence', 'mean of a day', 'ridge']);
  });

  it('measures the same hour where that is not the last row', async () => {
    const errors = await measureBaselines(await prepared((row) => row / 2, { delay: 20 }));
    const found = Object.fromEntries(errors.map(({ name, testMae }) => [name, testMae]));
    expect(found.persistence).toBeCloseTo(20 / 2, 3);
    expect(found['same hour']).toBeCloseTo(24 / 2, 3);
  });

  it("shows the newest row beside persistence where the book's windows hide it", async () => {
    const errors = await measureBaselines(await prepared((row) => row / 2, { anchor: 'next' }));
    const found = Object.fromEntries(errors.map(({ name, testMae }) => [name, testMae]));
    // from the row after the window: the last row shown lies 3 rows before it, the newest one 1
    expect(found.persistence).toBeCloseTo(27 / 2, 3);
    expect(found['newest row']).toBeCloseTo(25 / 2, 3);
    expect(found['same hour']).toBeCloseTo(48 / 2, 3);
  });

  it('errs equally in both measures where every error is the same', async () => {
    const [persistence] = await measureBaselines(await prepared((row) => row / 2));
    expect(persistence!.testRmse).toBeCloseTo(persistence!.testMae, 3);
  });
});

describe('ridgeWeights', () => {
  it('are those of the strength that validates best', async () => {
    const { train, validation } = await prepared();
    const chosen = linearForecast(validation, await ridgeWeights(train, validation));
    const error = mae(chosen, truthOf(validation));
    for (const alpha of [1, 10, 100, 1000]) {
      const other = mae(fitRidge(train, { alpha }).predict(validation), truthOf(validation));
      expect(error).toBeLessThanOrEqual(other + 1e-5); // float32 weights
    }
  });

  it('thin long windows to what fits, with the last step and weights of 0 for those left out', async () => {
    const source = await smallSource({ rows: 4000 });
    const task = taskFor(source, { lookback: 600, step: 1, delay: 24, calendar: false });
    const { train, validation, test } = prepareSeries(source, { recipe: 'ridge', task, residual: false });
    const solved = await ridgeWeights(train, validation);
    const used = Array.from({ length: 600 }, (_, t) =>
      solved.weights.slice(2 * t, 2 * t + 2).some((w) => w !== 0),
    );
    // 1200 values become at most 512: every third step, and 599 is one of them
    expect(used.flatMap((is, t) => (is ? [t % 3] : [])).every((rest) => rest === 2)).toBe(true);
    expect(used.filter(Boolean)).toHaveLength(200);
    expect(mae(linearForecast(test, solved), truthOf(test))).toBeLessThan(0.05);
  });
});
