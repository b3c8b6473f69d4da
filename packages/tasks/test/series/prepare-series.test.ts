import { fitScaler, LeakError, requireWithin, timeSplit, toMatrix } from '@seqloom/timeseries';
import { describe, expect, it } from 'vitest';
import { type ForecastTask, taskFor } from '../../src/series/forecast-task.ts';
import { prepareSeries } from '../../src/series/prepare-series.ts';
import { smallCsv, smallSource, tableOf } from './small-weather.ts';

const TASK: Partial<ForecastTask> = { lookback: 24, step: 2, delay: 6 };
const options = (task: ForecastTask) => ({ recipe: 'gru', task, residual: false });

describe('prepareSeries', () => {
  it('keeps every window and its target in one part', async () => {
    const source = await smallSource({ rows: 500 });
    const { train, validation, test } = prepareSeries(source, options(taskFor(source, TASK)));
    // 300, 100 and 100 rows; a window and its target span 24 + 6 of them
    expect([train, validation, test].map(({ starts }) => starts.length)).toEqual([271, 71, 71]);
    // every second row is shown, the last one of the 24 included
    expect([train.targetRows.at(-1), validation.starts[0], test.starts[0]]).toEqual([299, 301, 401]);
  });

  it('does not let the future change anything that training sees', async () => {
    const usual = await smallSource({ rows: 500 });
    const strange = await tableOf(
      smallCsv({ rows: 500 })
        .split('\n')
        .map((line, i) => (i > 300 && line !== '' ? line.replace(/,.*/, `,${i},${i}`) : line))
        .join('\n'),
    );
    const prepared = [usual, { name: 'small', table: strange }].map((source) => {
      const { form, train } = prepareSeries(source, options(taskFor(source, TASK)));
      const seen = 300 * train.data.shape[1]!;
      const { mean, std, columns } = form.fields;
      return { mean, std, columns, seen: train.data.data.slice(0, seen), starts: train.starts };
    });
    expect(prepared[0]).toEqual(prepared[1]);
  });

  it('crosses no gap', async () => {
    const source = await smallSource({ rows: 520, without: (row) => row >= 100 && row < 120 });
    const { train, times, notices } = prepareSeries(source, options(taskFor(source, TASK)));
    for (const [i, start] of train.starts.entries()) {
      const target = train.targetRows[i]!;
      expect(times[target]! - times[start]!).toBe((target - start) * 3_600_000);
    }
    expect(notices.join()).toContain('1 gap in time, 20 rows in all');
  });

  it('fills missing inputs from the past, but never takes a filled value for the truth', async () => {
    const missing = (row: number) => row % 50 === 0;
    const source = await smallSource({
      rows: 500,
      temperature: (row) => (missing(row) ? Number.NaN : row % 7),
    });
    const { train, form } = prepareSeries(source, options(taskFor(source, TASK)));
    expect([...train.targetRows].filter(missing)).toEqual([]);
    // row 0 has nothing before it to be filled with, and no window has row 0
    const { data, shape } = train.data;
    expect([...data.subarray(shape[1])].every(Number.isFinite)).toBe(true);
    // row 50 was filled with row 49: 49 mod 7 is 0
    expect(form.unscale(train.targets[50]!)).toBeCloseTo(0, 5);
  });
});

describe('a column that begins late', () => {
  it('takes nothing from the future: windows begin where it does', async () => {
    const late = (row: number) => (row < 20 ? Number.NaN : row % 7);
    const source = await smallSource({ rows: 500, temperature: late });
    const { train, form, notices } = prepareSeries(source, options(taskFor(source, TASK)));
    expect(train.starts[0]).toBe(21); // row 20, and of every two rows the second
    expect(notices).toContain(
      'the first 20 rows lack values that nothing before them can fill; no window has them',
    );
    const known = Array.from({ length: 280 }, (_, i) => late(20 + i));
    expect(form.fields.mean[0]).toBeCloseTo(known.reduce((sum, value) => sum + value, 0) / 280, 5);
  });
});

describe('a planted leak is refused:', () => {
  it('a scaler that was fitted on all rows', async () => {
    const { table, name } = await smallSource({ rows: 500 });
    const { form, split } = prepareSeries({ table, name }, options(taskFor({ table, name }, TASK)));
    const everything = fitScaler(toMatrix(table, form.fields.columns), { start: 0, end: table.rows });
    expect(() => form.inputs(table, split, everything)).toThrow(LeakError);
  });

  it('parts that overlap or are not in the order of time', async () => {
    const source = await smallSource({ rows: 500 });
    const { train, validation, test } = timeSplit(500);
    const task = taskFor(source, TASK);
    for (const split of [
      { train: { start: 0, end: 350 }, validation, test },
      { train: test, validation, test: train },
    ]) {
      expect(() => prepareSeries(source, { ...options(task), split })).toThrow(LeakError);
    }
  });

  it('a window over the border of a part', async () => {
    const source = await smallSource({ rows: 500 });
    const { train, split } = prepareSeries(source, options(taskFor(source, TASK)));
    const planted = { ...train, targetRows: train.targetRows.map((row) => row + 1) };
    expect(() => requireWithin(train, split.train)).not.toThrow();
    expect(() => requireWithin(planted, split.train)).toThrow(LeakError);
  });
});

describe('what cannot be forecast is refused in one line:', () => {
  it('a target that is not there, with the columns there are', async () => {
    const source = await smallSource({ rows: 500 });
    const task = taskFor(source, { ...TASK, target: 'wind' });
    expect(() => prepareSeries(source, options(task))).toThrow(
      'small.csv: there is no column "wind" to forecast. Columns of numbers: "temp", "pressure".',
    );
  });

  it('a target that is constant or missing in the training rows', async () => {
    const constant = await smallSource({ rows: 500, temperature: (row) => (row < 300 ? 7 : row) });
    expect(() => prepareSeries(constant, options(taskFor(constant, TASK)))).toThrow(
      'column "temp" is constant in the training rows: there is nothing to forecast.',
    );
    const late = await smallSource({ rows: 500, temperature: (row) => (row < 300 ? Number.NaN : row) });
    expect(() => prepareSeries(late, options(taskFor(late, { ...TASK, target: 'temp' })))).toThrow(
      /"temp"( has no value in the training rows)?/,
    );
  });

  it('a series that is shorter than a window, with the part', async () => {
    const source = await smallSource({ rows: 100 });
    expect(() => prepareSeries(source, options(taskFor(source, TASK)))).toThrow(
      'small.csv, validation part: a window and its target span 30 rows, the longest series has 20.',
    );
  });

  it('a series that gaps cut into pieces shorter than a window, with the gaps', async () => {
    const source = await smallSource({ rows: 500, without: (row) => row % 25 === 0 });
    expect(() => prepareSeries(source, options(taskFor(source, TASK)))).toThrow(
      /the longest series has 24\. .* The series has 19 gaps in time, 19 rows in all; no window crosses one\./,
    );
  });

  it('a series of one row', async () => {
    const source = await smallSource({ rows: 1 });
    expect(() => taskFor(source)).toThrow('small.csv: a series has two rows or more, here is 1. Give more.');
  });

  it('times that do not rise, with the row', async () => {
    const lines = smallCsv({ rows: 500 }).trimEnd().split('\n');
    const twice = {
      name: 'small',
      table: await tableOf([...lines.slice(0, 12), ...lines.slice(11)].join('\n')),
    };
    expect(() => prepareSeries(twice, options(taskFor(twice, TASK)))).toThrow(
      'has the same time as the row before',
    );
  });
});
