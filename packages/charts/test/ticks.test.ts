import { describe, expect, it } from 'vitest';
import { extent, logTicks, niceTicks, padded, tickLabels } from '../src/ticks.ts';
import { timeTicks } from '../src/time-ticks.ts';

describe('extent', () => {
  it('ignores what is not finite', () => {
    expect(extent([Number.NaN, 3, Number.POSITIVE_INFINITY, -1])).toEqual([-1, 3]);
    expect(extent([Number.NaN])).toBeUndefined();
  });
});

describe('padded', () => {
  it('leaves room at both ends, also around a single value', () => {
    expect(padded([0, 100])).toEqual([-5, 105]);
    expect(padded([0, 0])).toEqual([-1, 1]);
    expect(padded([50, 50])).toEqual([45, 55]);
  });
});

describe('logTicks', () => {
  it('takes 1, 2 and 5 times the powers of ten, or the powers alone', () => {
    expect(logTicks([2, 3.5], 10)).toEqual([100, 200, 500, 1000, 2000]);
    expect(logTicks([-2, 0], 10)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
    expect(logTicks([0, 6], 10)).toEqual([1, 10, 100, 1000, 10_000, 100_000, 1_000_000]);
  });
});

describe('niceTicks', () => {
  it('takes multiples of 1, 2 or 5 times a power of ten', () => {
    expect(niceTicks([0, 1], 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(niceTicks([-0.3, 0.35], 6)).toEqual([-0.2, 0, 0.2]);
    expect(niceTicks([3, 47], 5)).toEqual([10, 20, 30, 40]);
    expect(niceTicks([0, 30_000], 3)).toEqual([0, 10_000, 20_000, 30_000]);
    expect(niceTicks([0.1, 0.3], 2)).toEqual([0.1, 0.2, 0.3]);
  });

  it('counts in whole steps where asked to', () => {
    expect(niceTicks([0.9, 3.1], 8, true)).toEqual([1, 2, 3]);
  });
});

describe('tickLabels', () => {
  it('writes as many decimals as the step needs', () => {
    expect(tickLabels([0, 0.2, 0.4])).toEqual(['0.0', '0.2', '0.4']);
    expect(tickLabels([-10, 0, 10])).toEqual(['−10', '0', '10']);
    expect(tickLabels([0.02, 0.04])).toEqual(['0.02', '0.04']);
    expect(tickLabels([0, 2_000_000])).toEqual(['0.00', '2.00e+6']);
  });
});

describe('timeTicks', () => {
  const at = (text: string): number => Date.parse(`${text}Z`);
  const labels = (from: string, to: string, count: number): string[] =>
    timeTicks([at(from), at(to)], count).map(({ label }) => label);

  it('marks hours, and the date at midnight', () => {
    expect(labels('2009-01-01T05:10', '2009-01-02T07:00', 5)).toEqual([
      '06:00',
      '12:00',
      '18:00',
      '2 Jan',
      '06:00',
    ]);
  });

  it('marks days, first days of months, and years', () => {
    expect(labels('2009-01-01T00:00', '2009-01-04T12:00', 4)).toEqual(['1 Jan', '2 Jan', '3 Jan', '4 Jan']);
    expect(labels('2012-11-15T00:00', '2013-03-02T00:00', 4)).toEqual(['Dec', '2013', 'Feb', 'Mar']);
    expect(labels('2009-06-01T00:00', '2014-06-01T00:00', 5)).toEqual([
      '2010',
      '2011',
      '2012',
      '2013',
      '2014',
    ]);
  });
});
