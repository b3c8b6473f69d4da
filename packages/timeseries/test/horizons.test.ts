import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movingAverage, persistence, seasonalNaive } from '../src/baselines.ts';
import { forecastWindows } from '../src/forecast-windows.ts';
import { latestWindow } from '../src/latest-window.ts';
import type { Matrix } from '../src/missing.ts';
import { fitRidge } from '../src/ridge.ts';
import { truthOf } from '../src/scores.ts';
import { LeakError } from '../src/time-split.ts';
import { gatherTargets } from '../src/window-targets.ts';
import { gatherWindows, requireWithin, windowBatches } from '../src/windows.ts';

/** Value `1000 · column + row`, so that a value tells where it comes from. */
function places(rows: number, width: number): Matrix {
  const data = Float32Array.from(
    { length: rows * width },
    (_, i) => 1000 * (i % width) + Math.floor(i / width),
  );
  return { data, shape: [rows, width] };
}

const names = ['load', 'wind', 'holiday'];

describe('windows with a horizon', () => {
  it('have targets of the rows after the window, [B, H] for a column and [B, H, K] for a list', () => {
    const one = forecastWindows(places(20, 3), { lookback: 4, horizon: 3, target: 'load', names });
    const { inputs, targets } = [...windowBatches(one, { batchSize: 2 })][0]!;
    expect(inputs.shape).toEqual([2, 4, 3]);
    expect(targets).toEqual({ data: Float32Array.of(4, 5, 6, 5, 6, 7), shape: [2, 3] });
    expect(one.starts).toHaveLength(14); // 20 rows hold 14 spans of 7
    const several = forecastWindows(places(20, 3), {
      lookback: 4,
      horizon: 2,
      anchor: 'last',
      target: ['wind', 'load'],
      names,
    });
    expect(gatherTargets(several, [1])).toEqual({
      data: Float32Array.of(1005, 5, 1006, 6),
      shape: [1, 2, 2],
    });
    const late = forecastWindows(places(20, 3), { lookback: 4, delay: 3, targetColumn: [2] });
    expect(gatherTargets(late, [0])).toEqual({ data: Float32Array.of(2007), shape: [1, 1] });
  });

  it('equal a naive loop, and stay in part and series, for any setting', () => {
    const settings = fc.record({
      steps: fc.integer({ min: 1, max: 5 }),
      step: fc.integer({ min: 1, max: 3 }),
      delay: fc.integer({ min: 1, max: 4 }),
      horizon: fc.integer({ min: 1, max: 6 }),
      stride: fc.integer({ min: 1, max: 3 }),
      anchor: fc.constantFrom('next' as const, 'last' as const),
      cut: fc.integer({ min: 20, max: 40 }),
    });
    fc.assert(
      fc.property(settings, ({ steps, step, delay, horizon, stride, anchor, cut }) => {
        const data = places(60, 3);
        const lookback = steps * step;
        const within = { start: 2, end: 58 };
        const parts = [
          { start: 0, end: cut },
          { start: cut, end: 60 },
        ];
        const windows = forecastWindows(data, {
          lookback,
          step,
          delay,
          horizon,
          stride,
          anchor,
          within,
          series: parts,
          targetColumn: [1, 0],
          knownColumns: [2],
        });
        const expected: { inputs: number[]; targets: number[] }[] = [];
        for (const part of parts) {
          const [from, to] = [Math.max(part.start, 2), Math.min(part.end, 58)];
          for (let row = from; ; row += stride) {
            const now = row + lookback - 1; // the newest row known
            const first = anchor === 'last' ? now + delay : now + 1 + delay;
            const last = first + horizon - 1;
            if (last >= to) break;
            const shown = Array.from(
              { length: steps },
              (_, t) => row + t * step + (anchor === 'last' ? step - 1 : 0),
            );
            const inputs = shown.flatMap((at) => [
              at,
              1000 + at,
              2000 + at,
              2000 + at + last - shown.at(-1)!,
            ]);
            const targets = Array.from({ length: horizon }, (_, h) => [1000 + first + h, first + h]).flat();
            expected.push({ inputs, targets });
          }
        }
        const all = Array.from(windows.starts, (_, i) => i);
        expect([...gatherWindows(windows, all).data]).toEqual(expected.flatMap(({ inputs }) => inputs));
        expect([...truthOf(windows)]).toEqual(expected.flatMap(({ targets }) => targets));
        requireWithin(windows, within);
        expect(() => requireWithin({ ...windows, horizon: 40 }, within)).toThrow(LeakError);
      }),
      { numRuns: 100 },
    );
  });

  it('end with the latest window, whose known columns reach as far ahead as the last target', () => {
    const known = { lookback: 4, anchor: 'last', knownColumns: ['holiday'], names } as const;
    const series = places(23, 3);
    // of the three rows ahead only the column known in advance has values
    for (let row = 20; row < 23; row++) series.data.fill(Number.NaN, row * 3, row * 3 + 2);
    const window = latestWindow(series, { ...known, ahead: 3 });
    expect(window.shape).toEqual([1, 4, 4]);
    expect([...window.data.subarray(12)]).toEqual([19, 1019, 2019, 2022]);
    const trained = forecastWindows(places(23, 3), { ...known, horizon: 3, target: 'load' });
    expect(window.data).toEqual(gatherWindows(trained, [trained.starts.length - 1]).data);
    series.data[22 * 3 + 2] = Number.NaN;
    expect(() => latestWindow(series, { ...known, ahead: 3 })).toThrow(
      'latestWindow: column "holiday" is NaN in row 22.',
    );
    expect(() => latestWindow(series, { ...known, ahead: 20 })).toThrow(
      'lookback 4 must be a multiple of step 1 and at most the 3 rows there are before the 20 ahead.',
    );
  });

  it('end with the latest window also where steps lie between the rows that are shown', () => {
    for (const anchor of ['next', 'last'] as const) {
      const options = { lookback: 6, step: 2, anchor, knownColumns: [2], names };
      const trained = forecastWindows(places(30, 3), { ...options, horizon: 5, target: 'load' });
      const last = gatherWindows(trained, [trained.starts.length - 1]);
      expect(latestWindow(places(30, 3), { ...options, ahead: 5 })).toEqual(last);
    }
  });

  it('have rules to beat, a value for every target', () => {
    const data: Matrix = { data: Float32Array.of(1, 9, 2, 8, 3, 7, 4, 6, 5, 5, 6, 4, 7, 3), shape: [7, 2] };
    const windows = forecastWindows(data, { lookback: 3, horizon: 2, targetColumn: [0, 1], stride: 2 });
    expect([...truthOf(windows)]).toEqual([4, 6, 5, 5, 6, 4, 7, 3]);
    expect([...persistence(windows)]).toEqual([3, 7, 3, 7, 5, 5, 5, 5]);
    expect([...movingAverage(windows, 2)]).toEqual([2.5, 7.5, 2.5, 7.5, 4.5, 5.5, 4.5, 5.5]);
    // a season of 2 rows: the first target is like the row before the newest, the second like the newest
    expect([...seasonalNaive(windows, 2)]).toEqual([2, 8, 3, 7, 4, 6, 5, 5]);
  });

  it('have ridge regression for every target, the same as for each alone', () => {
    const data = places(60, 3);
    for (let i = 0; i < data.data.length; i++) data.data[i] = Math.sin(i * 1.7) * 3 + (i % 7);
    const lengths = { lookback: 4, within: { start: 0, end: 50 } };
    const all = fitRidge(forecastWindows(data, { ...lengths, horizon: 3, targetColumn: [0, 2] }), {
      alpha: 2,
    });
    const later = { lookback: 4, within: { start: 40, end: 60 } };
    const forecast = all.predict(forecastWindows(data, { ...later, horizon: 3, targetColumn: [0, 2] }));
    for (const [k, [step, column]] of [
      [0, 0],
      [0, 2],
      [1, 0],
      [1, 2],
      [2, 0],
      [2, 2],
    ].entries()) {
      // windows whose horizon fits, so that all targets are learned from the same ones
      const of = (part: typeof lengths) => {
        const windows = forecastWindows(data, { ...part, horizon: 3, targetColumn: column! });
        const { horizon: _, ...one } = windows;
        return { ...one, targetRows: windows.targetRows.map((row) => row + step!) };
      };
      const alone = fitRidge(of(lengths), { alpha: 2 });
      expect(all.biases[k]).toBe(alone.bias);
      expect(all.weights.subarray(k * 12, (k + 1) * 12)).toEqual(alone.weights);
      expect(forecast.filter((_, i) => i % 6 === k)).toEqual(alone.predict(of(later)));
    }
  });

  it('refuse a horizon longer than the data, and columns that are not there', () => {
    const make = (options: object) => () =>
      forecastWindows(places(20, 3), { lookback: 4, names, ...options });
    expect(make({ horizon: 17, target: 'load' })).toThrow(
      'forecastWindows: a window and its horizon of 17 span 21 rows, the longest series has 20. ' +
        'Give more rows, or a smaller lookback, delay or horizon.',
    );
    expect(make({ horizon: 16, target: 'load' })().starts).toHaveLength(1);
    expect(make({ horizon: 0, target: 'load' })).toThrow('horizon must be a positive integer, got 0');
    expect(make({ target: ['load', 'rain'] })).toThrow(
      'forecastWindows: target must be one of the 3 columns ("load", "wind", "holiday"), got "rain".',
    );
    expect(make({ targetColumn: [0, 0] })).toThrow(
      'targetColumn must name each column once, got "load" twice.',
    );
    expect(make({ targetColumn: [] })).toThrow(
      'targetColumn must be a column, or a list of at least one column',
    );
    expect(make({ target: 'load', knownColumns: [3] })).toThrow('knownColumns must be one of the 3 columns');
    expect(make({})).toThrow(
      'targetColumn must be one of the 3 columns ("load", "wind", "holiday"), got undefined.',
    );
    expect(make({ target: 'load', knownColumns: 'wind' })).toThrow(
      'knownColumns must be a list of columns, got "wind"',
    );
    expect(make({ target: 'load', knownColumns: [] })().data.shape).toEqual([20, 3]);
  });
});
