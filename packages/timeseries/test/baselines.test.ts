import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backtest, rollingOrigins } from '../src/backtest.ts';
import { movingAverage, persistence, seasonalNaive } from '../src/baselines.ts';
import { forecastWindows } from '../src/forecast-windows.ts';
import type { Matrix } from '../src/missing.ts';
import { fitRidge, fitRidges } from '../src/ridge.ts';
import { mae, maeByGroup, rmse, skill, truthOf } from '../src/scores.ts';

const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../tooling/oracles/recorded/time_series.json'), 'utf8'),
);
const column = (values: number[]): Matrix => ({ data: Float32Array.from(values), shape: [values.length, 1] });
const count = column(Array.from({ length: 30 }, (_, i) => i));

describe('persistence', () => {
  it('is the value of the last row a window shows', () => {
    const windows = forecastWindows(count, { lookback: 6, step: 3, delay: 2, targetColumn: 0 });
    // the first window shows rows 0 and 3, its target is row 8
    expect(persistence(windows)[0]).toBe(3);
    expect(truthOf(windows)[0]).toBe(8);
    expect(mae(persistence(windows), truthOf(windows))).toBe(5);
  });
});

describe('the anchor `last`', () => {
  const windows = forecastWindows(count, { lookback: 6, step: 3, delay: 2, anchor: 'last', targetColumn: 0 });

  it('makes now the last row shown', () => {
    // the first window shows rows 2 and 5, its target is row 7
    expect(persistence(windows)[0]).toBe(5);
    expect(truthOf(windows)[0]).toBe(7);
    expect(mae(persistence(windows), truthOf(windows))).toBe(2);
  });

  it('lets no rule look beyond it', () => {
    expect(movingAverage(windows, 6)[0]).toBe(2.5); // rows 0 … 5
    expect(seasonalNaive(windows, 2)[0]).toBe(5);
    expect(seasonalNaive(windows, 7)[0]).toBe(0);
    expect(() => seasonalNaive(windows, 8)).toThrow('reaches back beyond the window of 6 rows');
  });
});

describe('seasonalNaive', () => {
  it('is the latest value before now, whole seasons before the target', () => {
    const windows = forecastWindows(count, { lookback: 8, delay: 3, targetColumn: 0 });
    // now is row 8, the target row 11: one season of 4 before is row 7, which is known
    expect(seasonalNaive(windows, 4)[0]).toBe(7);
    // a season of 3 before is row 8, which is not; two are row 5
    expect(seasonalNaive(windows, 3)[0]).toBe(5);
  });

  it('forecasts a season without error, and refuses one longer than the window', () => {
    const season = column(Array.from({ length: 60 }, (_, i) => Math.sin((2 * Math.PI * i) / 12)));
    const windows = forecastWindows(season, { lookback: 24, delay: 12, targetColumn: 0 });
    expect(mae(seasonalNaive(windows, 12), truthOf(windows))).toBeLessThan(1e-6);
    expect(() => seasonalNaive(windows, 40)).toThrow('period 40 reaches back beyond the window of 24 rows');
    expect(() => seasonalNaive(windows, 0)).toThrow('period must be a positive integer');
  });
});

describe('movingAverage', () => {
  it('is the mean of the last rows before now', () => {
    const windows = forecastWindows(count, { lookback: 6, delay: 0, targetColumn: 0 });
    expect(movingAverage(windows, 3)[0]).toBe(4); // rows 3, 4, 5
    expect(movingAverage(windows, 6)[0]).toBe(2.5);
    expect(() => movingAverage(windows, 7)).toThrow("7 rows are more than the window's 6");
  });
});

describe('fitRidge', () => {
  it("equals NumPy's solution", () => {
    const { rows, lookback, delay, alpha, weights, bias } = recorded.ridge;
    const data: Matrix = {
      data: Float32Array.from({ length: rows * 2 }, (_, i) => Math.sin(i * 1.7) * 3 + i / 100),
      shape: [rows, 2],
    };
    const windows = forecastWindows(data, { lookback, delay, targetColumn: 0 });
    const model = fitRidge(windows, { alpha });
    // 1e-9: both solve in float64
    for (const [i, weight] of model.weights.entries()) expect(weight).toBeCloseTo(weights[i], 9);
    expect(model.bias).toBeCloseTo(bias, 9);
  });

  it('finds a linear rule, over several blocks of windows', () => {
    const values = [1, 2];
    while (values.length < 700)
      values.push(0.6 * values.at(-1)! - 0.8 * values.at(-2)! + 1 + ((values.length * 7) % 5));
    const windows = forecastWindows(column(values), { lookback: 12, delay: 0, targetColumn: 0 });
    const model = fitRidge(windows, { alpha: 1e-6 });
    expect(mae(model.predict(windows), truthOf(windows))).toBeLessThan(0.01);
  });

  it('is the same for several strengths in one pass, which a signal ends', async () => {
    const values = Array.from({ length: 600 }, (_, i) => Math.sin(i * 1.3) + ((i * 7) % 5));
    const windows = forecastWindows(column(values), { lookback: 12, delay: 0, targetColumn: 0 });
    const alphas = [0.1, 1, 10];
    const fits = (await fitRidges(windows, { alphas })).map(({ weights, bias }) => ({ weights, bias }));
    const single = alphas.map((alpha) => fitRidge(windows, { alpha }));
    expect(fits).toEqual(single.map(({ weights, bias }) => ({ weights, bias })));
    const many = forecastWindows(column(Array.from({ length: 60_000 }, (_, i) => i % 17)), {
      lookback: 100,
      delay: 0,
      targetColumn: 0,
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stopped')));
    const stopped = fitRidges(many, { alphas, signal: controller.signal });
    await expect(stopped).rejects.toThrow('stopped');
    await expect(fitRidges(windows, { alphas: [] })).rejects.toThrow('fitRidges: alphas must be a list');
    await expect(fitRidges(windows, { alphas: [-1] })).rejects.toThrow('a number in alphas must be');
  });

  it('gives constant columns no weight, also without a penalty', () => {
    const data: Matrix = {
      data: Float32Array.from({ length: 80 }, (_, i) => (i % 2 ? 5 : i / 2)),
      shape: [40, 2],
    };
    const windows = forecastWindows(data, { lookback: 2, delay: 0, targetColumn: 0 });
    const model = fitRidge(windows, { alpha: 0 });
    expect([model.weights[1], model.weights[3]]).toEqual([0, 0]);
    expect(mae(model.predict(windows), truthOf(windows))).toBeLessThan(1e-4);
  });

  it('draws weights to zero as alpha grows: the forecast becomes the mean', () => {
    const windows = forecastWindows(count, { lookback: 2, delay: 0, targetColumn: 0 });
    const truth = truthOf(windows);
    const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
    for (const value of fitRidge(windows, { alpha: 1e12 }).predict(windows))
      expect(value).toBeCloseTo(mean, 3);
    expect(fitRidge(windows).weights).toEqual(fitRidge(windows, { alpha: 1 }).weights);
  });

  it('refuses a negative penalty, very long windows and windows of another size', () => {
    const windows = forecastWindows(count, { lookback: 2, delay: 0, targetColumn: 0 });
    expect(() => fitRidge(windows, { alpha: -1 })).toThrow('alpha must be a finite number ≥ 0, got -1');
    const long = forecastWindows(column(new Array(2060).fill(0)), {
      lookback: 2049,
      delay: 0,
      targetColumn: 0,
    });
    expect(() => fitRidge(long)).toThrow('2049 values a window are more than 2048');
    const other = forecastWindows(count, { lookback: 3, delay: 0, targetColumn: 0 });
    expect(() => fitRidge(windows).predict(other)).toThrow(
      'windows have 3 values, the model was fitted on 2',
    );
  });
});

describe('scores', () => {
  it('are means over the forecasts, in the unit of the values', () => {
    expect(mae([1, 2, 3], [2, 2, 5])).toBe(1);
    expect(rmse([1, 2, 3], [2, 2, 5])).toBeCloseTo(Math.sqrt(5 / 3), 12);
    expect(skill(0.5, 2)).toBe(0.75);
    expect(skill(3, 2)).toBe(-0.5);
  });

  it('refuse what cannot be scored', () => {
    expect(() => mae([1], [1, 2])).toThrow('1 forecasts for 2 values');
    expect(() => rmse([], [])).toThrow('at least one');
    expect(() => skill(1, 0)).toThrow("the baseline's error is 0");
    expect(() => maeByGroup([1], [1], [])).toThrow('0 groups for 1 values');
  });

  it('can be told by group', () => {
    expect([...maeByGroup([1, 2, 3, 4], [0, 0, 0, 0], ['day', 'night', 'day', 'night'])]).toEqual([
      ['day', 2],
      ['night', 3],
    ]);
  });
});

describe('rollingOrigins', () => {
  it('learns from the past and forecasts what follows', () => {
    expect(rollingOrigins(10, { initial: 4, horizon: 2 })).toEqual(
      [4, 6, 8].map((origin) => ({
        train: { start: 0, end: origin },
        test: { start: origin, end: origin + 2 },
      })),
    );
    expect(rollingOrigins(10, { initial: 4, horizon: 2, step: 3, window: 'sliding' })).toEqual(
      [4, 7].map((origin) => ({
        train: { start: origin - 4, end: origin },
        test: { start: origin, end: origin + 2 },
      })),
    );
    expect(rollingOrigins(8760, { initial: 4380, horizon: 730 })).toHaveLength(6);
    expect(() => rollingOrigins(5, { initial: 4, horizon: 2 })).toThrow('do not fit into 5 rows');
  });
});

describe('backtest', () => {
  it('scores every fold in turn', async () => {
    const order: number[] = [];
    const result = await backtest(rollingOrigins(10, { initial: 4, horizon: 2 }), async ({ test }, index) => {
      order.push(index);
      return test.start;
    });
    expect(result).toEqual({ scores: [4, 6, 8], mean: 6, std: Math.sqrt(8 / 3) });
    expect(order).toEqual([0, 1, 2]);
  });
});
