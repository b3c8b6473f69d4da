import { zoneWordOffset } from './time-zone.ts';

/** The position after blanks, commas, `T`, `_`, and the `de` of `20 de enero de 2023`. */
export function afterGap(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    const next = byte === 0x54 || byte === 0x2c || byte === 0x5f ? at + 1 : afterBlank(bytes, at);
    if (next === at) break;
    at = next;
  }
  if (at > start && bytes[at] === 0x64 && bytes[at + 1] === 0x65 && bytes[at + 2] === 0x20) return at + 3;
  return at;
}

/** The position after a blank, if there is one; U+00A0 and U+202F count: browsers write `1:05\u202fPM`. */
export function afterBlank(bytes: Uint8Array, at: number): number {
  const byte = bytes[at];
  if (byte === 0x20) return at + 1;
  if (byte === 0xc2 && bytes[at + 1] === 0xa0) return at + 2;
  return byte === 0xe2 && bytes[at + 1] === 0x80 && bytes[at + 2] === 0xaf ? at + 3 : at;
}

/** Whether a byte belongs to a word: a letter, or a byte of one beyond ASCII. */
export function isLetter(byte: number): boolean {
  return byte >= 0x80 || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Whether a digit stands at a place. */
export function isDigit(bytes: Uint8Array, at: number, end: number): boolean {
  return at < end && bytes[at]! >= 0x30 && bytes[at]! <= 0x39;
}

/** 0 for AM, 1 for PM, −1 for neither: `AM`, `am`, `a.m.`, and `a. m.` as in Spanish. */
export function halfOfDay(bytes: Uint8Array, at: number, end: number): number {
  const first = (bytes[at] ?? 0) | 0x20;
  const second = bytes[at + 1] === 0x2e ? afterBlank(bytes, at + 2) : at + 1;
  if (second >= end || (bytes[second]! | 0x20) !== 0x6d) return -1;
  return first === 0x61 ? 0 : first === 0x70 ? 1 : -1;
}

/** Whether a blank, a dash or slash and another time follow: `2021-01-01 00:00 - 2021-01-01 01:00`. */
export function isIntervalEnd(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at] === 0x20) at++;
  const slash = bytes[at] === 0x2f;
  if (!slash && !(bytes[at] === 0x2d && at > start && bytes[at + 1] === 0x20)) return false;
  at++;
  while (at < end && bytes[at] === 0x20) at++;
  return isDigit(bytes, at, end) && isDigit(bytes, at + 1, end);
}

/** The months by the beginnings of their names in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const MONTHS = [
  ['jan', 'ene', 'gen'],
  ['feb', 'fev'],
  ['mar', 'mrz', 'mae', 'mrt', 'maa'],
  ['apr', 'avr', 'abr'],
  ['may', 'mai', 'mag', 'mei'],
  ['jun', 'juin', 'giu'],
  ['jul', 'juil', 'lug'],
  ['aug', 'ago', 'aou'],
  ['sep', 'set'],
  ['oct', 'okt', 'out', 'ott'],
  ['nov'],
  ['dec', 'dez', 'dic'],
] as const;
const MONTH_BY_NAME: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, month) => names.map((name) => [name, month + 1] as const)),
);
const decoder = new TextDecoder();

export function monthOf(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3 || end - start > 16) return 0;
  const name = decoder
    .decode(bytes.subarray(start, end))
    .normalize('NFD')
    .replace(/[^a-z]/gi, '')
    .toLowerCase();
  return MONTH_BY_NAME.get(name.slice(0, 4)) ?? MONTH_BY_NAME.get(name.slice(0, 3)) ?? 0;
}

/** Milliseconds that a zone is ahead of UTC, NaN when the bytes are no zone: `Z`, `+01:00`, `+0100`, `+01`, `UTC`, `(CEST)`. */
export function zoneOffset(bytes: Uint8Array, start: number, end: number): number {
  let from = start;
  while (from < end && bytes[from] === 0x20) from++;
  const size = end - from;
  const sign = bytes[from];
  if (sign !== 0x2b && sign !== 0x2d) {
    return size > 6 ? Number.NaN : zoneWordOffset(String.fromCharCode(...bytes.subarray(from, end)));
  }
  const colon = bytes[from + 3] === 0x3a ? 1 : 0;
  if (size !== 3 && size !== 5 + colon) return Number.NaN;
  const hours = digits(bytes, from + 1, 2);
  const minutes = size === 3 ? 0 : digits(bytes, from + 3 + colon, 2);
  if (!(hours < 24 && minutes < 60)) return Number.NaN;
  return (sign === 0x2d ? -1 : 1) * (hours * 60 + minutes) * 60_000;
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
