import type { SelectedBackend } from '@seqloom/backend';
import { persistence } from '@seqloom/timeseries';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findRecipe } from '../../src/find-recipe.ts';
import { openBackend } from '../../src/node/terminal/open-backend.ts';
import { reportPage } from '../../src/report/report-page.ts';
import { errorsBy } from '../../src/series/charts.ts';
import { taskFor } from '../../src/series/forecast-task.ts';
import { prepareSeries } from '../../src/series/prepare-series.ts';
import { trainTask } from '../../src/train-task.ts';
import { series } from './series-cli.ts';
import { smallSource } from './small-weather.ts';

let backend: SelectedBackend;
beforeAll(async () => {
  backend = await openBackend({ name: 'wasm', threads: 1 });
});
afterAll(() => backend.dispose());

// 10 every day but for one hour, when it is 20
const sourceOf = (period: number) =>
  smallSource({ rows: 600, period, temperature: (row) => (row % 24 === 12 ? 20 : 10) });
const TASK = { lookback: 24, step: 1, delay: 2 };

async function trained(period: number) {
  const recipe = findRecipe(series, 'persistence');
  const run = await trainTask(series, { backend, source: await sourceOf(period), recipe, choices: TASK });
  run.model.model.dispose();
  return run;
}

it('tells errors apart by the hour that is forecast', async () => {
  const source = await sourceOf(3_600_000);
  const options = { recipe: 'persistence', task: taskFor(source, TASK), residual: false };
  const prepared = prepareSeries(source, options);
  const forecast = persistence(prepared.test);
  const { result } = await trained(3_600_000);
  const { model, persistence: simple } = errorsBy(
    { form: prepared.form, prepared, forecast, result, range: undefined },
    (time) => new Date(time).getUTCHours(),
  );
  // the value of hour 12 is forecast for hour 14, two rows after it; hour 12 itself comes unforeseen
  const expected = Array.from({ length: 24 }, (_, hour) => (hour === 12 || hour === 14 ? 10 : 0));
  for (const errors of [model, simple]) {
    for (const [hour, error] of expected.entries()) expect(errors.get(hour)).toBeCloseTo(error, 4);
  }
});

it('draws history, truth, forecast and baseline, and errors by season; by hour where rows are shorter than a day', async () => {
  const hourly = (await trained(3_600_000)).charts();
  expect(hourly.map(({ file }) => file)).toEqual([
    'forecast.svg',
    'error-by-hour.svg',
    'error-by-season.svg',
  ]);
  for (const name of ['history', 'truth', 'forecast', 'persistence'])
    expect(hourly[0]!.svg).toContain(`>${name}<`);
  const [first, ...later] = hourly[0]!.table!.rows;
  expect(hourly[0]!.table!.heads).toEqual([
    'time (UTC)',
    'truth',
    'forecast',
    '90 % interval, from',
    'to',
    'persistence',
  ]);
  expect(later.length).toBeGreaterThan(20);
  expect(first![0]).toMatch(/^2020-\d\d-\d\d \d\d:00$/);
  expect(hourly[1]!.table!.rows.map(([hour]) => Number(hour))).toEqual(
    Array.from({ length: 24 }, (_, i) => i),
  );
  expect(hourly[1]!.table!.rows[14]!.slice(1)).toEqual(['10.00', '10.00']);
  const daily = (await trained(24 * 3_600_000)).charts();
  expect(daily.map(({ file }) => file)).toEqual(['forecast.svg', 'error-by-season.svg']);
  // the test part of 600 days from January 2020 is May to August 2021
  expect(daily[1]!.svg).toContain('Jun–Aug, persistence');
  expect(daily[1]!.svg).not.toContain('Dec–Feb');
});

it('writes a page with every baseline and the command that repeats the run, names escaped', async () => {
  const run = await trained(3_600_000);
  const page = reportPage(series, [{ ...run, result: { ...run.result, dataset: '<b>.csv' } }]);
  for (const name of ['ridge', 'same hour', 'mean of a day', 'persistence'])
    expect(page).toContain(`<td>${name}</td>`);
  expect(page).toContain("--model persistence --data '&#60;b&#62;.csv' --target temp");
  expect(page).not.toContain('<b>.csv');
  expect(page).not.toContain('<a ');
  expect(reportPage(series, [run], { beside: [{ file: 'index.html', text: 'reviews' }] })).toContain(
    '<a href="index.html">reviews</a>',
  );
  expect(() => reportPage(series, [])).toThrow('there are no results');
});
