import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { afterAll, describe, expect, test } from 'vitest';
import { backtestForecast } from '../../src/index.ts';
import { runSeqloom } from '../../src/node/index.ts';
import { fakeTerminal } from '../../src/node/testing/fake-terminal.ts';
import { smallCsv } from './small-weather.ts';

startBackend(wasmBackend());

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);
const load = (i: number) => 20 + 5 * Math.sin((2 * Math.PI * i) / 24) + Math.sin(i / 17);
/** Hours of a wave that a day repeats. */
const rows = Array.from({ length: 400 }, (_, i) => ({ hour: new Date(START + i * HOUR), load: load(i) }));
const CHOICE = { rows, target: 'load', horizon: 6, lookback: 24, origins: 3, models: ['ridge'] } as const;
const named = (result: Awaited<ReturnType<typeof backtestForecast>>, name: string) =>
  result.models.find((model) => model.name === name)!;

describe('backtestForecast', () => {
  test('forecasts from origins that end with the last row, beside rules that are exactly known', async () => {
    const result = await backtestForecast(CHOICE);
    // the first row to forecast of each is 382, 388, 394
    expect(result.origins).toEqual(
      [382, 388, 394].map((row) => ({ time: START + (row - 1) * HOUR, rows: row })),
    );
    expect(result.models.map(({ name }) => name)).toEqual(['ridge', 'seasonal naive', 'persistence']);
    const error = (row: number, known: number) => Math.abs(load(row) - load(known));
    const persistence = named(result, 'persistence');
    const naive = named(result, 'seasonal naive');
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const steps = [0, 1, 2, 3, 4, 5];
    for (const [i, row] of [382, 388, 394].entries()) {
      // 1e-4: float32 in the scale of the inputs
      expect(persistence.origins[i]).toBeCloseTo(mean(steps.map((step) => error(row + step, row - 1))), 4);
      expect(naive.origins[i]).toBeCloseTo(mean(steps.map((step) => error(row + step, row + step - 24))), 4);
    }
    for (const step of steps) {
      const expected = mean([382, 388, 394].map((row) => error(row + step, row - 1)));
      expect(persistence.steps[step]).toBeCloseTo(expected, 4);
    }
    expect(persistence.mae).toBeCloseTo(mean(persistence.origins), 6);
    expect(named(result, 'ridge').mae).toBeLessThan(naive.mae / 5);
  });

  test('lets no origin know what comes after it', async () => {
    const before = liveTensors();
    const choice = { ...CHOICE, models: ['ridge', 'gru'], settings: { epochs: 2, units: 4 } };
    const whole = await backtestForecast(choice);
    // the rows of the last horizon alone are others: forecasts of earlier origins stay the same, to the last bit
    const changed = rows.map((row, i) => (i < 394 ? row : { ...row, load: 90 }));
    const other = await backtestForecast({ ...choice, rows: changed });
    for (const { name, origins } of whole.models) {
      expect(named(other, name).origins.slice(0, 2)).toEqual(origins.slice(0, 2));
      expect(named(other, name).origins[2]).toBeGreaterThan(30);
    }
    expect(liveTensors()).toBe(before);
  });

  test('is told at every row of the horizon what is known in advance', async () => {
    // two states in an order that no past tells
    const open = rows.map((_, i) => ((i * i * 7 + (i % 13) * 5) % 11 < 5 ? 1 : 0));
    const sales = rows.map(({ hour }, i) => ({ hour, open: open[i]!, load: 10 + 5 * open[i]! }));
    const { lookback: _, ...others } = CHOICE;
    const choice = { ...others, rows: sales, origins: 1 };
    const told = await backtestForecast({ ...choice, known: ['open'] });
    expect(told.task).toMatchObject({ step: 1, known: ['open'] });
    // the load is 10 or 15; a row that is not told would be off by about 2.5
    for (const error of named(told, 'ridge').steps) expect(error).toBeLessThan(0.5);
    await expect(backtestForecast({ ...choice, known: ['closed'] })).rejects.toThrow(
      'backtestForecast: known: "closed" is not among the inputs of rows',
    );
  });

  test('learns once, before the first origin, where it is told so', async () => {
    const told: number[] = [];
    const options = { ...CHOICE, every: 12, onOrigin: (done: number) => told.push(done) };
    const once = await backtestForecast({ ...options, refit: false });
    const again = await backtestForecast(options);
    expect(told).toEqual([1, 2, 3, 1, 2, 3]);
    expect(once.origins.map((origin) => origin.rows)).toEqual([370, 370, 370]);
    expect(again.origins.map((origin) => origin.rows)).toEqual([370, 382, 394]);
    expect(named(once, 'ridge').origins[0]).toBe(named(again, 'ridge').origins[0]);
    expect(named(once, 'ridge').origins[2]).not.toBe(named(again, 'ridge').origins[2]);
  });

  test('leaves origins near a gap out', async () => {
    const gap = rows.filter((_, i) => i !== 375);
    const { origins, leftOut } = await backtestForecast({ ...CHOICE, rows: gap, origins: 8 });
    // rows to forecast begin at 351, 357, … 393; the row at 375 is missing, and windows look back 24 rows
    expect(origins.map(({ time }) => (time - START) / HOUR)).toEqual([350, 356, 362, 368]);
    expect(leftOut).toBe(4);
  });

  test.each([
    [
      'more origins than there are rows for',
      { origins: 60 },
      'rows: 60 origins every 6 rows with a horizon of 6 leave 40 of 400 rows before the first one, expected 150 or more. Give origins 41 or fewer, a smaller every, or more rows.',
    ],
    [
      'fewer rows than one origin needs',
      { rows: rows.slice(0, 100) },
      'Give more rows, or a smaller lookback or horizon.',
    ],
    ['a horizon longer than the data', { horizon: 500 }, 'Give more rows, or a smaller lookback or horizon.'],
    [
      'gaps everywhere',
      { rows: rows.filter((_, i) => i % 20 !== 0) },
      'rows: from none of the 3 origins are 24 rows before and 6 after it without a gap and a missing value.',
    ],
    [
      'a rule as a model',
      { models: ['persistence'] },
      "backtestForecast: models: 'persistence' is measured in any case. Leave it out.",
    ],
    [
      'a model of one row',
      { models: ['gru-on-ridge'] },
      "models: 'gru-on-ridge' forecasts one row, a backtest every row until the horizon.",
    ],
    ['an unknown model', { models: ['gro'] }, "'gro'"],
    ['no origin', { origins: 0 }, 'backtestForecast: origins must be a positive integer, got 0.'],
  ])('refuses %s', async (_, options, message) => {
    await expect(backtestForecast({ ...CHOICE, ...options } as never)).rejects.toThrow(message);
  });
});

describe('seqloom backtest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'seqloom-backtest-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const data = join(folder, 'weather.csv');
  writeFileSync(data, smallCsv({ rows: 500 }));
  async function run(...argv: string[]) {
    const terminal = fakeTerminal();
    const code = await runSeqloom(
      ['backtest', data, '--target', 'temp', '--lookback', '24', '--step', '1', '--threads', '1', ...argv],
      terminal,
      { version: '1.0.0' },
    );
    return { code, ...terminal.written };
  }

  test('shows errors by origin and by step, and writes all of them', async () => {
    const out = join(folder, 'errors.csv');
    const {
      code,
      out: said,
      err,
    } = await run('--horizon', '4', '--origins', '3', '--models', 'ridge', '--out', out);
    expect(code).toBe(0);
    expect(err).toContain('3/3  2020-01-21 15:00');
    expect(said).toContain(
      '3 origins on weather.csv, "temp", 4 rows ahead; models learn from the rows before each origin',
    );
    for (const name of ['ridge', 'seasonal naive', 'persistence']) expect(said).toContain(name);
    const lines = readFileSync(out, 'utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe('model,origin,step,mae');
    expect(lines).toHaveLength(1 + 3 * (3 + 4));
  });

  test('writes JSON lines, and refuses more origins than there are rows for', async () => {
    const { out } = await run(
      '--horizon',
      '4',
      '--origins',
      '2',
      '--models',
      'ridge',
      '--no-refit',
      '--json',
    );
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events.map(({ event }) => event)).toEqual(['origin', 'origin', 'result']);
    expect(events[2]).toMatchObject({ refit: false, target: 'temp', models: [{ name: 'ridge' }, {}, {}] });
    const { code, err } = await run('--horizon', '4', '--origins', '200');
    expect(code).toBe(1);
    expect(err).toContain('Give --origins 90 or fewer, a smaller --every, or more rows.');
  });
});
