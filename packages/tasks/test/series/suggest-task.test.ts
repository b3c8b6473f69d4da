import { describe, expect, it } from 'vitest';
import { suggestTask } from '../../src/index.ts';
import { smallSource, tableOf } from './small-weather.ts';

/** Days with columns of which some tell nothing. */
function days(columns: Readonly<Record<string, (day: number) => number | string>>): string {
  const names = Object.keys(columns);
  const lines = Array.from({ length: 60 }, (_, day) =>
    [
      new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
      ...names.map((name) => columns[name]!(day)),
    ].join(),
  );
  return `${[['date', ...names].join(), ...lines].join('\n')}\n`;
}

describe('suggestTask', () => {
  it('takes the first temperature, and lengths that fit the distance of the rows', async () => {
    const { task, columns, network } = suggestTask(await smallSource({ rows: 400 }));
    expect(task).toMatchObject({ target: 'temp', lookback: 72, delay: 24 });
    expect(network).toEqual({ epochs: 10, units: 32 });
    expect(columns.names).toEqual(['temp', 'pressure']);
  });

  it('takes the first column that can be forecast where there is no temperature, and says what cannot', async () => {
    const table = await tableOf(
      days({ no: (day) => day + 1, still: () => 3, sales: (day) => (day * 7) % 11, word: () => 'a' }),
    );
    const { task, columns } = suggestTask({ name: 'days', table });
    expect(task.target).toBe('sales');
    expect(columns.leftOut).toEqual(['"no" counts the rows', '"still" is constant in the training rows']);
  });

  it('takes the target that is asked for', async () => {
    const source = await smallSource({ rows: 400 });
    expect(suggestTask(source, 'pressure').task.target).toBe('pressure');
  });

  it('says which columns there are when none can be forecast', async () => {
    const table = await tableOf(days({ word: (day) => `w${day}` }));
    expect(() => suggestTask({ name: 'days', table })).toThrow('there is no column of numbers to forecast');
    const still = await tableOf(days({ still: () => 3 }));
    expect(() => suggestTask({ name: 'days', table: still })).toThrow(
      'no column can be forecast: "still" is constant in the training rows.',
    );
  });
});
