import { expect, test } from 'vitest';
import { numbersOf, tableOf, textsOf } from '../src/index.ts';

test('rows of a program become columns, with their times', async () => {
  const table = await tableOf(
    [
      { day: '2024-01-01', sales: 1.234, shop: 'north, "old"' },
      { day: '2024-01-02', sales: 2.345, shop: 'south' },
      { day: '2024-01-03', sales: null, shop: '' },
    ],
    { time: 'auto' },
  );
  expect(table.rows).toBe(3);
  expect(table.times).toEqual(
    Float64Array.of(Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3)),
  );
  expect(Array.from(numbersOf(table, 'sales'))).toEqual([Math.fround(1.234), Math.fround(2.345), Number.NaN]);
  expect(textsOf(table, 'shop')).toEqual(['north, "old"', 'south', '']);
  expect(textsOf(table, 'sales').at(-1)).toBe('');
});

test('dates and milliseconds are times too', async () => {
  const at = Date.UTC(2024, 5, 1);
  for (const time of [(i: number) => new Date(at + i * 3_600_000), (i: number) => at + i * 3_600_000]) {
    const rows = Array.from({ length: 5 }, (_, i) => ({ when: time(i), value: i * i }));
    const { times } = await tableOf(rows, { time: { column: 'when' } });
    expect(Array.from(times!)).toEqual(rows.map((_, i) => at + i * 3_600_000));
  }
});

test('refuses what is not a row or a value', async () => {
  await expect(tableOf([])).rejects.toThrow('tableOf: rows is empty.');
  await expect(tableOf([3 as never])).rejects.toThrow(
    'tableOf: rows[0] must be an object of values by column, got 3.',
  );
  await expect(tableOf([{ a: 1 }, { a: {} as never }])).rejects.toThrow('tableOf: rows[1].a must be a text');
});

test('a column that is not there is named with those that are', async () => {
  const table = await tableOf([{ a: 1 }]);
  expect(() => textsOf(table, 'b')).toThrow('there is no column "b". Columns: "a".');
});
