import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch, NdArray } from '@seqloom/arrays';
import { take } from '@seqloom/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rollingOrigins } from '../src/backtest.ts';
import { persistence } from '../src/baselines.ts';
import { forecastWindows } from '../src/forecast-windows.ts';
import { latestWindow } from '../src/latest-window.ts';
import { lookbackGenerator } from '../src/lookback-generator.ts';
import type { Matrix } from '../src/missing.ts';
import { LeakError, timeSplit } from '../src/time-split.ts';
import { timeseriesWindows } from '../src/timeseries-windows.ts';
import { JENA_TASK } from '../src/weather.ts';
import { gatherTargets } from '../src/window-targets.ts';
import { gatherWindows, knownRows, requireWithin, type Windows, windowBatches } from '../src/windows.ts';

/** NumPy's answers, by tooling/oracles/time_series.py. */
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../tooling/oracles/recorded/time_series.json'), 'utf8'),
);

/** The series of the oracle: sin(1.7 i) · 3 + i / 100 in float32. */
function series(rows: number, width: number): Matrix {
  return {
    data: Float32Array.from({ length: rows * width }, (_, i) => Math.sin(i * 1.7) * 3 + i / 100),
    shape: [rows, width],
  };
}

/** Value `1000 · column + row`, so that a value tells where it comes from. */
function places(rows: number, width: number): Matrix {
  const data = Float32Array.from(
    { length: rows * width },
    (_, i) => 1000 * (i % width) + Math.floor(i / width),
  );
  return { data, shape: [rows, width] };
}

const all = ({ starts }: Windows): number[] => Array.from(starts, (_, i) => i);
const inputsOf = (batches: Iterable<Batch>): number[] =>
  [...batches].flatMap(({ inputs }) => [...(inputs as NdArray).data]);

describe('timeseriesWindows', () => {
  it("equals Keras' timeseries_dataset_from_array bit for bit", () => {
    for (const test of recorded.keras) {
      const targets = Float32Array.from({ length: test.rows }, (_, i) => i / 4);
      const windows = timeseriesWindows(series(test.rows, test.width), targets, {
        sequenceLength: test.length,
        sequenceStride: test.stride,
        samplingRate: test.rate,
        startIndex: test.start,
        endIndex: test.end,
      });
      const inputs = gatherWindows(windows, all(windows));
      expect(inputs.shape).toEqual(test.shape);
      expect(inputs.data).toEqual(Float32Array.from(test.inputs));
      expect(gatherTargets(windows, all(windows)).data).toEqual(Float32Array.from(test.targets));
    }
  });

  it('equals a naive loop for any setting', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.integer({ min: 2, max: 60 }),
          width: fc.integer({ min: 1, max: 3 }),
          sequenceLength: fc.integer({ min: 1, max: 12 }),
          sequenceStride: fc.integer({ min: 1, max: 9 }),
          samplingRate: fc.integer({ min: 1, max: 4 }),
          startIndex: fc.integer({ min: 0, max: 20 }),
          cut: fc.integer({ min: 0, max: 10 }),
        }),
        ({ rows, width, cut, ...options }) => {
          const data = places(rows, width);
          const targets = Float32Array.from({ length: rows }, (_, i) => -i);
          const endIndex = rows - cut;
          const { sequenceLength, sequenceStride, samplingRate, startIndex } = options;
          const expected: { inputs: number[]; target: number }[] = [];
          for (
            let first = startIndex;
            first + (sequenceLength - 1) * samplingRate < endIndex;
            first += sequenceStride
          ) {
            const inputs: number[] = [];
            for (let t = 0; t < sequenceLength; t++) {
              for (let d = 0; d < width; d++) inputs.push(1000 * d + first + t * samplingRate);
            }
            expected.push({ inputs, target: first === 0 ? -0 : -first });
          }
          const make = (): Windows => timeseriesWindows(data, targets, { ...options, endIndex });
          if (expected.length === 0) {
            expect(make).toThrow(RangeError);
            return;
          }
          const windows = make();
          expect([...gatherWindows(windows, all(windows)).data]).toEqual(
            expected.flatMap(({ inputs }) => inputs),
          );
          expect([...gatherTargets(windows, all(windows)).data]).toEqual(
            expected.map(({ target }) => target),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leaves out windows that cross the borders of given series', () => {
    const options = { sequenceLength: 3, samplingRate: 2 };
    const windows = timeseriesWindows(places(20, 1), null, {
      ...options,
      series: [
        { start: 0, end: 6 },
        { start: 6, end: 9 },
        { start: 11, end: 20 },
      ],
    });
    // a window spans 5 rows
    expect([...windows.starts]).toEqual([0, 1, 11, 12, 13, 14, 15]);
    const pieces = [
      { start: 0, end: 4 },
      { start: 4, end: 8 },
    ];
    expect(() => timeseriesWindows(places(8, 1), null, { ...options, series: pieces })).toThrow(
      'one window spans 5 rows and fits in none of the 2 series',
    );
  });

  it("makes windows without targets, as Keras' `targets=None`", () => {
    for (const none of [null, undefined]) {
      const windows = timeseriesWindows(places(20, 1), none, { sequenceLength: 5 });
      const [batch] = [...windowBatches(windows)];
      expect(batch!.inputs.shape).toEqual([16, 5, 1]);
      expect(batch!.targets).toEqual({ data: new Float32Array(0), shape: [16, 0] });
      expect(() => persistence(windows)).toThrow(
        'the windows have 0 values for a target, expected one or more.',
      );
    }
  });

  it('takes several values for a target, and float64', () => {
    const several: NdArray = { data: Float32Array.from({ length: 40 }, (_, i) => i), shape: [20, 2] };
    const windows = timeseriesWindows(places(20, 1), several, { sequenceLength: 5, sequenceStride: 3 });
    const { targets } = [...windowBatches(windows)][0]!;
    expect(targets.shape).toEqual([6, 2]);
    expect([...targets.data.subarray(0, 6)]).toEqual([0, 1, 6, 7, 12, 13]);
    const doubles = timeseriesWindows(places(6, 1), Float64Array.of(0.5, 1.5, 2.5), { sequenceLength: 2 });
    expect([...gatherTargets(doubles, all(doubles)).data]).toEqual([0.5, 1.5, 2.5]);
    expect(() =>
      timeseriesWindows(places(4, 1), { data: new Float32Array(4), shape: [2, 2, 1] }, { sequenceLength: 1 }),
    ).toThrow('targets must have the shape [rows] or [rows, K], got [2,2,1]');
  });

  it('makes as many windows as there are targets', () => {
    const windows = timeseriesWindows(series(20, 1), new Float32Array(7), { sequenceLength: 5 });
    expect(windows.starts).toHaveLength(7);
  });

  it('has the example of the documentation', () => {
    const options = { sequenceLength: 10, samplingRate: 2, sequenceStride: 3 };
    const windows = timeseriesWindows(places(99, 1), new Float32Array(99), options);
    const { data } = gatherWindows(windows, all(windows));
    expect([...data.slice(0, 10)]).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18]);
    expect([...data.slice(-10)]).toEqual([78, 80, 82, 84, 86, 88, 90, 92, 94, 96]);
  });

  it('refuses settings out of range', () => {
    const make = (options: object) => () =>
      timeseriesWindows(series(10, 1), new Float32Array(10), { sequenceLength: 3, ...options });
    expect(make({ sequenceLength: 0 })).toThrow('sequenceLength must be a positive integer, got 0');
    expect(make({ sequenceStride: 0 })).toThrow('sequenceStride');
    expect(make({ samplingRate: 1.5 })).toThrow('samplingRate');
    expect(make({ startIndex: -1 })).toThrow('startIndex');
    expect(make({ endIndex: 11 })).toThrow('endIndex must lie in 1 … 10, got 11');
    expect(make({ samplingRate: 5 })).toThrow('one window spans 11 rows, rows 0 … 9 are 10');
    const few = () =>
      timeseriesWindows(series(10, 1), new Float32Array(4), { sequenceLength: 1, startIndex: 2 });
    expect(few).toThrow('the window at row 5 has no target, there are 4');
  });
});

describe('lookbackGenerator', () => {
  it("equals the book's generator bit for bit, wrapping included", () => {
    for (const test of recorded.book) {
      const { rows, width, batches: expected, maxIndex, ...options } = test;
      const generator = lookbackGenerator(series(rows, width), {
        ...options,
        ...(maxIndex !== null && { maxIndex }),
      });
      const found = [...take(generator, expected.length)];
      expect(found.map(({ inputs }) => (inputs as NdArray).shape)).toEqual(
        expected.map(({ shape }: { shape: number[] }) => shape),
      );
      for (const [i, { inputs, targets }] of found.entries()) {
        expect((inputs as NdArray).data).toEqual(Float32Array.from(expected[i].inputs));
        expect(targets.data).toEqual(Float32Array.from(expected[i].targets));
      }
    }
  });

  it('equals a naive loop for any setting', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.integer({ min: 10, max: 80 }),
          steps: fc.integer({ min: 1, max: 5 }),
          step: fc.integer({ min: 1, max: 4 }),
          delay: fc.integer({ min: 0, max: 6 }),
          minIndex: fc.integer({ min: 0, max: 20 }),
          cut: fc.integer({ min: 0, max: 10 }),
          batchSize: fc.integer({ min: 1, max: 12 }),
        }),
        ({ rows, steps, step, delay, minIndex, cut, batchSize }) => {
          const lookback = steps * step;
          const maxIndex = rows - delay - cut;
          const options = { lookback, step, delay, minIndex, maxIndex, batchSize, targetColumn: 1 };
          const make = () => [...take(lookbackGenerator(places(rows, 2), options), 9)];
          if (minIndex + lookback >= maxIndex) {
            expect(make).toThrow(RangeError);
            return;
          }
          let next = minIndex + lookback;
          for (const { inputs, targets } of make()) {
            if (next + batchSize >= maxIndex) next = minIndex + lookback;
            const ends: number[] = [];
            while (ends.length < batchSize && next < maxIndex) ends.push(next++);
            const expected = ends.flatMap((end) => {
              const rowsOf = Array.from({ length: steps }, (_, t) => end - lookback + t * step);
              return rowsOf.flatMap((row) => [row, 1000 + row]);
            });
            expect([...(inputs as NdArray).data]).toEqual(expected);
            expect([...targets.data]).toEqual(ends.map((end) => 1000 + end + delay));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('draws windows at random within the bounds, the same for the same seed', () => {
    const options = {
      lookback: 6,
      delay: 2,
      minIndex: 10,
      maxIndex: 40,
      shuffle: true,
      batchSize: 50,
      targetColumn: 0,
    };
    const draw = (seed?: number): number[] =>
      [
        ...take(lookbackGenerator(places(60, 1), { ...options, ...(seed !== undefined && { seed }) }), 4),
      ].flatMap(({ targets }) => [...targets.data]);
    const rows = draw(1).map((target) => target - 2);
    expect(Math.min(...rows)).toBe(16);
    expect(Math.max(...rows)).toBe(39);
    expect(draw(1)).toEqual(draw(1));
    expect(draw(2)).not.toEqual(draw(1));
    expect(draw()).toEqual(draw(0));
  });

  it('refuses settings out of range', () => {
    const make = (options: object) => () =>
      lookbackGenerator(series(100, 2), { lookback: 12, delay: 3, ...options });
    expect(make({ lookback: 10 })).toThrow('lookback 10 is no multiple of step 6');
    expect(make({ targetColumn: 2 })).toThrow('targetColumn must be one of the 2 columns, got 2');
    expect(make({ maxIndex: 98 })).toThrow('hold no window in 100 rows');
    expect(make({ minIndex: 90 })).toThrow('hold no window');
    expect(make({ batchSize: 0 })).toThrow('batchSize must be a positive integer');
  });
});

describe('forecastWindows', () => {
  it('keeps window and target inside the part and the series, for any setting', () => {
    fc.assert(
      fc.property(
        fc.record({
          borders: fc.uniqueArray(fc.integer({ min: 1, max: 79 }), { maxLength: 4 }),
          part: fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 80 })),
          steps: fc.integer({ min: 1, max: 5 }),
          step: fc.integer({ min: 1, max: 3 }),
          delay: fc.integer({ min: 0, max: 8 }),
          stride: fc.integer({ min: 1, max: 3 }),
          anchor: fc.constantFrom('next', 'last'),
        }),
        ({ borders, part, steps, step, anchor, stride, ...rest }) => {
          // the book counts from the row after the window, `last` from the window's last row, which it shows
          const {
            delay,
            from: shown,
            now,
          } = anchor === 'next'
            ? { delay: rest.delay, from: 0, now: 0 }
            : { delay: rest.delay + 1, from: step - 1, now: -1 };
          const edges = [0, ...borders.toSorted((a, b) => a - b), 80];
          const pieces = edges.slice(1).map((end, i) => ({ start: edges[i]!, end }));
          const within = { start: Math.min(...part), end: Math.max(...part) };
          const lookback = steps * step;
          const expected: number[] = [];
          for (const { start, end } of pieces) {
            const [from, to] = [Math.max(start, within.start), Math.min(end, within.end)];
            for (let row = from; row + lookback + now + delay < to; row += stride) expected.push(row);
          }
          const make = (): Windows =>
            forecastWindows(places(80, 2), {
              lookback,
              step,
              delay,
              anchor,
              stride,
              targetColumn: 1,
              within,
              series: pieces,
            });
          if (expected.length === 0) {
            expect(make).toThrow('span');
            return;
          }
          const windows = make();
          expect([...windows.starts]).toEqual(expected.map((row) => row + shown));
          expect(() => requireWithin(windows, within)).not.toThrow();
          const [inputs, targets] = [
            gatherWindows(windows, all(windows)),
            gatherTargets(windows, all(windows)),
          ];
          expect(inputs.shape).toEqual([expected.length, steps, 2]);
          for (const [i, row] of expected.entries()) {
            expect(targets.data[i]).toBe(1000 + row + lookback + now + delay);
            for (let t = 0; t < steps; t++)
              expect(inputs.data[(i * steps + t) * 2]).toBe(row + shown + t * step);
            expect(knownRows(windows, i)).toEqual({ start: row, end: row + lookback });
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('refuses values that are not finite, overlapping series and settings out of range', () => {
    const base = { lookback: 4, delay: 2, targetColumn: 0 };
    const holes = series(20, 2);
    holes.data[31] = Number.NaN;
    expect(() => forecastWindows(holes, { ...base, names: ['T', 'p'] })).toThrow(
      'column "p" is NaN in row 15',
    );
    expect(forecastWindows(holes, { ...base, within: { start: 0, end: 15 } }).starts).toHaveLength(9);
    const make = (options: object) => () => forecastWindows(series(20, 2), { ...base, ...options });
    expect(
      make({
        series: [
          { start: 0, end: 10 },
          { start: 5, end: 20 },
        ],
      }),
    ).toThrow(LeakError);
    expect(make({ targetColumn: 5, names: ['T', 'p'] })).toThrow(
      'targetColumn must be one of the 2 columns ("T", "p"), got 5',
    );
    expect(make({ lookback: 30 })).toThrow('a window and its target span 33 rows, the longest series has 20');
    expect(make({ step: 3 })).toThrow('lookback 4 is no multiple of step 3');
    expect(make({ delay: -1 })).toThrow('delay must be an integer from 0 on');
    expect(make({ delay: 0, anchor: 'last' })).toThrow('delay must be a positive integer');
    expect(make({ stride: 0 })).toThrow('stride');
    expect(make({ within: { start: 5, end: 21 } })).toThrow('within is rows 5 … 21, the series has 20');
  });
});

describe('latestWindow', () => {
  it('ends with the last row, as the windows of the training did with theirs', () => {
    const data = places(30, 2);
    expect(latestWindow(data, { lookback: 6, step: 3 })).toEqual({
      data: Float32Array.of(24, 1024, 27, 1027),
      shape: [1, 2, 2],
    });
    // row 24 … 29 is also the window whose target with delay 0 would be row 30
    const longer = forecastWindows(places(31, 2), { lookback: 6, step: 3, delay: 0, targetColumn: 0 });
    const last = longer.starts.length - 1;
    expect(latestWindow(data, { lookback: 6, step: 3 })).toEqual(gatherWindows(longer, [last]));
    // with the anchor `last` the steps end with row 29
    expect([...latestWindow(data, { lookback: 6, step: 3, anchor: 'last' }).data]).toEqual([
      26, 1026, 29, 1029,
    ]);
  });

  it('refuses a series that is too short or has holes in the window', () => {
    expect(() => latestWindow(places(5, 1), { lookback: 6 })).toThrow('at most the 5 rows there are');
    expect(() => latestWindow(places(9, 1), { lookback: 5, step: 2 })).toThrow(
      'must be a multiple of step 2',
    );
    const holes = places(9, 1);
    holes.data[0] = Number.NaN;
    expect(latestWindow(holes, { lookback: 8 }).shape).toEqual([1, 8, 1]);
    expect(() => latestWindow(holes, { lookback: 9, names: ['T'] })).toThrow(
      'latestWindow: column "T" is NaN in row 0',
    );
  });
});

describe('options', () => {
  it('that do not exist are refused, and words that no option knows', () => {
    const base = { lookback: 4, delay: 1, targetColumn: 0 };
    const unknown = (options: object) => () => forecastWindows(series(20, 1), { ...base, ...options });
    expect(unknown({ range: 1 })).toThrow('forecastWindows: has no setting "range".');
    expect(unknown({ anchor: 'Last' })).toThrow('anchor must be one of next, last, got "Last"');
    expect(() => timeSplit(100, { train: 0.5, val: 0.4 } as object)).toThrow(
      'timeSplit: has no setting "val".',
    );
    const folds = { initial: 4, horizon: 2, window: 'Sliding' } as unknown as {
      initial: number;
      horizon: number;
    };
    expect(() => rollingOrigins(10, folds)).toThrow(
      'window must be one of expanding, sliding, got "Sliding"',
    );
  });

  it('of a task fit as they are', () => {
    const names = ['p', JENA_TASK.target];
    const windows = forecastWindows(places(2000, 2), { ...JENA_TASK, names });
    expect(windows.targets[0]).toBe(1000); // the column of that name
    expect(() => forecastWindows(places(2000, 2), { ...JENA_TASK, names: ['p', 'q'] })).toThrow(
      'target must be one of the 2 columns ("p", "q"), got "T (degC)"',
    );
  });
});

describe('gatherWindows', () => {
  it('copies every step-th row, regardless of the width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 45 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 5 }),
        (width, step, length) => {
          const data = series(40, width);
          const windows = timeseriesWindows(data, null, { sequenceLength: length, samplingRate: step });
          const indices = [3, 0, windows.starts.length - 1];
          const expected = indices.flatMap((row) =>
            Array.from({ length }, (_, t) => [
              ...data.data.subarray((row + t * step) * width, (row + t * step + 1) * width),
            ]).flat(),
          );
          expect(Array.from(gatherWindows(windows, indices).data)).toEqual(expected);
        },
      ),
    );
  });

  it('reads the series itself, of which it keeps no copy', () => {
    const data = places(20, 2);
    const windows = timeseriesWindows(data, null, { sequenceLength: 3, samplingRate: 2 });
    const before = gatherWindows(windows, [1]);
    data.data[2 * 3] = -1;
    expect([before.data[2], gatherWindows(windows, [1]).data[2]]).toEqual([3, -1]);
  });
});

describe('requireWithin', () => {
  it('refuses a window over the border, and one whose target is', () => {
    const windows = forecastWindows(series(20, 1), { lookback: 4, delay: 2, targetColumn: 0 });
    expect(() => requireWithin(windows, { start: 0, end: 20 })).not.toThrow();
    expect(() => requireWithin(windows, { start: 0, end: 15 })).toThrow(
      'window 9 reaches from row 9 to row 15, the part is rows 0 … 14',
    );
    expect(() => requireWithin(windows, { start: 1, end: 20 })).toThrow(LeakError);
  });
});

describe('windowBatches', () => {
  const windows = forecastWindows(places(40, 1), { lookback: 6, step: 2, delay: 3, targetColumn: 0 });

  it('cuts windows in order', () => {
    const source = windowBatches(windows, { batchSize: 12 });
    const shapes = [...source].map(({ inputs }) => (inputs as NdArray).shape);
    expect(shapes).toEqual([
      [12, 3, 1],
      [12, 3, 1],
      [7, 3, 1],
    ]);
    expect([source.length, source.samples]).toEqual([3, 31]);
    expect(inputsOf(source).slice(0, 6)).toEqual([0, 2, 4, 1, 3, 5]);
    expect([...windowBatches(windows)]).toHaveLength(1); // 128 by default
  });

  it('shuffles again each epoch, and covers every window', () => {
    const source = windowBatches(windows, { shuffle: true, seed: 3, batchSize: 8 });
    const targets = (batches: Iterable<Batch>): number[] =>
      [...batches].flatMap((batch) => [...batch.targets.data]);
    const first = targets(source);
    const second = targets(source);
    expect(first.toSorted((a, b) => a - b)).toEqual(targets(windowBatches(windows)));
    expect(second).not.toEqual(first);
    expect(targets(source.epoch(0))).toEqual(first);
    expect(targets(windowBatches(windows, { shuffle: true, seed: 3, epoch: 1, batchSize: 8 }))).toEqual(
      second,
    );
    expect(targets(windowBatches(windows, { shuffle: true }))).toEqual(
      targets(windowBatches(windows, { shuffle: true, seed: 0 })),
    );
    for (const { inputs, targets: answers } of source) {
      const { data } = inputs as NdArray;
      for (let i = 0; i < answers.data.length; i++) expect(answers.data[i]).toBe(data[i * 3]! + 9);
    }
  });

  it('copies nothing before a batch is asked for', () => {
    const big = forecastWindows(
      { data: new Float32Array(400_000 * 14), shape: [400_000, 14] },
      { lookback: 1440, step: 6, delay: 144, targetColumn: 1 },
    );
    // 398,416 windows of 240 × 14 would be 5.4 GB
    const bytes = big.starts.byteLength + big.targetRows.byteLength + big.targets.byteLength;
    expect(bytes).toBeLessThan(5_000_000);
    expect([...take(windowBatches(big), 2)]).toHaveLength(2);
  });

  it('refuses a batch size of zero', () => {
    expect(() => windowBatches(windows, { batchSize: 0 })).toThrow('batchSize must be a positive integer');
  });
});
