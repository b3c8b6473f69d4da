import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { readCsv } from '@seqloom/timeseries';
import { expect, test } from 'vitest';
import { forecast, SeriesForecaster } from '../../src/index.ts';

startBackend(wasmBackend());

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);

/** Hours of a wave that a day repeats, led by another column, with a gap. */
const rows = Array.from({ length: 420 }, (_, i) => ({
  hour: new Date(START + i * HOUR),
  load: 20 + 5 * Math.sin((2 * Math.PI * i) / 24) + Math.sin(i / 17),
  price: 3 + Math.sin((2 * Math.PI * (i + 6)) / 24),
})).filter((_, i) => i < 100 || i > 104);

test('forecasts a column beside simple rules, and says the next values', async () => {
  const before = liveTensors();
  const model = await forecast({ rows, time: 'hour', target: 'load', horizon: 6, lookback: 24 });
  const { testMae, baselineMae, task, model: name } = model.result!;
  expect(name).toBe('ridge'); // fewer than 500 rows
  expect(testMae).toBeLessThan(baselineMae / 10);
  expect(task).toMatchObject({ target: 'load', lookback: 24, delay: 6, anchor: 'last' });
  expect(model.baselines!.map(({ name }) => name)).toContain('persistence');
  const steps = await model.predict();
  expect(steps.map(({ time }) => time)).toEqual([1, 2, 3, 4, 5, 6].map((i) => START + (419 + i) * HOUR));
  const truth = (i: number) => 20 + 5 * Math.sin((2 * Math.PI * i) / 24) + Math.sin(i / 17);
  expect(Math.abs(steps.at(-1)!.value - truth(425))).toBeLessThan(0.5);
  const measured = await model.evaluate();
  expect(measured.mae).toBeCloseTo(testMae, 5); // the same windows in the same scale
  const influences = await model.explain();
  expect(influences.map(({ column }) => column).sort()).toEqual(['hour of the day', 'load', 'price']);
  expect(influences[0]!.influence).toBeGreaterThan(0);
  model.dispose();
  expect(liveTensors()).toBe(before);
});

const RIDGE = {
  rows,
  time: 'hour',
  target: 'load',
  horizon: 2,
  lookback: 24,
  model: 'ridge',
} as const;

test('a saved model forecasts the same from rows that it is given', async () => {
  const model = await forecast(RIDGE);
  const steps = await model.predict();
  const loaded = await SeriesForecaster.load(await model.save());
  expect(await loaded.predict({ rows, time: 'hour' })).toEqual(steps);
  await expect(loaded.predict()).rejects.toThrow(
    'SeriesForecaster: predict: a model from a file has no rows. Give it rows.',
  );
  const lines = rows.map(({ hour, load, price }) => `${hour.toISOString()},${load},${price}`);
  const bytes = new TextEncoder().encode(`hour,load,price\n${lines.join('\n')}`);
  const table = await readCsv([bytes], { name: 'load.csv', time: 'auto' });
  expect(await loaded.predict({ rows: table })).toHaveLength(2);
  for (const given of [rows, table]) {
    await expect(loaded.predict(given as never)).rejects.toThrow(
      'SeriesForecaster: predict: expected { rows }, got the rows themselves. Write predict({ rows }).',
    );
  }
  await expect(loaded.predict({ rows: 3 as never })).rejects.toThrow(
    'SeriesForecaster: predict: rows must be an array of objects, or a table of readCsv.',
  );
  await expect(loaded.explain({ row: rows } as never)).rejects.toThrow('SeriesForecaster: explain:');
  model.dispose();
  loaded.dispose();
});

test('what cannot be forecast is refused with the way out', async () => {
  const before = liveTensors();
  const refused = (options: object) =>
    expect(forecast({ rows, time: 'hour', target: 'load', horizon: 6, ...options } as never)).rejects;
  const words = rows.map((row) => ({ ...row, state: 'warm' }));
  await refused({ rows: words, target: 'state' }).toThrow(
    'forecast: rows: column "state" holds texts. Columns of numbers: "load", "price". Choose one of them.',
  );
  const csv = new TextEncoder().encode('hour,load,price\n2024-01-01 00:00,3 kW,1\n2024-01-01 01:00,4 kW,2\n');
  await refused({ rows: await readCsv([csv], { name: 'load.csv', time: 'auto' }) }).toThrow(
    'column "load" holds texts such as "3 kW": numbers must stand alone, without a unit. Columns of numbers: "price". Choose one of them.',
  );
  await refused({ target: 'temperature' }).toThrow('there is no column "temperature"');
  await refused({ rows: rows.toSpliced(5, 1, rows[200]!) }).toThrow(
    'Sort the rows by time and leave doubles out; of several series in one table give the rows of one.',
  );
  await refused({ rows: rows.slice(0, 20) }).toThrow(
    /rows, .* part: a window and its target span .* Give more rows, or a smaller lookback or horizon\.$/,
  );
  await refused({ rows: [] }).toThrow('tableOf: rows is empty.');
  await refused({ rows: 'load.csv' }).toThrow(
    'forecast: rows must be an array of objects, or a table of readCsv.',
  );
  await refused({ horizon: 0 }).toThrow('forecast: horizon must be a positive integer, got 0.');
  // In the words of the function, not of the command.
  await refused({ lookback: 72, settings: { step: 5 } }).toThrow(
    'forecast: lookback: 72 is no multiple of settings.step 5. Give one that is.',
  );
  await refused({ model: 'ridge', settings: { units: 4 } }).toThrow(
    "forecast: settings.units: the model 'ridge' has none to choose. Leave it out.",
  );
  await refused({ rows: rows.map((row) => ({ ...row, load: 3 })) }).toThrow(
    /^forecast: rows: .*Choose another target/,
  );
  await refused({ settings: { target: 'price' } }).toThrow('forecast: settings: has no setting "target"');
  expect(liveTensors()).toBe(before);
});

test('where the target keeps its value there is no skill to measure', async () => {
  const model = await forecast(RIDGE);
  const later = Array.from({ length: 60 }, (_, i) => ({
    hour: new Date(START + (500 + i) * HOUR),
    load: 20,
    price: 3 + Math.sin(i),
  }));
  expect(await model.evaluate({ rows: later, time: 'hour' })).toMatchObject({
    baselineMae: 0,
    skill: Number.NaN,
  });
  model.dispose();
});
