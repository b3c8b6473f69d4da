import { expect, it } from 'vitest';
import { taskFor } from '../../src/series/forecast-task.ts';
import { prepareSeries } from '../../src/series/prepare-series.ts';
import { SeriesForm } from '../../src/series/series-form.ts';
import { smallSource } from './small-weather.ts';

async function form(): Promise<SeriesForm> {
  const source = await smallSource({ rows: 500 });
  const task = taskFor(source, { lookback: 24, step: 1, delay: 6 });
  return prepareSeries(source, { recipe: 'gru', task, residual: true }).form;
}

it('comes back from its JSON as it was', async () => {
  const one = await form();
  const other = SeriesForm.fromJSON(JSON.parse(JSON.stringify(one)));
  expect(other.fields).toEqual(one.fields);
  // two columns and the hour; 500 hours show no year
  expect([other.width, other.targetColumn]).toEqual([4, 0]);
});

it('brings values back into their own unit', async () => {
  const one = await form();
  const { mean, std } = one.fields;
  expect(one.unscale(0)).toBe(mean[0]);
  expect(one.unscale(2)).toBeCloseTo(mean[0]! + 2 * std[0]!, 10);
});

it('refuses what is not a form', async () => {
  const good = (await form()).toJSON();
  for (const bad of [
    null,
    {},
    { ...good, std: [0, 1] },
    { ...good, mean: [1] },
    { ...good, columns: ['pressure', 'wind'] },
    { ...good, period: 0 },
    { ...good, residual: 'yes' },
    { ...good, where: { column: 'origin' } },
    { ...good, task: { ...good.task, lookback: -1 } },
    { ...good, task: { ...good.task, anchor: 'first' } },
  ]) {
    expect(() => SeriesForm.fromJSON(bad)).toThrow('SeriesForm: expected what toJSON writes');
  }
});
