import { formatValue, type OptionRules, oneOf } from '@seqloom/options';

/** How local times are read that clocks show twice or never. */
export interface ClockChangeRules {
  /**
   * A time in the hour that is repeated when clocks go back: `order` takes the first pass until times would not rise any
   * more, then the second; `earlier` and `later` always take that one; `stop` refuses it. Default `order`.
   */
  readonly repeatedHour?: 'order' | 'earlier' | 'later' | 'stop';
  /** A time in the hour that is skipped when clocks go forward: refused, or moved `forward` by that hour. Default `stop`. */
  readonly skippedHour?: 'stop' | 'forward';
}

/** The rules of {@link ClockChangeRules}. */
export const CLOCK_CHANGE_RULES: OptionRules<ClockChangeRules> = {
  repeatedHour: oneOf(['order', 'earlier', 'later', 'stop'], 'order'),
  skippedHour: oneOf(['stop', 'forward'], 'stop'),
};

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Words for zones after a time, and the minutes they are ahead of UTC: those that mean one zone only. */
const ZONE_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    z: 0,
    utc: 0,
    gmt: 0,
    ut: 0,
    wet: 0,
    west: 60,
    cet: 60,
    mez: 60,
    cest: 120,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    jst: 540,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    // as RFC 822 has them
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
  }),
);

/** Milliseconds that a zone is ahead of UTC; NaN for a word that is no zone or several. */
export function zoneWordOffset(word: string): number {
  const bare = word.startsWith('(') && word.endsWith(')') ? word.slice(1, -1) : word;
  if (bare === 'z') return Number.NaN;
  return (ZONE_WORDS.get(bare.toLowerCase()) ?? Number.NaN) * MINUTE;
}

/** Local times of one zone, in UTC. */
export class ZoneClock {
  readonly name: string;
  readonly #rules: Required<ClockChangeRules>;
  readonly #fixed: number | undefined;
  readonly #format: Intl.DateTimeFormat | undefined;
  /** The zone's offset at the beginning of each UTC day that was asked for. */
  readonly #offsets = new Map<number, number>();
  readonly #rises: boolean;
  #previous: number;

  /**
   * @param rises Whether times rise from row to row; false for rows from new to old.
   * @throws RangeError when there is no such zone
   */
  constructor(name: string, { repeatedHour, skippedHour }: ClockChangeRules, rises = true) {
    this.name = name;
    this.#rules = {
      repeatedHour: repeatedHour ?? CLOCK_CHANGE_RULES.repeatedHour.fallback,
      skippedHour: skippedHour ?? CLOCK_CHANGE_RULES.skippedHour.fallback,
    };
    this.#fixed = fixedOffset(name);
    this.#format = this.#fixed === undefined ? formatOf(name) : undefined;
    this.#rises = rises;
    this.#previous = rises ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }

  /**
   * The UTC milliseconds of a local time, given as if it were UTC; or why it has none.
   */
  toUtc(local: number): number | string {
    const time = this.#utcOf(local);
    if (typeof time === 'number') this.#previous = time;
    return time;
  }

  #utcOf(local: number): number | string {
    if (this.#fixed !== undefined) return local - this.#fixed;
    const day = Math.floor(local / DAY);
    const before = this.#offsetOfDay(day - 1);
    const after = this.#offsetOfDay(day + 2);
    if (before === after) return local - before;
    const [first, second] = [local - before, local - after];
    const isFirst = this.#offset(first) === before;
    const isSecond = this.#offset(second) === after;
    if (isFirst !== isSecond) return isFirst ? first : second;
    const text = new Date(local).toISOString().slice(0, 16).replace('T', ' ');
    if (!isFirst) {
      if (this.#rules.skippedHour === 'forward') return first;
      return `${text} does not exist in ${this.name}: clocks go forward`;
    }
    const [earlier, later] = [Math.min(first, second), Math.max(first, second)];
    switch (this.#rules.repeatedHour) {
      case 'earlier':
        return earlier;
      case 'later':
        return later;
      case 'stop':
        return `${text} exists twice in ${this.name}: clocks go back`;
      case 'order':
        if (this.#rises) return earlier > this.#previous || later <= this.#previous ? earlier : later;
        return later < this.#previous || earlier >= this.#previous ? later : earlier;
    }
  }

  #offsetOfDay(day: number): number {
    let offset = this.#offsets.get(day);
    if (offset === undefined) {
      offset = this.#offset(day * DAY);
      this.#offsets.set(day, offset);
    }
    return offset;
  }

  #offset(utc: number): number {
    const parts: Record<string, number> = {};
    for (const { type, value } of this.#format!.formatToParts(utc)) parts[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utc / 1000) * 1000;
  }
}

function formatOf(name: string): Intl.DateTimeFormat {
  const numeric = 'numeric' as const;
  const fields = {
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  };
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, hourCycle: 'h23', ...fields });
  } catch (cause) {
    throw new RangeError(
      `readCsv: time: zone must be a name such as "Europe/Berlin", "UTC" or an offset such as "+01:00", got ${formatValue(name)}.`,
      { cause },
    );
  }
}

/** Milliseconds of `UTC`, `+01:00` or `-0500`; undefined for a named zone. */
function fixedOffset(name: string): number | undefined {
  if (/^(utc|gmt|z)$/i.test(name)) return 0;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{1,2}):?(\d\d)?$/.exec(name) ?? [];
  if (hours === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}
