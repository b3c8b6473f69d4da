import { parseNumber } from './parse-number.ts';
import {
  afterBlank,
  afterGap,
  halfOfDay,
  isDigit,
  isIntervalEnd,
  isLetter,
  monthOf,
  zoneOffset,
} from './time-marks.ts';
import { clockTime, utcTime } from './utc-time.ts';

/** Formats that are a count from the beginning of 1970, and the milliseconds of one. */
const COUNTS: ReadonlyMap<string, number> = new Map([
  ['unix', 1000],
  ['unix-ms', 1],
]);
/** No `Date` is further from 1970. */
const LAST_TIME = 8.64e15;

const YEAR = 0;
const MONTH = 1;
const DAY = 2;
const HOUR = 3;
const MINUTE = 4;
const SECOND = 5;
const SHORT_YEAR = 6;
const HALF_HOUR = 7;
const QUARTER = 8;
const MONTH_NAME = 9;
const HALF = 10;
const GAP = 11;
const LITERAL = 12;
const WEEKDAY = 13;

const COLON = 0x3a;
const FRENCH_H = 0x68;

/** The meaning of letters, longest first: token, fewest and most digits. */
const LETTERS: readonly (readonly [string, number, number, number])[] = [
  ['yyyy', YEAR, 4, 4],
  ['yy', SHORT_YEAR, 2, 2],
  ['MMM', MONTH_NAME, 0, 0],
  ['MM', MONTH, 1, 2],
  ['M', MONTH, 1, 2],
  ['dd', DAY, 1, 2],
  ['d', DAY, 1, 2],
  ['HH', HOUR, 1, 2],
  ['H', HOUR, 1, 2],
  ['hh', HALF_HOUR, 1, 2],
  ['h', HALF_HOUR, 1, 2],
  ['mm', MINUTE, 1, 2],
  ['ss', SECOND, 1, 2],
  ['q', QUARTER, 1, 1],
  ['a', HALF, 0, 0],
  ['EEE', WEEKDAY, 0, 0],
];

interface Token {
  readonly kind: number;
  /** Of digits; the code of a literal. */
  readonly least: number;
  readonly most: number;
}

/**
 * A way to write a point in time. `yyyy yy q MM MMM dd HH hh mm ss a` are year, quarter, month (digits, or a name), day, hour,
 * hour of the half day, minute, second, AM or PM, `EEE` the name of a weekday, which is not checked; digits may
 * lack a leading zero unless they touch others. A space is any run of blanks, commas, `T` and `_`, or the Spanish ` de `; a colon
 * is also the `h` of `13h30`; other characters mean themselves. Or `unix` for seconds since 1970, `unix-ms` for milliseconds. Days that do not exist (30 February) are refused; hour 24 is the next day's midnight. After the seconds a
 * fraction may follow, after a time of day a zone (`Z`, `+01:00`, `+0100`, `+01`, `UTC`, `CEST`, …), and after ` - ` the
 * end of an interval, which is not read.
 */
export class TimeFormat {
  readonly text: string;
  /** Whether a time of day belongs to it. */
  readonly hasClock: boolean;
  /** Whether the time that was read last names its zone. */
  zoned = false;
  readonly #unit: number | undefined;
  readonly #tokens: readonly Token[];
  /** The tokens as numbers side by side: kind, least, most. */
  readonly #codes: Int32Array;
  /** The place among the codes of the gap between a date and the time of day after it; −1 where there is none. */
  readonly #clockGap: number;
  /** Year, month, day, hour, minute, second of the time that is read. */
  readonly #fields = new Int32Array(6);
  /** The date that was read last, as yyyyMMdd, and its beginning. */
  #date = -1;
  #midnight = Number.NaN;

  /** @throws RangeError when the format lacks the year, or a part between two others */
  constructor(text: string) {
    this.text = text;
    this.#unit = COUNTS.get(text);
    this.#tokens = this.#unit === undefined ? tokensOf(text) : [];
    this.#codes = Int32Array.from(this.#tokens.flatMap(({ kind, least, most }) => [kind, least, most]));
    this.#clockGap = 3 * clockGapOf(this.#tokens);
    const has = (...kinds: number[]): boolean => this.#tokens.some(({ kind }) => kinds.includes(kind));
    this.hasClock = this.#unit !== undefined || has(HOUR, HALF_HOUR);
    if (this.#unit !== undefined) return;
    const needed = [
      ['yyyy', has(YEAR, SHORT_YEAR)],
      ['MM', has(MONTH, MONTH_NAME, QUARTER) || !(has(DAY) || this.hasClock)],
      ['dd', has(DAY) || !this.hasClock],
      ['a', has(HALF) || !has(HALF_HOUR)],
    ] as const;
    const missing = needed.find(([, there]) => !there);
    if (missing) {
      throw new RangeError(
        `time format "${text}": ${missing[0]} is missing. Write it with yyyy, MM, dd, HH, mm and ss as in "dd.MM.yyyy HH:mm:ss", with hh and a for AM and PM, or give "unix" for seconds since 1970, "unix-ms" for milliseconds.`,
      );
    }
  }

  /** Milliseconds since 1970 if the time is UTC or names its zone; NaN when the bytes are no such time. */
  read(bytes: Uint8Array, start: number, end: number): number {
    this.zoned = this.#unit !== undefined;
    if (this.#unit !== undefined) {
      const time = Math.round(parseNumber(bytes, start, end) * this.#unit);
      return Math.abs(time) <= LAST_TIME ? time : Number.NaN;
    }
    const fields = this.#fields;
    fields[MONTH] = fields[DAY] = 1;
    fields[HOUR] = fields[MINUTE] = fields[SECOND] = 0;
    let at = start;
    let stop = end;
    while (at < stop && bytes[at] === 0x20) at++;
    while (stop > at && bytes[stop - 1] === 0x20) stop--;
    let last = LITERAL;
    const codes = this.#codes;
    for (let i = 0; i < codes.length; i += 3) {
      const kind = codes[i]!;
      const least = codes[i + 1]!;
      last = kind;
      if (kind === LITERAL) {
        if (at >= stop || !(bytes[at] === least || (least === COLON && bytes[at] === FRENCH_H)))
          return Number.NaN;
        at++;
      } else if (kind === GAP) {
        if (at === stop && i === this.#clockGap) break; // a date alone is its midnight, as R writes it
        const from = at;
        at = afterGap(bytes, at, stop);
        if (at === from && codes[i + 3] !== HALF) return Number.NaN;
      } else if (kind <= QUARTER) {
        const most = codes[i + 2]!;
        let value = 0;
        let count = 0;
        for (; count < most && at < stop; count++, at++) {
          const digit = bytes[at]! - 0x30;
          if (!(digit >= 0 && digit <= 9)) break;
          value = value * 10 + digit;
        }
        if (count < least) return Number.NaN;
        if (kind < SHORT_YEAR) fields[kind] = value;
        else if (kind === QUARTER) fields[MONTH] = value >= 1 && value <= 4 ? 3 * value - 2 : 0;
        else if (kind === SHORT_YEAR) fields[YEAR] = value + (value < 69 ? 2000 : 1900);
        else if (value < 1 || value > 12) return Number.NaN;
        else fields[HOUR] = value % 12;
      } else if (kind === HALF) {
        const half = halfOfDay(bytes, at, stop);
        if (half < 0) return Number.NaN;
        fields[HOUR]! += half === 1 ? 12 : 0;
        if (bytes[at + 1] === 0x2e) at = afterBlank(bytes, at + 2);
        while (at < stop && bytes[at]! !== 0x20) at++;
      } else {
        const from = at;
        while (at < stop && isLetter(bytes[at]!)) at++;
        if (kind === WEEKDAY && at === from) return Number.NaN;
        if (kind === MONTH_NAME) fields[MONTH] = monthOf(bytes, from, at);
        if (at < stop && bytes[at] === 0x2e) at++;
      }
    }
    const time = this.#time();
    return at === stop ? time : time + this.#rest(bytes, at, stop, last);
  }

  /** The time of the fields. Rows of one day come one after the other: its midnight is computed once. */
  #time(): number {
    const fields = this.#fields;
    const date = (fields[YEAR]! * 100 + fields[MONTH]!) * 100 + fields[DAY]!;
    if (date !== this.#date) {
      this.#date = date;
      this.#midnight = utcTime(fields[YEAR]!, fields[MONTH]!, fields[DAY]!);
    }
    return this.#midnight + clockTime(fields[HOUR]!, fields[MINUTE]!, fields[SECOND]!);
  }

  /** Milliseconds that fraction and zone add; NaN when the bytes are neither. */
  #rest(bytes: Uint8Array, start: number, stop: number, last: number): number {
    let at = start;
    let milliseconds = 0;
    if (last === SECOND && (bytes[at] === 0x2e || bytes[at] === 0x2c)) {
      const from = ++at;
      for (let scale = 100; isDigit(bytes, at, stop); scale /= 10) {
        milliseconds += (bytes[at++]! - 0x30) * Math.floor(scale); // digits below milliseconds are cut off
      }
      if (at === from) return Number.NaN;
      if (at === stop) return milliseconds;
    }
    if (!this.hasClock) return Number.NaN;
    if (isIntervalEnd(bytes, at, stop)) return milliseconds;
    this.zoned = true;
    return milliseconds - zoneOffset(bytes, at, stop);
  }
}

function tokensOf(format: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < format.length; ) {
    const letter = LETTERS.find(([letters]) => format.startsWith(letters, at));
    if (letter) {
      const [letters, kind, least, most] = letter;
      tokens.push({ kind, least, most });
      at += letters.length;
    } else {
      const code = format.charCodeAt(at++);
      tokens.push(
        code === 0x20 ? { kind: GAP, least: 0, most: 0 } : { kind: LITERAL, least: code, most: code },
      );
    }
  }
  // fields of digits that touch are separated by their length
  const isDigits = (token: Token | undefined): boolean =>
    token !== undefined && token.most > 0 && token.kind < MONTH_NAME;
  return tokens.map((token, i) =>
    isDigits(token) && (isDigits(tokens[i - 1]) || isDigits(tokens[i + 1]))
      ? { ...token, least: token.most }
      : token,
  );
}

/** The index of the first gap after which only a time of day comes; negative where there is none. */
function clockGapOf(tokens: readonly Token[]): number {
  const isDate = ({ kind }: Token): boolean =>
    kind <= DAY || kind === SHORT_YEAR || kind === QUARTER || kind === MONTH_NAME;
  return tokens.findIndex(({ kind }, i) => kind === GAP && !tokens.slice(i).some(isDate));
}
