import { ndArray } from '@seqloom/arrays';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarFeatures, joinColumns } from '../src/calendar.ts';
import { fillForward, type Matrix } from '../src/missing.ts';
import { fitScaler, scaleSeries, unscale } from '../src/scaler.ts';
import { reportTimes, requireRising, stretches, timeAfter } from '../src/time-report.ts';
import { checkSplit, LeakError, timeSplit } from '../src/time-split.ts';

const HOUR = 3_600_000;
const hours = (...values: number[]): Float64Array => Float64Array.from(values, (value) => value * HOUR);
const matrix = (rows: number[][]): Matrix =>
  ndArray(Float32Array.from(rows.flat()), [rows.length, rows[0]!.length]) as Matrix;

describe('reportTimes', () => {
  it('finds the period, gaps, doubles, rows out of order and off the grid', () => {
    expect(reportTimes(hours(0, 1, 2, 5, 5, 4, 5, 6, 6.5, 7.5))).toEqual({
      period: HOUR,
      rhythm: 'fixed',
      gaps: [{ row: 3, missing: 2 }],
      duplicates: [4],
      backwards: [5],
      irregular: [8],
    });
  });

  it('lists every row as a duplicate where all times are equal', () => {
    const same = hours(1, 1, 1);
    expect(reportTimes(same).duplicates).toEqual([1, 2]);
    expect(stretches(same)).toEqual([0, 1, 2].map((row) => ({ start: row, end: row + 1 })));
  });

  it('needs two rows', () => {
    expect(() => reportTimes(hours(1))).toThrow('got 1 rows');
  });

  it('takes the jitter of a clock for regular within a tolerance', () => {
    const seconds = (...values: number[]) => Float64Array.from(values, (value) => value * 1000);
    const jitter = seconds(0, 601, 1199, 1802, 2400, 3601, 4199, 4300);
    expect(reportTimes(jitter, { tolerance: 5000 })).toEqual({
      period: 600_000, // no distance is, but ten minutes are meant
      rhythm: 'fixed',
      gaps: [{ row: 5, missing: 1 }],
      duplicates: [],
      backwards: [],
      irregular: [7],
    });
    expect(reportTimes(jitter).irregular.length).toBeGreaterThan(3);
    expect(() => reportTimes(jitter, { tolerance: -1 })).toThrow(
      'reportTimes: tolerance must be a finite number ≥ 0, got -1.',
    );
  });

  const days = (...texts: string[]): Float64Array => Float64Array.from(texts, (text) => Date.parse(text));

  it('takes month starts, the same day of each month and month ends for regular', () => {
    const starts = days('2021-11-01', '2021-12-01', '2022-01-01', '2022-02-01', '2022-03-01', '2022-06-01');
    expect(reportTimes(starts)).toMatchObject({
      rhythm: 'months',
      gaps: [{ row: 5, missing: 2 }],
      irregular: [],
    });
    const ends = days('2021-11-30', '2021-12-31', '2022-01-31', '2022-02-28', '2022-03-31', '2022-04-30');
    expect(reportTimes(ends)).toMatchObject({ rhythm: 'months', gaps: [], irregular: [] });
    expect(new Date(timeAfter(ends, ends[5]!, 10)).toISOString()).toBe('2023-02-28T00:00:00.000Z');
    const quarters = days('2021-01-15', '2021-04-15', '2021-07-15', '2022-01-15');
    expect(reportTimes(quarters)).toMatchObject({ rhythm: 'months', gaps: [{ row: 3, missing: 1 }] });
    const years = days('2019-01-01', '2020-01-01', '2021-01-01', '2022-01-01');
    expect(reportTimes(years)).toMatchObject({ rhythm: 'months', gaps: [] });
    expect(timeAfter(years, years[3]!, 2)).toBe(Date.parse('2024-01-01'));
  });

  it('lists a month that begins on another day as irregular', () => {
    const starts = Array.from({ length: 24 }, (_, month) => Date.UTC(2020, month, month === 12 ? 4 : 1));
    expect(reportTimes(Float64Array.from(starts)).irregular).toEqual([12, 13]);
  });

  it('takes Monday to Friday for regular, and a holiday for a gap', () => {
    // 4 January 2021 is a Monday; the 18th is left out
    const dates = Array.from({ length: 26 }, (_, i) => Date.UTC(2021, 0, 4 + i)).filter((time) => {
      const day = new Date(time).getUTCDay();
      return day !== 0 && day !== 6 && time !== Date.UTC(2021, 0, 18);
    });
    const times = Float64Array.from(dates);
    expect(reportTimes(times)).toMatchObject({
      period: 24 * HOUR,
      rhythm: 'business days',
      gaps: [{ row: 10, missing: 1 }],
      irregular: [],
    });
    expect(stretches(times)).toEqual([
      { start: 0, end: 10 },
      { start: 10, end: 19 },
    ]);
    expect(timeAfter(times, times.at(-1)!, 1)).toBe(Date.UTC(2021, 1, 1)); // from Friday the 29th to Monday
    // a single hole at a weekend is a hole
    expect(reportTimes(hours(0, 24, 48, 120, 144)).rhythm).toBe('fixed');
  });
});

describe('requireRising', () => {
  it('names the first row that is not later than the one before', () => {
    expect(() => requireRising(hours(0, 1, 2), 'f.csv')).not.toThrow();
    expect(() => requireRising(hours(0, 1, 1), 'f.csv')).toThrow(
      'f.csv: row 3 (1970-01-01T01:00:00.000Z) has the same time as the row before',
    );
    expect(() => requireRising(hours(0, 2, 1), 'f.csv')).toThrow(
      'is earlier than the row before (1970-01-01T02:00:00.000Z)',
    );
  });
});

it('requireRising tells clocks that go back from rows out of order', () => {
  const local = Float64Array.of(Date.UTC(2023, 9, 29, 1), Date.UTC(2023, 9, 29, 2), Date.UTC(2023, 9, 29, 2));
  expect(() => requireRising(local, 'f.csv')).toThrow(
    'If these are local times, clocks went back here: give their zone, for instance time: { zone: "Europe/Berlin" }.',
  );
});

describe('stretches', () => {
  it('cuts a series at its gaps and where time runs back', () => {
    expect(stretches(hours(0, 1, 2, 5, 6, 0, 1))).toEqual([
      { start: 0, end: 3 },
      { start: 3, end: 5 },
      { start: 5, end: 7 },
    ]);
  });

  it('cuts at every row that is irregular, a duplicate or too early', () => {
    expect(stretches(hours(0, 1, 2, 2 + 1 / 3, 3, 4, 5, 6, 7))).toEqual([
      { start: 0, end: 3 },
      { start: 3, end: 4 },
      { start: 4, end: 9 },
    ]);
    expect(stretches(hours(0, 1, 2, 3.5, 4.5))).toEqual([
      { start: 0, end: 3 },
      { start: 3, end: 5 },
    ]);
  });

  it('never lets a window cross a row that reportTimes lists, regardless of the times', () => {
    const step = fc.constantFrom(1, 1, 1, 1, 1, 2, 3, 0, -1, 0.5, 1.5);
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const times = new Float64Array(steps.length + 1);
        for (const [i, distance] of steps.entries()) times[i + 1] = times[i]! + distance * HOUR;
        const { gaps, irregular, duplicates, backwards } = reportTimes(times);
        const listed = [...gaps.map(({ row }) => row), ...irregular, ...duplicates, ...backwards];
        const begins = stretches(times).map(({ start }) => start);
        expect(begins).toEqual([0, ...listed].toSorted((a, b) => a - b));
      }),
    );
  });

  it('forgives short gaps on request, but no irregular row', () => {
    expect(stretches(hours(0, 1, 2, 4.5, 5.5, 6.5), 5)).toEqual([
      { start: 0, end: 3 },
      { start: 3, end: 6 },
    ]);
  });

  it('forgives short gaps on request', () => {
    expect(stretches(hours(0, 1, 2, 5, 6, 10), 2)).toEqual([
      { start: 0, end: 5 },
      { start: 5, end: 6 },
    ]);
  });
});

describe('timeSplit', () => {
  it('divides rows in the order of time', () => {
    expect(timeSplit(10)).toEqual({
      train: { start: 0, end: 6 },
      validation: { start: 6, end: 8 },
      test: { start: 8, end: 10 },
    });
    expect(timeSplit(100, { train: 0.5, validation: 0.1 }).test).toEqual({ start: 60, end: 100 });
  });

  it('refuses empty parts', () => {
    expect(() => timeSplit(2)).toThrow('leave a part empty');
    expect(() => timeSplit(100, { train: 0.9, validation: 0.1 })).toThrow(RangeError);
    expect(() => timeSplit(100, { train: 0 })).toThrow(RangeError);
  });
});

describe('checkSplit', () => {
  it('refuses parts that overlap or are shuffled in time', () => {
    expect(() => checkSplit(timeSplit(100))).not.toThrow();
    const { train, validation, test } = timeSplit(100);
    expect(() => checkSplit({ train: { start: 0, end: 70 }, validation, test })).toThrow(LeakError);
    expect(() => checkSplit({ train: test, validation, test: train })).toThrow(
      'validation begins at row 60, before train ends at 100',
    );
  });
});

describe('fillForward', () => {
  it("fills with the last value before, and leaves a beginning that has none, as pandas' ffill does", () => {
    const nan = Number.NaN;
    const {
      matrix: full,
      filled,
      start,
    } = fillForward(
      matrix([
        [nan, 1],
        [2, nan],
        [nan, nan],
        [4, 5],
      ]),
    );
    expect([...full.data]).toEqual([nan, 1, 2, 1, 2, 1, 4, 5]);
    expect(filled).toEqual([1, 2]);
    expect(start).toBe(1);
    expect(fillForward(matrix([[1], [nan]])).start).toBe(0);
  });

  it('leaves its input alone and refuses a column without values', () => {
    const holes = matrix([
      [Number.NaN, 1],
      [Number.NaN, 2],
    ]);
    expect(() => fillForward(holes, ['pm', 'T'])).toThrow('column "pm" has no value in 2 rows');
    expect(() => fillForward(holes)).toThrow('column 0 has no value');
    const copy = matrix([[1], [Number.NaN]]);
    fillForward(copy);
    expect(copy.data[1]).toBeNaN();
  });
});

describe('fitScaler and scaleSeries', () => {
  const series = matrix([
    [1, 5],
    [3, 5],
    [100, 7],
    [200, 9],
  ]);
  const split = { train: { start: 0, end: 2 }, validation: { start: 2, end: 3 }, test: { start: 3, end: 4 } };

  it('measure the training rows only', () => {
    const scaler = fitScaler(series, split.train);
    expect(scaler).toEqual({
      mean: Float64Array.of(2, 5),
      std: Float64Array.of(1, 1), // the second column is constant in these rows
      constant: [1],
      rows: split.train,
    });
    expect([...scaleSeries(series, scaler, split).data]).toEqual([-1, 0, 1, 0, 98, 2, 198, 4]);
  });

  it('come back to the unit', () => {
    const scaler = fitScaler(series, split.train);
    const scaled = scaleSeries(series, scaler, split);
    const first = [0, 2, 4, 6].map((at) => scaled.data[at]!);
    expect([...unscale(first, scaler, 0)]).toEqual([1, 3, 100, 200]);
    expect(() => unscale(first, scaler, 2)).toThrow("column 2 is not one of the scaler's 2");
  });

  it('take a constant column with rounding in it for constant', () => {
    const flat = matrix([[0.1], [0.1], [0.1]]);
    expect(fitScaler(flat, { start: 0, end: 3 }).constant).toEqual([0]);
    expect(fitScaler(matrix([[0], [0]]), { start: 0, end: 2 }).constant).toEqual([0]);
  });

  it('tell a constant column by its own magnitude, not by its unit', () => {
    const small = matrix([[1e-8], [5e-8], [3e-8]]);
    const { std, constant } = fitScaler(small, { start: 0, end: 3 });
    expect(constant).toEqual([]);
    expect(std[0]).toBeCloseTo(1.633e-8, 11);
    // large values around 0, whose mean tells nothing about them
    expect(fitScaler(matrix([[-1e6], [1e6]]), { start: 0, end: 2 }).constant).toEqual([]);
  });

  it('refuse a scaler that has seen the future', () => {
    const all = fitScaler(series, { start: 0, end: 4 });
    expect(() => scaleSeries(series, all, split)).toThrow(LeakError);
    expect(() => scaleSeries(series, all, split)).toThrow(
      'the scaler was fitted on rows 0 … 3, the training rows are 0 … 1',
    );
  });

  it('refuse parts that are not in the order of time', () => {
    const scaler = fitScaler(series, split.train);
    expect(() => scaleSeries(series, scaler, { ...split, test: { start: 1, end: 2 } })).toThrow(LeakError);
  });

  it('refuse missing values, rows that are not there and other columns', () => {
    const holes = matrix([
      [1, Number.NaN],
      [2, 2],
    ]);
    expect(() => fitScaler(holes, { start: 0, end: 2 }, ['T', 'p'])).toThrow(
      'fitScaler: column "p" is NaN in row 0. Fill missing values (fillForward) and begin at the first row',
    );
    expect(() => fitScaler(matrix([[1], [Number.POSITIVE_INFINITY]]), { start: 0, end: 2 })).toThrow(
      'column 0 is Infinity in row 1. Correct the value or leave the column out.',
    );
    expect(() => fitScaler(series, { start: 2, end: 9 })).toThrow('rows 2 … 9 are not within the 4 rows');
    const narrow = fitScaler(matrix([[1], [2]]), split.train);
    expect(() => scaleSeries(series, narrow, split)).toThrow('the scaler has 1 columns, the series 2');
  });
});

describe('calendarFeatures', () => {
  it('put hours and days on circles', () => {
    const { matrix: features, names } = calendarFeatures(Float64Array.of(0, 6 * HOUR, 24 * HOUR), {
      year: false,
    });
    expect(names).toEqual(['day sin', 'day cos']);
    expect(features.shape).toEqual([3, 2]);
    for (const [i, value] of [0, 1, 1, 0, 0, 1].entries()) expect(features.data[i]).toBeCloseTo(value, 6);
  });

  it('describe the cycles asked for', () => {
    const all = calendarFeatures(hours(0), { week: true });
    expect(all.names).toEqual(['day sin', 'day cos', 'week sin', 'week cos', 'year sin', 'year cos']);
    const week = calendarFeatures(hours(0, 7 * 24), { day: false, week: true, year: false }).matrix.data;
    expect(week[2]).toBeCloseTo(week[0]!, 6);
    const year = calendarFeatures(Float64Array.of(Date.UTC(2000, 0, 1), Date.UTC(2012, 0, 1)), { day: false })
      .matrix.data;
    expect(year[2]).toBeCloseTo(year[0]!, 1); // within a day
  });
});

describe('joinColumns', () => {
  it('puts series side by side', () => {
    expect(
      joinColumns(
        matrix([
          [1, 2],
          [3, 4],
        ]),
        matrix([[5], [6]]),
      ),
    ).toEqual(
      matrix([
        [1, 2, 5],
        [3, 4, 6],
      ]),
    );
    expect(() => joinColumns(matrix([[1]]), matrix([[1], [2]]))).toThrow('2 rows beside 1');
  });
});
