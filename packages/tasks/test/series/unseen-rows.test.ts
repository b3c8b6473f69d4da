import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { mae } from '@seqloom/timeseries';
import { expect, test } from 'vitest';
import { anySeriesTask, findRecipe, forecastUnseen, trainTask, unseenRows } from '../../src/index.ts';
import { smallSource } from './small-weather.ts';

startBackend(wasmBackend());

const HOUR = 3_600_000;
const backend = { name: 'wasm', threads: 1 };

test('unseen rows are the test part: forecasts have the errors of the result', async () => {
  const source = await smallSource({ rows: 600, without: (row) => row >= 500 && row < 505 });
  const before = liveTensors();
  const { model, result } = await trainTask(anySeriesTask, {
    backend,
    source,
    recipe: findRecipe(anySeriesTask, 'ridge'),
    choices: { delay: 6, lookback: 24, step: 1 },
  });
  const rows = unseenRows(model.form, source);
  expect(rows.times).toHaveLength(result.testSamples);
  expect([...rows.times.slice(-2)]).toEqual([598, 599].map((row) => Date.UTC(2020, 0, 1) + row * HOUR));
  expect(rows.truth.at(-1)).toBeCloseTo(
    10 + 5 * Math.sin((2 * Math.PI * 599) / 24) + 4 * Math.sin(599 / 37) + 2 * Math.sin(599 / 11),
    3,
  );
  // float32 sums of some hundred values
  expect(mae(await forecastUnseen(model, rows), rows.truth)).toBeCloseTo(result.testMae, 4);
  expect(mae(rows.persistence, rows.truth)).toBeCloseTo(result.baselineMae, 4);

  const latest = unseenRows(model.form, source, 10);
  expect([...latest.times]).toEqual([...rows.times.slice(-10)]);
  expect([...(await forecastUnseen(model, latest))]).toEqual([
    ...(await forecastUnseen(model, rows)).slice(-10),
  ]);
  for (const wrong of [0, -1, 2.5, Number.NaN]) {
    expect(() => unseenRows(model.form, source, wrong)).toThrow(/^unseenRows: latest must be /);
  }
  model.model.dispose();
  expect(liveTensors()).toBe(before);
});
