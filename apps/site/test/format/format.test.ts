import { describe, expect, test } from 'vitest';
import { formatCount, formatDuration, formatNumber, formatShare } from '../../src/format/format.ts';

describe('format', () => {
  test.each([
    [0, '0'],
    [0.01234, '0.0123'],
    [1.2345, '1.23'],
    [12.34, '12.3'],
    [12345.6, '12,346'],
    [42, '42'],
    [999.7, '1,000'],
    [-1234.6, '-1,235'],
    [0.00001234, '1.23e-5'],
    [Number.NaN, '–'],
  ])('writes %d with the digits that count: %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  test('rounds up to the next power of ten without an exponent', () => {
    expect([9.4, 9.7, 99.6].map((value) => formatNumber(value, 1))).toEqual(['9', '10', '100']);
  });

  test.each([
    [0.44, '0.4 s'],
    [12.4, '12 s'],
    [59.6, '1 min 0 s'],
    [185, '3 min 5 s'],
    [7800, '2 h 10 min'],
    [7190, '2 h 0 min'],
    [Number.POSITIVE_INFINITY, '–'],
  ])('writes %d seconds as %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });

  test('writes shares as percentages, counts with commas', () => {
    expect([formatShare(0.9134), formatShare(Number.NaN)]).toEqual(['91.3 %', '–']);
    expect(formatCount(25000)).toBe('25,000');
  });
});
