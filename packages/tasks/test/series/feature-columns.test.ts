import { expect, it } from 'vitest';
import { featureColumns } from '../../src/series/feature-columns.ts';
import { tableOf } from './small-weather.ts';

it('takes numbers that vary, and says why it leaves others out', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => {
    const late = i < 10 ? 'NA' : i;
    return `${i + 1},2020,1,${i + 1},${i % 3},${i % 2 ? 'sun' : 'rain'},5,${late},${i < 10 ? 1 : 2}`;
  });
  const table = await tableOf(['No,year,month,day,temp,sky,flat,late,step', ...rows].join('\n'));
  const { names, leftOut } = featureColumns(table, { start: 0, end: 10 }, 'temp');
  expect(names).toEqual(['temp']);
  expect(leftOut).toEqual([
    '"No" counts the rows',
    '"flat" is constant in the training rows',
    '"late" has no value in the training rows',
    '"step" is constant in the training rows',
  ]);
  // what varies only later may be used once it trains
  const all = { start: 0, end: 20 };
  expect(featureColumns(table, all, 'late').names).toEqual(['temp', 'late', 'step']);
  // but no column may cost more than a tenth of the rows because it begins later, the target aside
  expect(featureColumns(table, all, 'temp')).toMatchObject({
    names: ['temp', 'step'],
    leftOut: expect.arrayContaining(['"late" has no value in the first 10 of 20 training rows']),
  });
});
