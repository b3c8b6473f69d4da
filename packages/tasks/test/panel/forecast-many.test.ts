import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { afterAll, describe, expect, test } from 'vitest';
import { forecastMany, ManySeriesForecaster } from '../../src/index.ts';
import { runSeqloom } from '../../src/node/index.ts';
import { fakeTerminal } from '../../src/node/testing/fake-terminal.ts';
import { panelResultText } from '../../src/panel/panel-report.ts';
import type { PanelResult } from '../../src/panel/panel-types.ts';

startBackend(wasmBackend());

/** Series of four values a season that grow by a part of their size: the last season again lags behind all of them. */
const values = (i: number, length: number) =>
  Array.from({ length }, (_, t) => 10 ** i * (1 + t / 20) * (2 + Math.sin((t * Math.PI) / 2 + i)));
const series = Object.fromEntries(
  Array.from({ length: 6 }, (_, i) => [`Q${i + 1}`, values(i, 60 + 4 * i)] as const),
);
const SMALL = { horizon: 4, season: 4, lookback: 16 };
const SETTINGS = { units: 12, stride: 1, batchSize: 32, epochs: 25, learningRate: 0.01 };

describe('forecastMany', () => {
  test('learns series of all sizes at once, and forecasts others from a file', async () => {
    const before = liveTensors();
    const model = await forecastMany({ series, ...SMALL, settings: SETTINGS });
    const { testMase, baselineMase, baselines, steps, trainSamples } = model.result!;
    expect(testMase).toBeLessThan(baselineMase / 3);
    expect(baselines.map(({ name }) => name)).toEqual(['seasonal naive', 'naive']);
    expect(steps).toHaveLength(4);
    // windows of 16 + 4 values in series of 60, 64, … without the two parts of 4 that validate and test
    expect(trainSamples).toBe(6 * (60 - 8 - 19) + 4 * 15);
    expect((await model.evaluate()).mase).toBeCloseTo(testMase, 6);

    const forecasts = await model.predict();
    const [first] = forecasts;
    expect(forecasts.map(({ id }) => id)).toEqual(Object.keys(series));
    expect(first!.values).toHaveLength(4);
    const loaded = await ManySeriesForecaster.load(await model.save());
    expect((await loaded.predict({ series }))[0]).toEqual(first);
    // a series that it has not seen, of another size
    const unseen = new Map([['new', values(9, 40)]]);
    const measured = await loaded.evaluate({ series: unseen });
    expect(measured.mase).toBeLessThan(baselineMase / 2);
    await expect(loaded.predict()).rejects.toThrow(
      'ManySeriesForecaster: predict: a model from a file has no series. Give it series.',
    );
    model.dispose();
    loaded.dispose();
    expect(liveTensors()).toBe(before);
  });

  test.each([
    [
      'a horizon longer than the shortest series',
      { horizon: 60 },
      'forecastMany: series: series "Q1" has 60 values, expected more than the 60 that are held out. Give a smaller horizon, or leave the series out.',
    ],
    [
      'a series that the test values lack',
      { test: { Q1: [1, 2, 3, 4] } },
      'forecastMany: test: there is no series "Q2" and 4 more of series. Give files with the same series.',
    ],
    [
      'too few test values',
      { test: Object.fromEntries(Object.keys(series).map((id) => [id, [1, 2]])) },
      'forecastMany: test: series "Q1" has 2 values, expected the 4 of the horizon. Give a smaller horizon.',
    ],
    [
      'a lookback of half a season',
      { lookback: 6 },
      'lookback must be a multiple of the season 4, two seasons at least, got 6. Give 8.',
    ],
    [
      'a missing value',
      { series: { Q1: [1, Number.NaN] } },
      'forecastMany: series: value 2 of series "Q1" is NaN, expected a finite number.',
    ],
    [
      'a list',
      { series: [1, 2, 3] },
      'forecastMany: series must be an object or a map of lists of numbers by id, or a panel.',
    ],
    ['an unknown model', { model: 'gro' }, "'gro'"],
  ])('refuses %s', async (_, options, message) => {
    const before = liveTensors();
    await expect(forecastMany({ series, ...SMALL, ...options } as never)).rejects.toThrow(message);
    expect(liveTensors()).toBe(before);
  });
});

describe('seqloom forecast-many', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqloom-panel-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const wide = (rows: readonly (readonly [string, readonly number[]])[]) =>
    ['id,V1,V2', ...rows.map(([id, numbers]) => `${id},${numbers.join(',')}`)].join('\n');
  const entries = Object.entries(series);
  const train = path('train.csv', wide(entries.map(([id, numbers]) => [id, numbers.slice(0, -8)])));
  const after = path('test.csv', wide(entries.map(([id, numbers]) => [id, numbers.slice(-8)])));
  const out = join(folder, 'out');
  async function run(...argv: string[]) {
    const terminal = fakeTerminal();
    const code = await runSeqloom(argv, terminal, { version: '1.0.0' });
    return { code, ...terminal.written };
  }
  const options = '--units 8 --lookback 16 --epochs 4 --batch 32 --learning-rate 0.02 --threads 1'.split(' ');

  test('trains on the files of M4, writes a report, evaluates and predicts', async () => {
    const {
      code,
      err,
      out: said,
    } = await run('forecast-many', train, '--test', after, ...options, '--json', '--out', out);
    expect([code, err]).toEqual([0, '']);
    const result = JSON.parse(said.trimEnd().split('\n').at(-1)!);
    // quarterly series of M4: 8 values, seasons of 4
    expect(result).toMatchObject({ frequency: 'quarterly', settings: { horizon: 8, season: 4 }, series: 6 });
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page).toContain('seasonal naive');
    expect(page).toContain(`--test ${after}`);

    const file = join(out, 'model.safetensors');
    const measured = await run(
      'evaluate',
      train,
      '--test',
      after,
      '--model-file',
      file,
      '--threads',
      '1',
      '--json',
    );
    expect(JSON.parse(measured.out).testMase).toBeCloseTo(result.testMase, 6);
    const next = join(folder, 'next.csv');
    const predicted = await run('predict', train, '--model-file', file, '--threads', '1', '--out', next);
    expect(predicted.out).toContain('8 values after the last ones of 6 series (gru); "Q1": ');
    expect(readFileSync(next, 'utf8').split('\r\n').slice(0, 2)[0]).toBe('id,step,forecast');

    const monthly = path('monthly.csv', wide([['M1', values(1, 40)]]));
    const other = await run('predict', monthly, '--model-file', file, '--threads', '1');
    expect(other.code).toBe(1);
    expect(other.err).toContain(
      'monthly.csv: its series are monthly, the model is of quarterly ones. Give quarterly series, or train a model of monthly ones.',
    );
  });

  test('reads a table with a row for each series and time', async () => {
    const hours = Array.from({ length: 60 }, (_, t) => new Date(Date.UTC(2024, 0, 1, t)).toISOString());
    const rows = hours.flatMap((time, t) =>
      ['a', 'b'].map((shop, i) => `${time},${shop},${values(i, 60)[t]}`),
    );
    const long = path('long.csv', ['time,shop,sold', ...rows].join('\n'));
    const { code, out: said } = await run(
      'forecast-many',
      long,
      '--id',
      'shop',
      '--target',
      'sold',
      '--horizon',
      '4',
      '--season',
      '4',
      ...options,
      '--epochs',
      '1',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(said.trimEnd().split('\n').at(-1)!)).toMatchObject({ frequency: 'hourly', series: 2 });

    const gap = path('gap.csv', ['time,shop,sold', ...rows.toSpliced(21, 2)].join('\n'));
    expect(
      (await run('forecast-many', gap, '--id', 'shop', '--target', 'sold', '--horizon', '4')).err,
    ).toContain(
      'series "a" has 2024-01-01T12:00:00.000Z after 2024-01-01T10:00:00.000Z, expected one value every 3600 s.',
    );
    const mixed = path(
      'mixed.csv',
      ['time,shop,sold', ...rows.filter((_, i) => i % 2 === 0 || i % 4 === 1)].join('\n'),
    );
    expect(
      (await run('forecast-many', mixed, '--id', 'shop', '--target', 'sold', '--horizon', '4')).err,
    ).toContain(
      'series "b" has a value every 7200 s, series "a" every 3600 s. Give series of one frequency, or put them on one grid (resample).',
    );
  });

  test.each([
    [
      'a horizon that is missing',
      () => [path('own.csv', wide([['north', values(1, 40)]]))],
      '--horizon: is missing. Give it, for instance --horizon 24: how many values are forecast.',
    ],
    [
      'a test file of another frequency',
      () => [train, '--test', path('hours.csv', wide([['H1', values(1, 48)]]))],
      'hours.csv: series "H1" is not quarterly, expected an id such as "Q1". Give the files of one frequency.',
    ],
    [
      'a column of ids without one of values',
      () => [train, '--id', 'shop'],
      '--target: is missing. Give it with --id: both name columns of a table.',
    ],
    [
      'no file',
      () => [join(folder, 'none.csv')],
      'no such file. Give the path of a .csv, .csv.gz or .csv.zip file.',
    ],
  ])('refuses %s', async (_, words, message) => {
    const { code, err } = await run('forecast-many', ...words());
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});

test('the result says in words whether the error is smaller or larger than that of the last season again', () => {
  const result = { model: 'gru', series: 4, baselines: [], testSmape: 1, valMase: 1, baselineMase: 0.8 };
  const text = (testMase: number) => panelResultText({ ...result, testMase } as unknown as PanelResult);
  expect(text(0.6)).toContain('the MASE is 25.0 % smaller than that of the seasonal naive forecast');
  expect(text(1)).toContain('the MASE is 25.0 % larger than that of the seasonal naive forecast');
});
