import { expect, test } from 'vitest';
import { bytesText, periodText, timeText } from '../src/index.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

test.each([
  [1000, '1 second'],
  [10 * MINUTE, '10 minutes'],
  [90 * MINUTE, '90 minutes'],
  [HOUR, '1 hour'],
  [DAY, '1 day'],
  [31 * DAY, '31 days'],
  [(365.2425 / 12) * DAY, '1 month'],
  [365.2425 * DAY, '12 months'],
  [7.25 * DAY, '174 hours'],
  [2.54321 * HOUR, '2.5 hours'],
  [250, '0.3 seconds'],
])('a distance of %d ms is %s', (period, text) => {
  expect(periodText(period)).toBe(text);
});

test('times are in UTC, midnights without the time of day', () => {
  expect([Date.UTC(2015, 11, 31), Date.UTC(2015, 11, 31, 23, 50)].map(timeText)).toEqual([
    '2015-12-31',
    '2015-12-31 23:50 UTC',
  ]);
});

test.each([
  [0, '0 bytes'],
  [999, '999 bytes'],
  [435_643, '436 kB'],
  [48_219, '48.2 kB'],
  [2_500_000, '2.50 MB'],
  [999_600, '1.00 MB'],
  [3_000_000, '3 MB'],
  [5e13, '50000 GB'],
])('%d bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
