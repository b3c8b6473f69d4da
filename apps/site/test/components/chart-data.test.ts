import { expect, test } from 'vitest';
import { type ChartProps, chartSummary, chartTable, isSingleValue } from '../../src/components/chart-data.ts';

const props: ChartProps = {
  title: 'Forecast',
  x: { label: 'time', values: [0, 86_400, 90_000], time: true },
  y: { label: 'temperature', unit: '°C' },
  lines: [
    { label: 'measured', values: [1, 3, null] },
    {
      label: 'network',
      values: [null, 2.5, 4],
      band: { label: '90 %', low: [null, 1, 2], high: [null, 4, 6] },
    },
  ],
};

test('a chart says in words what it shows and where its lines end', () => {
  expect(chartSummary(props)).toBe(
    'Forecast: temperature, °C over time, 1970-01-01 to 1970-01-02 01:00, 3 points. ' +
      'measured: last 3, lowest 1, highest 3. network: last 4, lowest 2.50, highest 4.',
  );
});

test('a chart is a table of its places, lines and bands', () => {
  const { columns, rows } = chartTable(props);
  expect(columns.map(({ label }) => label)).toEqual([
    'time',
    'measured',
    'network',
    '90 %, from',
    '90 %, to',
  ]);
  expect(rows).toEqual([
    ['1970-01-01', 1, null, null, null],
    ['1970-01-02', 3, 2.5, 1, 4],
    ['1970-01-02 01:00', null, 4, 2, 6],
  ]);
});

test('a line of one value is told from lines of none and of several', () => {
  expect(isSingleValue([null, 3, null])).toBe(true);
  expect(isSingleValue([0])).toBe(true);
  expect([[], [null], [1, 2], [1, null, 2]].map(isSingleValue)).toEqual([false, false, false, false]);
});
