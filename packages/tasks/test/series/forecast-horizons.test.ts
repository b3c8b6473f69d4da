import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { createRandom } from '@seqloom/random';
import { expect, test } from 'vitest';
import { forecast, measureSimpleRules, SeriesForecaster } from '../../src/index.ts';
import { finished } from '../../src/series/finished-forecasts.ts';
import { errorsByRow, lastRows, lastRowWindows } from '../../src/series/last-row.ts';
import { openRows } from '../../src/series/open-rows.ts';
import type { SeriesForm } from '../../src/series/series-form.ts';

startBackend(wasmBackend());

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

const noise = createRandom(5, 'load').fillNormal(new Float32Array(900));
/** Sundays and some other days, on which the load is low: nothing but the column says so in advance. */
const isHoliday = (hour: number) => [0, 3, 7, 12, 14, 18, 21, 25, 28, 33, 35].includes(Math.floor(hour / 24));

/** Hours of a load that a day repeats, but for holidays; from `until` on only the holidays are known. */
const rowsUntil = (until: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    hour: new Date(START + i * HOUR).toISOString(),
    load:
      i < until ? 20 + 5 * Math.sin((2 * Math.PI * i) / 24) - (isHoliday(i) ? 6 : 0) + 0.4 * noise[i]! : null,
    holiday: Number(isHoliday(i)),
  }));
const rows = rowsUntil(900, 900);

const BASE = { rows, time: 'hour', target: 'load', horizon: 6, lookback: 24, seed: 1 } as const;
const QUICK = { epochs: 3, units: 8, learningRate: 0.02 } as const;

test('one model says all rows until the horizon, each with its error', async () => {
  const before = liveTensors();
  for (const model of ['dlinear', 'segment-gru', 'gru']) {
    const { units: _, ...settings } = QUICK;
    const trained = await forecast({
      ...BASE,
      model,
      multiStep: true,
      settings: model === 'dlinear' ? settings : QUICK,
    });
    const { testMae, testMaeByRow, baselineMae, baselines, testSamples } = trained.result!;
    expect(testMae).toBeLessThan(baselineMae);
    expect(testMaeByRow).toHaveLength(6);
    expect(testMaeByRow!.reduce((a, b) => a + b) / 6).toBeCloseTo(testMae, 6);
    expect(baselines.map(({ name }) => name)).toEqual(['persistence', 'same hour', 'mean of a day', 'ridge']);
    const steps = await trained.predict();
    expect(steps.map(({ time }) => time)).toEqual([0, 1, 2, 3, 4, 5].map((i) => START + (900 + i) * HOUR));
    expect(new Set(steps.map(({ now }) => now))).toEqual(new Set([START + 899 * HOUR]));
    const measured = await trained.evaluate();
    expect(measured).toMatchObject({ samples: testSamples });
    expect(measured.mae).toBeCloseTo(testMae, 5);
    const loaded = await SeriesForecaster.load(await trained.save());
    expect(await loaded.predict({ rows, time: 'hour' })).toEqual(steps);
    trained.dispose();
    loaded.dispose();
  }
  expect(liveTensors()).toBe(before);
});

test('ridge regression and persistence say all rows, each as a model of that row does', async () => {
  const before = liveTensors();
  const options = { ...BASE, horizon: 3, model: 'ridge' } as const;
  const [all, third] = [await forecast({ ...options, multiStep: true }), await forecast(options)];
  const { testMae, testMaeByRow, baselines } = all.result!;
  expect(baselines.at(-1)).toMatchObject({ name: 'ridge' });
  expect(baselines.at(-1)!.testMae).toBeCloseTo(testMae, 5);
  expect(testMaeByRow).toHaveLength(3);
  // of the third row the rows learned from are those of a model that forecasts it alone
  expect(testMaeByRow![2]).toBeCloseTo(third.result!.testMae, 5);
  const [next, single] = [await all.predict(), await third.predict()];
  expect(next.map(({ time }) => time)).toEqual([900, 901, 902].map((i) => START + i * HOUR));
  expect(next[2]!.value).toBeCloseTo(single.at(-1)!.value, 3);
  const rules = await measureSimpleRules(
    { name: 'load', table: await openRows(rows, 'hour') },
    { target: 'load', delay: 3, lookback: 24, step: 1, multiStep: true },
  );
  for (const [i, { value }] of rules.next.entries()) expect(value).toBeCloseTo(next[i]!.value, 3);
  expect(rules.unseen.forecast).toHaveLength(rules.unseen.truth.length);
  const now = await forecast({ ...options, multiStep: true, model: 'persistence' });
  expect(now.result!.skill).toBeCloseTo(0, 6);
  for (const model of [all, third, now]) model.dispose();
  expect(liveTensors()).toBe(before);
});

test('quantiles rise, hold about their share of unseen values, and their median is the forecast', async () => {
  const before = liveTensors();
  const model = await forecast({
    ...BASE,
    horizon: 3,
    model: 'gru',
    multiStep: true,
    quantiles: [0.1, 0.5, 0.9],
    settings: { ...QUICK, epochs: 6 },
  });
  const { quantiles, interval, history } = model.result!;
  expect(interval).toBeUndefined();
  expect(Object.keys(history)).toEqual(['pinball', 'valPinball']);
  expect(quantiles).toMatchObject({ levels: [0.1, 0.5, 0.9], level: 0.8 });
  // 80 %, of a network that was trained for moments on 500 windows
  expect(quantiles!.testCoverage).toBeGreaterThan(0.55);
  expect(quantiles!.testCoverage).toBeLessThan(0.98);
  for (const { value, quantiles: said } of await model.predict()) {
    expect(said).toHaveLength(3);
    expect(said![0]!).toBeLessThanOrEqual(value);
    expect(said![1]).toBe(value);
    expect(said![2]!).toBeGreaterThanOrEqual(value);
  }
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('quantiles that cross are put into order, after the last value was added to changes', () => {
  const form = { fields: { residual: true, task: { quantiles: [0.2, 0.5, 0.7] } } } as unknown as SeriesForm;
  const { values, quantiles } = finished(form, Float32Array.of(2, 1, 3, 0, -1, -2), Float32Array.of(10, 20));
  expect([...quantiles!]).toEqual([11, 12, 13, 18, 19, 20]);
  expect([...values]).toEqual([12, 19]);
});

test('a column that is known in advance tells what the past cannot', async () => {
  const before = liveTensors();
  const settings = { epochs: 20, units: 16 };
  const options = { ...BASE, model: 'dense', multiStep: true, horizon: 24, settings };
  const [blind, told] = [await forecast(options), await forecast({ ...options, known: ['holiday'] })];
  expect(told.result!.testMae).toBeLessThan(0.7 * blind.result!.testMae);
  const influences = await told.explain();
  expect(influences.map(({ column }) => column).sort()).toEqual(['holiday', 'hour of the day', 'load']);
  expect(influences.find(({ column }) => column === 'holiday')!.influence).toBeGreaterThan(0.3);

  // the rows to forecast come with their holidays, and without a load
  const next = await told.predict({ rows: rowsUntil(876, 900), time: 'hour' });
  expect(next.map(({ time }) => time)).toEqual(
    Array.from({ length: 24 }, (_, i) => START + (876 + i) * HOUR),
  );
  await expect(told.predict({ rows: rowsUntil(880, 900), time: 'hour' })).rejects.toThrow(
    'the model is given "holiday" at the 24 rows to forecast, but it has 20 values after the last one of "load". ' +
      'Append 24 rows with "holiday", and without "load".',
  );
  blind.dispose();
  told.dispose();
  expect(liveTensors()).toBe(before);
});

test('what is known in advance reaches every row of the horizon without a choice of steps', async () => {
  const shop = createRandom(8, 'open').fillUniform(new Float32Array(700)).map(Math.round);
  const sales = Array.from(shop, (open, i) => ({
    hour: new Date(START + i * HOUR).toISOString(),
    sold: i < 694 ? 10 + 5 * open : null,
    open,
  }));
  const options = {
    time: 'hour',
    target: 'sold',
    horizon: 6,
    model: 'ridge',
    multiStep: true,
    known: ['open'],
  };
  const model = await forecast({ ...options, rows: sales.slice(0, 694) });
  expect(model.result!.task.step).toBe(1);
  for (const error of model.result!.testMaeByRow!) expect(error).toBeLessThan(0.1);
  const next = await model.predict({ rows: sales, time: 'hour' });
  expect(next.map(({ value }) => Math.round(value))).toEqual(
    [...shop.subarray(694)].map((open) => 10 + 5 * open),
  );
  model.dispose();
  await expect(forecast({ ...options, rows: sales.slice(0, 694), lookback: 4 })).rejects.toThrow(
    'forecast: lookback: 4 rows show what is known in advance at the last 4 of the 6 rows to forecast. Give 6 or more.',
  );
});

test('what does not fit is refused with the way out', async () => {
  const before = liveTensors();
  const refused = (options: object) => expect(forecast({ ...BASE, ...options } as never)).rejects;
  await refused({ quantiles: [0.9, 0.5, 0.1] }).toThrow(
    'forecast: quantiles must rise, got 0.5 after 0.9. Give them in order.',
  );
  await refused({ quantiles: [0.1, 0.9] }).toThrow(
    'forecast: quantiles must hold 0.5, the forecast itself, and quantiles below and above it, got 0.1, 0.9.',
  );
  await refused({ quantiles: [0, 0.5, 1] }).toThrow(
    'quantiles[0] must be a finite number above 0 and below 1, got 0',
  );
  await refused({ multiStep: true, horizon: 900, model: 'gru' }).toThrow(
    /^forecast: rows, train part: a window and its horizon of 900 span 924 rows, the longest series has 540\. Give more rows, or a smaller lookback or horizon\.$/,
  );
  await refused({ horizon: 900, model: 'gru' }).toThrow(
    'rows, train part: a window and its target span 924 rows, the longest series has 540.',
  );
  await refused({ multiStep: true, model: 'gru-on-ridge' }).toThrow(
    "forecast: multiStep: the model 'gru-on-ridge' forecasts one value. Take another network, for instance model: 'gru'.",
  );
  await refused({ quantiles: [0.1, 0.5, 0.9], model: 'ridge' }).toThrow(
    "forecast: quantiles: the model 'ridge' forecasts one value a row. Take a network, for instance model: 'gru'.",
  );
  await refused({ known: ['weather'], model: 'gru' }).toThrow(
    'forecast: known: "weather" is not among the inputs of rows, which are "load", "holiday". Give one of them.',
  );
  await refused({ known: ['load'], model: 'gru' }).toThrow('known: "load" is what is forecast');
  await refused({ known: ['holiday'], model: 'dlinear' }).toThrow(
    'known: the model \'dlinear\' reads only "load" itself. Leave it out, or take another model.',
  );
  const model = await forecast({ ...BASE, model: 'ridge' });
  const daily = rows.filter((_, i) => i % 24 === 0);
  await expect(model.predict({ rows: daily, time: 'hour' })).rejects.toThrow(
    'rows are 1 day apart, but the model was trained on rows 1 hour apart. Give such rows, or put these on that distance ' +
      '(resample of seqloom/timeseries).',
  );
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('of several rows charts and lists show the last one', () => {
  const windows = { horizon: 2, targetRows: Int32Array.of(5, 6) } as never;
  expect([...lastRows(windows, Float32Array.of(1, 2, 3, 4))]).toEqual([2, 4]);
  expect([...lastRowWindows(windows).targetRows]).toEqual([6, 7]);
  expect(errorsByRow(windows, Float32Array.of(1, 2, 3, 4), Float32Array.of(2, 2, 5, 1))).toEqual([1.5, 1.5]);
});
