/** Reads a point in time from bytes; NaN when they are none. Milliseconds since 1970, UTC. */
export type TimestampParser = (bytes: Uint8Array, start: number, end: number) => number;

/** Formats tried, in this order, when none is given. */
const KNOWN = [
  'yyyy-MM-dd HH:mm:ss',
  'yyyy-MM-dd HH:mm',
  'yyyy-MM-dd',
  'dd.MM.yyyy HH:mm:ss',
  'dd.MM.yyyy HH:mm',
];
const LENGTHS = { y: 4, M: 2, d: 2, H: 2, m: 2, s: 2 } as const;
type Letter = keyof typeof LENGTHS;

/**
 * Makes a parser for one format: `yyyy MM dd HH mm ss` are digits, a space is a space or `T`, anything else
 * stands for itself. Days that do not exist (30 February) are refused. Times without a zone are taken as UTC;
 * a final `Z` is allowed.
 *
 * @throws RangeError when the format lacks year, month or day.
 */
export function timestampParser(format: string): TimestampParser {
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
        `timestamp format "${format}": ${needed.repeat(LENGTHS[needed])} is missing. Write it as in "dd.MM.yyyy HH:mm:ss".`,
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
    const zulu = end - start === size + 1 && bytes[end - 1] === 0x5a;
    if (end - start !== size && !zulu) return Number.NaN;
    for (let i = 0; i < literals.length; i++) {
      const { code, at } = literals[i]!;
      const byte = bytes[start + at];
      if (byte !== code && !(code === 0x20 && byte === 0x54)) return Number.NaN;
    }
    return utcTime(
      digits(bytes, start + y, 4),
      digits(bytes, start + M, 2),
      digits(bytes, start + d, 2),
      H < 0 ? 0 : digits(bytes, start + H, 2),
      m < 0 ? 0 : digits(bytes, start + m, 2),
      s < 0 ? 0 : digits(bytes, start + s, 2),
    );
  };
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
