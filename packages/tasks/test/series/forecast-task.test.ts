import { describe, expect, it } from 'vitest';
import { fittingTask, kindOf, rowsAhead, taskFor } from '../../src/series/forecast-task.ts';
import { smallCsv, smallSource, tableOf } from './small-weather.ts';

const MINUTE = 60_000;

describe('taskFor', () => {
  it('looks three days back and a day ahead in hourly series', async () => {
    expect(taskFor(await smallSource({ rows: 5 }))).toEqual({
      target: 'temp',
      unit: '',
      lookback: 72,
      step: 3,
      delay: 24,
      anchor: 'last',
      calendar: true,
    });
  });

  it('keeps these times regardless of the period', async () => {
    const halfHours = taskFor(await smallSource({ rows: 5, period: 30 * MINUTE }));
    expect(halfHours).toMatchObject({ lookback: 144, step: 6, delay: 48 });
    const sixHours = taskFor(await smallSource({ rows: 5, period: 360 * MINUTE }));
    expect(sixHours).toMatchObject({ step: 1, delay: 4 });
  });

  it('looks three weeks back and three days ahead in daily series', async () => {
    const task = taskFor(await smallSource({ rows: 5, period: 1440 * MINUTE }));
    expect(task).toMatchObject({ lookback: 21, step: 1, delay: 3, anchor: 'last', calendar: true });
  });

  it("takes the book's settings for the book's station, with the unit of the column's name", async () => {
    const csv = smallCsv({ rows: 5, period: 10 * MINUTE }).replace('temp', 'T (degC)');
    const source = { name: 'jena', table: await tableOf(csv) };
    expect(kindOf(source.table)).toBe('jena');
    expect(taskFor(source)).toEqual({
      target: 'T (degC)',
      unit: '°C',
      lookback: 1440,
      step: 6,
      delay: 144,
      anchor: 'next',
      calendar: false,
    });
  });

  it('puts what a user chose in place of the defaults', async () => {
    const source = await smallSource({ rows: 5 });
    const chosen = { target: 'pressure', unit: 'hPa', lookback: 10, step: 5, delay: 1, calendar: false };
    expect(taskFor(source, chosen)).toEqual({ ...chosen, anchor: 'last' });
  });

  it('asks for a target when no column looks like a temperature, and for a step that divides', async () => {
    const table = await tableOf(smallCsv({ rows: 5 }).replace('temp', 'tide'));
    expect(() => taskFor({ name: 'small', table })).toThrow(
      'no column looks like a temperature. Say what to forecast with --target; columns of numbers: "tide", "pressure".',
    );
    const source = await smallSource({ rows: 5 });
    expect(() => taskFor(source, { lookback: 10, step: 3 })).toThrow(
      '--lookback: 10 is no multiple of --step 3.',
    );
    expect(() => taskFor(source, { multiStep: true, known: ['temp'], step: 3 })).toThrow(
      '--step: a step of 3 rows shows what is known in advance at one of 3 rows to forecast. Give 1, or leave it out.',
    );
    expect(() => taskFor(source, { delay: 0 })).toThrow(
      '--delay: 0 rows after the last known one is that row.',
    );
  });

  it('takes the only column that tells something, no matter what it is called', async () => {
    const rows = Array.from({ length: 9 }, (_, i) => `2020-01-0${i + 1},${i % 4},7,${i},2020`);
    const table = await tableOf(`date,load,constant,count,year\n${rows.join('\n')}\n`);
    expect(taskFor({ name: 'small', table })).toMatchObject({ target: 'load', lookback: 21 });
  });

  it('refuses rows of one time', async () => {
    const table = await tableOf('date,temp\n2020-01-01,1\n2020-01-01,2\n');
    expect(() => taskFor({ name: 'small', table })).toThrow(
      'small.csv: no row is later than the row before.',
    );
  });

  it('tells how far ahead of the last known row it forecasts', async () => {
    const hourly = taskFor(await smallSource({ rows: 5 }), { delay: 6 });
    expect(rowsAhead(hourly)).toBe(6);
    // the book counts from the row after the window
    expect(rowsAhead({ ...hourly, anchor: 'next' })).toBe(7);
  });
});

describe('fittingTask', () => {
  it('looks less far back in a short series, so that windows fit into its parts', async () => {
    const lookbackOf = async (rows: number) => fittingTask(await smallSource({ rows })).lookback;
    expect(await lookbackOf(730)).toBe(72); // parts of 146 rows: 97 − 24
    expect(await lookbackOf(300)).toBe(15); // parts of 60 rows: 40 − 24
    expect(await lookbackOf(180)).toBe(72); // parts of 36 rows hold no window with a target: an error says so
    const chosen = fittingTask(await smallSource({ rows: 300 }), { lookback: 48 });
    expect(chosen.lookback).toBe(48);
  });
});
