import { formatValue, type OptionRules, optional, resolveOptions, rule, text } from '@seqloom/options';
import { TimeFormat } from './time-format.ts';
import { CLOCK_CHANGE_RULES, type ClockChangeRules, ZoneClock } from './time-zone.ts';

/** Options of times in any form. */
export interface LocalTime extends ClockChangeRules {
  /**
   * The zone of times that do not name their own: a name such as `Europe/Berlin`, or an offset such as `+01:00`. Dates
   * without a time of day have none. Default UTC.
   */
  readonly zone?: string | undefined;
}

/** A time in one column, or a date and a time of day in two. */
export interface TimeColumn extends LocalTime {
  /** Its name. Default: one that is usual for a time, or whose cells are times. */
  readonly column?: string | undefined;
  /** The column with the time of day, beside a `column` with the date. */
  readonly clock?: string | undefined;
  /**
   * Such as `MM/dd/yyyy HH:mm`, `unix` for seconds since 1970, `unix-ms` for milliseconds; see {@link TimeFormat} for
   * the letters. With a `clock` the date, a space and the time of day. Default: detected from the first rows.
   */
  readonly format?: string | undefined;
}

/** A time in several columns of integers. */
export interface TimeParts extends LocalTime {
  readonly year: string;
  /** Default: January. */
  readonly month?: string | undefined;
  /** Default: the first. */
  readonly day?: string | undefined;
  /** The day of the year from 1, in place of month and day. */
  readonly dayOfYear?: string | undefined;
  readonly hour?: string | undefined;
  readonly minute?: string | undefined;
  readonly second?: string | undefined;
}

/** Which columns have the time of a row. Times without a zone are taken as UTC. */
export type TimeSource = TimeColumn | TimeParts;

/** A {@link TimeSource} whose columns are known. */
export type FoundTime = TimeParts | (TimeColumn & { readonly column: string });

const LOCAL_TIME_RULES: OptionRules<LocalTime> = {
  ...CLOCK_CHANGE_RULES,
  zone: optional(rule<string>((_owner, _option, value) => void new ZoneClock(value as string, {}))), // the clock refuses other zones
};
const TIME_COLUMN_RULES: OptionRules<TimeColumn> = {
  ...LOCAL_TIME_RULES,
  column: optional(text()),
  clock: optional(text()),
  format: optional(rule<string>((_owner, _option, value) => void new TimeFormat(value as string))), // and the format other texts
};
const TIME_PARTS_RULES: OptionRules<TimeParts> = {
  ...LOCAL_TIME_RULES,
  year: text(),
  month: optional(text()),
  day: optional(text()),
  dayOfYear: optional(text()),
  hour: optional(text()),
  minute: optional(text()),
  second: optional(text()),
};

/** Checks an option that is a {@link TimeSource} or `auto`. */
export function checkTime(owner: string, option: string, value: unknown): void {
  if (value === 'auto') return;
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${owner}: ${option} must be "auto" or an object, got ${formatValue(value)}.`);
  }
  const time = value as TimeSource; // the rules check any object
  if ('year' in time) resolveOptions(`${owner}: ${option}`, time, TIME_PARTS_RULES);
  else resolveOptions(`${owner}: ${option}`, time, TIME_COLUMN_RULES);
}
