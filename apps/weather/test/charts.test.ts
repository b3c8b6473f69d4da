import type { SelectedBackend } from '@seqloom/backend';
import { openBackend } from '@seqloom/tasks/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chartsOf, errorsBy } from '../src/charts.ts';
import { findRecipe } from '../src/recipes/catalog.ts';
import { reportPage } from '../src/report-page.ts';
import { trainRecipe } from '../src/train-recipe.ts';
import { smallSource } from './small-weather.ts';

let backend: SelectedBackend;
beforeAll(async () => {
  backend = await openBackend({ name: 'wasm', threads: 1 });
});
afterAll(() => backend.dispose());

async function persistence(period: number) {
  // 10 every day but for one hour, when it is 20
  const source = await smallSource({ rows: 600, period, temperature: (row) => (row % 24 === 12 ? 20 : 10) });
  const task = { lookback: 24, step: 1, delay: 2 };
  const run = await trainRecipe(findRecipe('persistence'), { backend, source, task });
  run.model.dispose();
  return run;
}

it('tells errors apart by the hour that is forecast', async () => {
  const { model, persistence: simple } = errorsBy(await persistence(3_600_000), (time) =>
    new Date(time).getUTCHours(),
  );
  // the value of hour 12 is forecast for hour 14, two rows after it; hour 12 itself comes unforeseen
  const expected = Array.from({ length: 24 }, (_, hour) => (hour === 12 || hour === 14 ? 10 : 0));
  for (const errors of [model, simple]) {
    for (const [hour, error] of expected.entries()) expect(errors.get(hour)).toBeCloseTo(error, 4);
  }
});

it('draws history, truth, forecast and baseline, and errors by season; by hour where rows are shorter than a day', async () => {
  const hourly = chartsOf(await persistence(3_600_000));
  expect(hourly.map(({ file }) => file)).toEqual([
    'forecast.svg',
    'error-by-hour.svg',
    'error-by-season.svg',
  ]);
  for (const name of ['history', 'truth', 'forecast', 'persistence'])
    expect(hourly[0]!.svg).toContain(`>${name}<`);
  const daily = chartsOf(await persistence(24 * 3_600_000));
  expect(daily.map(({ file }) => file)).toEqual(['forecast.svg', 'error-by-season.svg']);
  // the test part of 600 days from January 2020 is May to August 2021
  expect(daily[1]!.svg).toContain('Jun–Aug, persistence');
  expect(daily[1]!.svg).not.toContain('Dec–Feb');
});

it('writes a page with every baseline and the command that repeats the run, names escaped', async () => {
  const run = await persistence(3_600_000);
  const page = reportPage([{ ...run, result: { ...run.result, dataset: '<b>.csv' } }]);
  for (const name of ['ridge', 'same hour', 'mean of a day', 'persistence'])
    expect(page).toContain(`<td>${name}</td>`);
  expect(page).toContain("--model persistence --data '&#60;b&#62;.csv' --target temp");
  expect(page).not.toContain('<b>.csv');
  expect(page).not.toContain('<a ');
  expect(reportPage([run], { file: 'index.html', text: 'reviews' })).toContain(
    '<a href="index.html">reviews</a>',
  );
  expect(() => reportPage([])).toThrow('there are no results');
});
