import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { latestRarely } from '../../src/timing/latest-rarely.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first call is done at once, of the others the last one, so many ms later', () => {
  const done: number[] = [];
  let value = 0;
  const { soon } = latestRarely(() => done.push(value), 300);
  for (value = 1; value <= 5; value++) soon();
  expect(done).toEqual([1]);
  vi.advanceTimersByTime(299);
  expect(done).toEqual([1]);
  vi.advanceTimersByTime(1);
  expect(done).toEqual([1, 6]); // what the value is then
  vi.advanceTimersByTime(1000);
  expect(done).toEqual([1, 6]);
});

test('what waits can be done now, or left out', () => {
  let done = 0;
  const { soon, now, cancel } = latestRarely(() => done++, 300);
  now();
  expect(done).toBe(0); // nothing waits
  soon();
  soon();
  now();
  expect(done).toBe(2);
  soon();
  cancel();
  vi.advanceTimersByTime(1000);
  expect(done).toBe(2);
});
