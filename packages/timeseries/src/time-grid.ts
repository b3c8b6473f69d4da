import { notNegative, type OptionRules } from '@seqloom/options';

/** The spacing of the rows of a series: a fixed distance, months, or Monday to Friday. */
export type Rhythm = 'fixed' | 'months' | 'business days';

/** The regular times that a series should have. */
export interface TimeGrid {
  readonly rhythm: Rhythm;
  /** Milliseconds between neighbours; the mean length where months differ. */
  readonly period: number;
  /** How many periods lie between two times; 0 within the tolerance, negative backwards, NaN for a time off the grid. */
  steps(from: number, to: number): number;
  /** The time a number of periods after another. */
  after(time: number, periods: number): number;
}

/** How times are compared. */
export interface TimeGridOptions {
  /** Milliseconds by which a distance may differ from the period: the jitter of a clock. Default 0. */
  readonly tolerance?: number;
}

/** The rules of {@link TimeGridOptions}. */
export const TIME_GRID_RULES: OptionRules<TimeGridOptions> = { tolerance: notNegative(0) };

const SECOND = 1000;
const DAY = 86_400_000;
const MONTH = (365.2425 / 12) * DAY;
/** The share of rows that must fit a calendar rhythm; the others are irregular. */
const MOST = 0.9;

/**
 * Finds the grid of a series: months where rows share their day of the month (or all are the last one), business days
 * where daily rows leave out every weekend, else the most frequent distance.
 *
 * @param times UTC milliseconds, two or more of them different.
 */
export function findTimeGrid(times: Float64Array, tolerance: number): TimeGrid {
  const distances = risingDistances(times);
  const period = usualDistance(distances, tolerance);
  return (
    monthGrid(times, distances, tolerance) ??
    businessGrid(times, period, tolerance) ??
    fixedGrid(period, tolerance)
  );
}

function risingDistances(times: Float64Array): Float64Array {
  const distances = new Float64Array(Math.max(0, times.length - 1));
  let count = 0;
  for (let row = 1; row < times.length; row++) {
    const distance = times[row]! - times[row - 1]!;
    if (distance > 0) distances[count++] = distance;
  }
  return distances.subarray(0, count).sort();
}

/** The most frequent distance, within the tolerance; of several the smallest; 0 when there is none. */
function usualDistance(sorted: Float64Array, tolerance: number): number {
  let best = 0;
  let most = 0;
  for (let first = 0, end = 0; first < sorted.length; first++) {
    while (end < sorted.length && sorted[end]! - sorted[first]! <= 2 * tolerance) end++;
    if (end - first <= most) continue;
    most = end - first;
    best = sorted[(first + end - 1) >> 1]!;
  }
  // with jitter, whole minutes or seconds are meant
  for (const unit of [DAY, 60 * 60 * SECOND, 60 * SECOND, SECOND]) {
    const whole = Math.round(best / unit) * unit;
    if (whole > 0 && whole !== best && Math.abs(whole - best) <= tolerance) return whole;
  }
  return best;
}

function fixedGrid(period: number, tolerance: number): TimeGrid {
  return {
    rhythm: 'fixed',
    period,
    steps(from, to) {
      const distance = to - from;
      if (distance === 0) return 0; // also where all times are equal, and the period is 0
      if (distance === period) return 1;
      const steps = Math.round(distance / period);
      return Math.abs(distance - steps * period) <= tolerance ? steps : Number.NaN;
    },
    after: (time, periods) => time + periods * period,
  };
}

/** A grid that numbers its times with integers: `placeOf` is NaN off the grid. */
function numberedGrid(
  rhythm: Rhythm,
  period: number,
  every: number,
  placeOf: (time: number) => number,
  after: TimeGrid['after'],
): TimeGrid {
  return {
    rhythm,
    period,
    steps(from, to) {
      if (from === to) return 0;
      const steps = (placeOf(to) - placeOf(from)) / every;
      return Number.isInteger(steps) ? steps : Number.NaN;
    },
    after,
  };
}

function monthGrid(times: Float64Array, distances: Float64Array, tolerance: number): TimeGrid | undefined {
  if (distances.length === 0 || distances[0]! < 28 * DAY - tolerance) return undefined;
  const isLast = (date: Date): boolean => new Date(date.getTime() + DAY).getUTCMonth() !== date.getUTCMonth();
  const clock = mostFrequent(times, (time) => time - Math.floor(time / DAY) * DAY);
  const onDay = (time: number): Date => new Date(time - clock + tolerance);
  const day = mostFrequent(times, (time) => onDay(time).getUTCDate());
  const last = shareOf(times, (time) => isLast(onDay(time))) >= MOST && day > 28;
  const placeOf = (time: number): number => {
    const date = onDay(time);
    const atClock =
      Math.abs(date.getTime() - tolerance - Math.round((time - clock) / DAY) * DAY) <= tolerance;
    const fits = last ? isLast(date) : date.getUTCDate() === day;
    return atClock && fits ? 12 * date.getUTCFullYear() + date.getUTCMonth() : Number.NaN;
  };
  if (shareOf(times, (time) => !Number.isNaN(placeOf(time))) < MOST) return undefined;
  const places = Float64Array.from(times, placeOf).filter((place) => !Number.isNaN(place));
  const every = usualDistance(risingDistances(places), 0);
  if (every === 0) return undefined;
  return numberedGrid('months', every * MONTH, every, placeOf, (time, periods) => {
    const date = new Date(time);
    const month = date.getUTCMonth() + periods * every;
    const length = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
    const target = last ? length : Math.min(date.getUTCDate(), length);
    return Date.UTC(date.getUTCFullYear(), month, target) + (time - Math.floor(time / DAY) * DAY);
  });
}

function businessGrid(times: Float64Array, period: number, tolerance: number): TimeGrid | undefined {
  if (Math.abs(period - DAY) > tolerance) return undefined;
  const clock = mostFrequent(times, (time) => time - Math.floor(time / DAY) * DAY);
  // days since Monday, 29 December 1969
  const dayOf = (time: number): number => Math.round((time - clock) / DAY) + 3;
  const weekday = (day: number): number => day - 7 * Math.floor(day / 7);
  const fromDay = (day: number): number => 5 * Math.floor(day / 7) + weekday(day);
  let weekends = 0;
  for (let row = 0; row < times.length; row++) {
    const day = dayOf(times[row]!);
    if (weekday(day) > 4) return undefined;
    if (row > 0 && Math.floor(day / 7) === Math.floor(dayOf(times[row - 1]!) / 7) + 1) weekends++;
  }
  if (weekends < 2) return undefined; // one gap at a weekend is a gap, not a rhythm
  const placeOf = (time: number): number =>
    Math.abs(time - clock - (dayOf(time) - 3) * DAY) <= tolerance ? fromDay(dayOf(time)) : Number.NaN;
  return numberedGrid('business days', DAY, 1, placeOf, (time, periods) => {
    const place = fromDay(dayOf(time)) + periods;
    const day = 7 * Math.floor(place / 5) + (place - 5 * Math.floor(place / 5));
    return time + (day - dayOf(time)) * DAY;
  });
}

function mostFrequent(times: Float64Array, of: (time: number) => number): number {
  const counts = new Map<number, number>();
  let best = Number.NaN;
  for (const time of times) {
    const value = of(time);
    const count = (counts.get(value) ?? 0) + 1;
    counts.set(value, count);
    if (!(count <= (counts.get(best) ?? 0))) best = value;
  }
  return best;
}

function shareOf(times: Float64Array, holds: (time: number) => boolean): number {
  let count = 0;
  for (const time of times) if (holds(time)) count++;
  return count / times.length;
}
