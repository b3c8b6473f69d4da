import type { Domain } from './ticks.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Steps a reader of a clock or calendar expects, in milliseconds; months and years are counted, not added. */
const STEPS = [
  ...[1, 5, 15, 30].map((minutes) => minutes * 60_000),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14].map((days) => days * DAY),
];
const MONTHS = [1, 3, 6, 12, 24, 60, 120];
const NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A place on a time axis and what is written there. */
export interface TimeTick {
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  readonly label: string;
}

/** Full hours, midnights, first days of months or years inside a domain of UTC milliseconds, about `count`. */
export function timeTicks([low, high]: Domain, count: number): TimeTick[] {
  const raw = (high - low) / Math.max(1, count);
  const step = STEPS.find((candidate) => candidate >= raw);
  if (step !== undefined) {
    const first = Math.ceil(low / step);
    const length = Math.max(0, Math.floor(high / step) - first + 1);
    return Array.from({ length }, (_, i) => label((first + i) * step, step));
  }
  const months = MONTHS.find((candidate) => candidate * 30.5 * DAY >= raw) ?? 120;
  const ticks: TimeTick[] = [];
  const start = new Date(low);
  const month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  for (let next = month; ; next += months) {
    const at = Date.UTC(Math.floor(next / 12), next % 12);
    if (at > high) return ticks;
    if (at >= low) ticks.push(label(at, months * 30 * DAY));
  }
}

function label(at: number, step: number): TimeTick {
  const date = new Date(at);
  const month = NAMES[date.getUTCMonth()]!;
  if (step >= 360 * DAY) return { at, label: String(date.getUTCFullYear()) };
  if (step >= 30 * DAY) {
    return { at, label: month === 'Jan' ? String(date.getUTCFullYear()) : month };
  }
  const midnight = date.getUTCHours() === 0 && date.getUTCMinutes() === 0;
  if (midnight) return { at, label: `${date.getUTCDate()} ${month}` };
  return { at, label: date.toISOString().slice(11, 16) };
}
