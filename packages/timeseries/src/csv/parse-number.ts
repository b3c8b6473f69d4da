const POINT = 0x2e;
/** 10⁰ … 10²²: the powers of ten that a float64 holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads a decimal number from bytes, as `Number(text)` would, without making the text. NaN when the bytes are
 * no number.
 *
 * @param point The byte of the decimal mark: a point or a comma.
 *
 * Up to 15 digits are an exact integer, and dividing it by an exact power of ten rounds once: the same bits
 * as the slow way. Longer numbers and exponents take the slow way.
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, point: number = POINT): number {
  let at = start;
  let stop = end;
  while (at < stop && bytes[at] === 0x20) at++;
  while (stop > at && bytes[stop - 1] === 0x20) stop--;
  const first = at;
  const negative = bytes[at] === 0x2d;
  if (negative || bytes[at] === 0x2b) at++;
  let mantissa = 0;
  let digits = 0;
  let before = -1;
  const pointDigit = point - 0x30;
  for (; at < stop; at++) {
    const digit = bytes[at]! - 0x30;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
    } else if (digit === pointDigit && before < 0) {
      before = digits;
    } else {
      return slow(bytes, first, stop, point);
    }
  }
  if (digits === 0) return Number.NaN;
  if (digits > 15) return slow(bytes, first, stop, point);
  const value = before < 0 ? mantissa : mantissa / POWERS[digits - before]!;
  return negative ? -value : value;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

function slow(bytes: Uint8Array, start: number, end: number, point: number): number {
  let text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
  if (point !== POINT) {
    if (text.includes('.')) return Number.NaN;
    text = text.replace(',', '.');
  }
  return end - start <= 64 && NUMBER.test(text) ? Number(text) : Number.NaN;
}
