import { parseNumber } from './parse-number.ts';

/** Reads a point in time from bytes; NaN when they are none. Milliseconds since 1970, UTC. */
export type TimestampParser = (bytes: Uint8Array, start: number, end: number) => number;

/** Formats tried, in this order, when none is given. */
const KNOWN = [
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-dd',
  'yyyy/MM/dd HH:mm:ss',
  'yyyy/MM/dd HH:mm',
  'yyyy/MM/dd',
  'dd.MM.yyyy HH:mm:ss',
  'dd.MM.yyyy HH:mm',
  'dd.MM.yyyy',
];
/** Formats that are a count from the beginning of 1970, and the milliseconds of one. */
const COUNTS: ReadonlyMap<string, number> = new Map([
  ['unix', 1000],
  ['unix-ms', 1],
]);
/** No `Date` is further from 1970. */
const LAST_TIME = 8.64e15;
/** {@link KNOWN} in a message; day/month and month/day cannot be told apart and have to be said. */
export const KNOWN_FORMATS: string = `${KNOWN.join(', ')}, each with or without fractions of seconds and a zone`;
const LENGTHS = { y: 4, M: 2, d: 2, H: 2, m: 2, s: 2 } as const;
type Letter = keyof typeof LENGTHS;

/**
 * Makes a parser for one format: `yyyy MM dd HH mm ss` are digits, a space is a space or `T`, anything else
 * stands for itself; or `unix` for seconds since 1970, `unix-ms` for milliseconds. Days that do not exist
 * (30 February) are refused. After the seconds a fraction may follow, after a time of day a zone: `Z`, `+01:00`,
 * `+0100` or `+01`. Times without a zone are taken as UTC.
 *
 * @throws RangeError when the format lacks year, month or day.
 */
export function timestampParser(format: string): TimestampParser {
  const unit = COUNTS.get(format);
  if (unit !== undefined) {
    return (bytes, start, end) => {
      const time = Math.round(parseNumber(bytes, start, end) * unit);
      return Math.abs(time) <= LAST_TIME ? time : Number.NaN;
    };
  }
  const places: { readonly letter: Letter; readonly at: number }[] = [];
  const literals: { readonly code: number; readonly at: number }[] = [];
  for (let at = 0; at < format.length; ) {
    const letter = format[at] as Letter;
    const length = LENGTHS[letter];
    if (length && format.startsWith(letter.repeat(length), at)) {
      places.push({ letter, at });
      at += length;
    } else {
      literals.push({ code: format.charCodeAt(at), at });
      at++;
    }
  }
  for (const needed of ['y', 'M', 'd'] as const) {
    if (!places.some(({ letter }) => letter === needed)) {
      throw new RangeError(
        `time format "${format}": ${needed.repeat(LENGTHS[needed])} is missing. Write it with yyyy, MM, dd, HH, mm and ss as in "dd.MM.yyyy HH:mm:ss", or give "unix" for seconds since 1970, "unix-ms" for milliseconds.`,
      );
    }
  }
  const size = format.length;
  const placeOf = (letter: Letter): number => places.find((place) => place.letter === letter)?.at ?? -1;
  const [y, M, d, H, m, s] = [
    placeOf('y'),
    placeOf('M'),
    placeOf('d'),
    placeOf('H'),
    placeOf('m'),
    placeOf('s'),
  ];

  return (bytes, start, end) => {
    if (end - start < size) return Number.NaN;
    for (let i = 0; i < literals.length; i++) {
      const { code, at } = literals[i]!;
      const byte = bytes[start + at];
      if (byte !== code && !(code === 0x20 && byte === 0x54)) return Number.NaN;
    }
    const time = utcTime(
      digits(bytes, start + y, 4),
      digits(bytes, start + M, 2),
      digits(bytes, start + d, 2),
      H < 0 ? 0 : digits(bytes, start + H, 2),
      m < 0 ? 0 : digits(bytes, start + m, 2),
      s < 0 ? 0 : digits(bytes, start + s, 2),
    );
    if (end - start === size) return time;
    let at = start + size;
    let milliseconds = 0;
    if (s === size - 2 && bytes[at] === 0x2e) {
      const from = ++at;
      for (let scale = 100; isDigit(bytes, at, end); scale /= 10) {
        milliseconds += (bytes[at++]! - 0x30) * Math.floor(scale); // what is finer than milliseconds is cut off
      }
      if (at === from) return Number.NaN;
    }
    const offset = at === end ? 0 : H < 0 ? Number.NaN : zoneOffset(bytes, at, end);
    return time + milliseconds - offset;
  };
}

/** Milliseconds that a zone is ahead of UTC, NaN when the bytes are no zone: `Z`, `+01:00`, `+0100`, `+01`. */
function zoneOffset(bytes: Uint8Array, start: number, end: number): number {
  const from = bytes[start] === 0x20 ? start + 1 : start;
  const size = end - from;
  const sign = bytes[from];
  if (sign === 0x5a) return size === 1 ? 0 : Number.NaN;
  if (sign !== 0x2b && sign !== 0x2d) return Number.NaN;
  const colon = bytes[from + 3] === 0x3a ? 1 : 0;
  if (size !== 3 && size !== 5 + colon) return Number.NaN;
  const hours = digits(bytes, from + 1, 2);
  const minutes = size === 3 ? 0 : digits(bytes, from + 3 + colon, 2);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  return (sign === 0x2d ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function isDigit(bytes: Uint8Array, at: number, end: number): boolean {
  return at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39;
}

/** Milliseconds of a moment that exists, else NaN. Hour 24 is refused, as ISO 8601 does since 2019. */
export function utcTime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  if (!(hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60))
    return Number.NaN;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

function digits(bytes: Uint8Array, at: number, length: number): number {
  let value = 0;
  for (let i = at; i < at + length; i++) {
    const digit = bytes[i]! - 0x30;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** The first known format that reads these bytes, or undefined. */
export function detectFormat(bytes: Uint8Array, start: number, end: number): string | undefined {
  return KNOWN.find((format) => !Number.isNaN(timestampParser(format)(bytes, start, end)));
}
