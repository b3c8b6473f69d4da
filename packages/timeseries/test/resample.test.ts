import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Aggregation, type ResampleOptions, resample } from '../src/resample.ts';
import { numbersOf, type Table } from '../src/table.ts';

const recorded: {
  readonly times: readonly string[];
  readonly values: readonly (number | null)[];
  readonly cases: readonly {
    readonly period: ResampleOptions['period'];
    readonly how: Aggregation;
    readonly rows: number;
    readonly times: readonly number[];
    readonly values: readonly (number | null)[];
  }[];
} = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../tooling/oracles/recorded/resample.json'), 'utf8'),
);

const tableOf = (times: readonly number[], values: readonly (number | null)[]): Table => ({
  name: 'test.csv',
  rows: times.length,
  columns: new Map([
    ['x', { kind: 'number', values: Float64Array.from(values, (value) => value ?? Number.NaN) }],
  ]),
  times: Float64Array.from(times),
  skipped: [],
  skippedRows: 0,
});
const HOUR = 3_600_000;

describe('resample', () => {
  const times = recorded.times.map((text) => Date.parse(`${text.replace(' ', 'T')}Z`));

  it.each(recorded.cases.map((each) => [`${each.period}`, each.how, each] as const))(
    'answers as pandas does: period %s, %s',
    (_, how, { period, rows, times: expectedTimes, values }) => {
      const table = tableOf(times.slice(0, rows), recorded.values.slice(0, rows));
      const result = resample(table, { period, how });
      expect([...result.times!]).toEqual(expectedTimes);
      expect([...numbersOf(result, 'x')]).toEqual(values.map((value) => value ?? Number.NaN));
      expect(result.rows).toBe(expectedTimes.length);
    },
  );

  it('does not depend on the order of the rows, but for rows of one time', () => {
    const order = [7, 2, 0, 5, 3, 6, 1, 4];
    const mixed = tableOf(
      order.map((row) => times[row]!),
      order.map((row) => recorded.values[row]!),
    );
    const usual = tableOf(times.slice(0, 8), recorded.values.slice(0, 8));
    for (const how of ['mean', 'first', 'last'] as const) {
      expect(resample(mixed, { period: HOUR, how })).toEqual(resample(usual, { period: HOUR, how }));
    }
  });

  it('takes another aggregation for single columns, and texts only when asked', () => {
    const table: Table = {
      ...tableOf([0, 1, 2, 2 * HOUR], []),
      columns: new Map<string, Table['columns'] extends ReadonlyMap<string, infer Column> ? Column : never>([
        ['rain', { kind: 'number', values: Float32Array.of(1, 2, 3, 4) }],
        ['T', { kind: 'number', values: Float32Array.of(1, 2, 3, 4) }],
        ['wind', { kind: 'text', categories: ['', 'N', 'S'], codes: Int32Array.of(0, 1, 2, 2) }],
        ['note', { kind: 'text', categories: ['x'], codes: Int32Array.of(0, 0, 0, 0) }],
      ]),
    };
    const { columns, notices } = resample(table, { period: HOUR, columns: { rain: 'sum', wind: 'first' } });
    expect(columns.get('rain')).toEqual({ kind: 'number', values: Float64Array.of(6, Number.NaN, 4) });
    expect(columns.get('T')).toEqual({ kind: 'number', values: Float64Array.of(2, Number.NaN, 4) });
    expect(columns.get('wind')).toEqual({
      kind: 'text',
      categories: ['', 'N', 'S'],
      codes: Int32Array.of(1, 0, 2),
    });
    expect([...columns.keys()]).toEqual(['rain', 'T', 'wind']);
    expect(notices).toEqual(['resampling leaves out columns of texts: "note"']);
  });

  it('refuses malformed periods, that make too many rows, and columns that are not there', () => {
    const table = tableOf([0, 1e12], [1, 2]);
    expect(() => resample(table, { period: 0 })).toThrow(
      'resample: period must be a positive number of milliseconds, "month" or "year", got 0.',
    );
    expect(() => resample(table, { period: 1 })).toThrow('makes 1000000000001 rows, more than 50000000');
    expect(() => resample(table, { period: HOUR, how: 'median' as 'mean' })).toThrow(
      'how must be one of mean,',
    );
    expect(() => resample(table, { period: HOUR, columns: { y: 'sum' } })).toThrow('there is no column "y"');
    const { times: _, ...untimed } = table;
    expect(() => resample(untimed, { period: HOUR })).toThrow('the table has no times');
  });
});
