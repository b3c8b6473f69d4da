import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { persistence, seasonalNaive } from '../src/baselines.ts';
import { readCsv } from '../src/csv/read-csv.ts';
import { ETT_COLUMNS, ettOptions, ettSplit, ettWindows } from '../src/ett.ts';
import { readCsvFile } from '../src/node/read-csv-file.ts';
import { rmse, truthOf } from '../src/scores.ts';
import type { Table } from '../src/table.ts';
import { gatherWindows } from '../src/windows.ts';

/** A file in the form of ETT: column c of row r is `r · (c + 1) % 24`. */
async function made(rows: number, minutes: number, names: readonly string[] = ETT_COLUMNS): Promise<Table> {
  const lines = Array.from({ length: rows }, (_, row) => {
    const time = new Date(Date.UTC(2016, 6, 1) + row * minutes * 60_000).toISOString();
    return [`${time.slice(0, 10)} ${time.slice(11, 19)}`, ...names.map((_, c) => (row * (c + 1)) % 24)].join(
      ',',
    );
  });
  const text = new TextEncoder().encode([['date', ...names].join(','), ...lines].join('\n'));
  return readCsv([text], { ...ettOptions(), name: 'made.csv' });
}

describe('an ETT file', () => {
  it('has the parts of the benchmark, hourly and every 15 minutes', async () => {
    expect(ettSplit(await made(14_400, 60))).toEqual({
      train: { start: 0, end: 8640 },
      validation: { start: 8640, end: 11_520 },
      test: { start: 11_520, end: 14_400 },
    });
    expect(ettSplit(await made(57_600, 15)).test).toEqual({ start: 46_080, end: 57_600 });
  });

  it('has every window, forecasts in their part and looks back into the one before', async () => {
    const { train, validation, test } = ettWindows(await made(14_400, 60), { lookback: 48, horizon: 96 });
    expect([train, validation, test].map(({ starts }) => starts.length)).toEqual([
      8640 - 48 - 95,
      2785,
      2785,
    ]);
    expect([test.starts[0], test.targetRows[0]]).toEqual([11_520 - 48, 11_520]);
    expect(test.targetRows.at(-1)! + 95).toBe(14_399);
    expect(gatherWindows(test, [0]).shape).toEqual([1, 48, 7]);
    expect(truthOf(test)).toHaveLength(2785 * 96 * 7);
  });

  it('is refused with other columns, other distances or too few rows', async () => {
    const table = await made(14_400, 60);
    expect(() => ettWindows(table, { lookback: 20_000 })).toThrow(
      'a window and its horizon of 96 span 20096 rows',
    );
    const other = await made(30, 60, ['HUFL', 'x']);
    expect(() => ettSplit(other)).toThrow(
      'made.csv: an ETT file has the columns of numbers HUFL, HULL, MUFL, MULL, LUFL, LULL, OT; here HULL, MUFL, MULL, LUFL, LULL, OT are missing.',
    );
    const daily = await made(30, 1440);
    expect(() => ettSplit(daily)).toThrow(
      'rows of an ETT file are 60 or 15 minutes apart, here 1440 minutes.',
    );
    const short = await made(100, 60);
    expect(() => ettSplit(short)).toThrow('the parts of the benchmark take 14400 rows, here are 100.');
  });
});

const path = join(process.env.SEQLOOM_DATA ?? '', 'ETTh1.csv.gz');
const missing = process.env.SEQLOOM_DATA === undefined || !existsSync(path);

test.skipIf(missing)('ETTh1 of SEQLOOM_DATA: 17,420 rows, and the errors of the simple rules', async () => {
  const table = await readCsvFile(path, ettOptions());
  expect(table.rows).toBe(17_420);
  const { test } = ettWindows(table, { lookback: 96 });
  const truth = truthOf(test);
  // the repeat-the-last-value forecast of Zeng et al. 2022, table 2: 1.295 for horizon 96
  expect(rmse(persistence(test), truth) ** 2).toBeCloseTo(1.295, 2);
  expect(rmse(seasonalNaive(test, 24), truth) ** 2).toBeLessThan(0.6);
});
