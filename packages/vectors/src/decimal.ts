const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const ZERO = 0x30;

/** 10^0 … 10^22, the powers of ten that a double holds exactly. */
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));
/** Mantissas below this are exact after another digit too. */
const EXACT = 2 ** 53 / 10 - 1;

/**
 * Reads `row.length` decimal numbers, each with at least one blank, tab or carriage return in front of it, from
 * `bytes[start, end)` into `row`.
 *
 * @returns the position behind the last number, or `−1 − d` if number `d` is missing, malformed or not a finite float32
 */
export function parseDecimals(bytes: Uint8Array, start: number, end: number, row: Float32Array): number {
  let position = start;
  for (let d = 0; d < row.length; d++) {
    while (position < end && isBlank(bytes[position]!)) position++;
    const fieldStart = position;
    const sign = bytes[position];
    if (sign === MINUS || sign === PLUS) position++;
    // The usual number has a point and at most nine digits, which fit 32-bit integers.
    const integerStart = position;
    let mantissa = 0;
    let digit = bytes[position]! - ZERO;
    while (position < end && digit >= 0 && digit <= 9) {
      mantissa = (10 * mantissa + digit) | 0;
      digit = bytes[++position]! - ZERO;
    }
    let digits = position - integerStart;
    let fraction = 0;
    if (position < end && digit === POINT - ZERO) {
      const fractionStart = ++position;
      digit = bytes[position]! - ZERO;
      while (position < end && digit >= 0 && digit <= 9) {
        mantissa = (10 * mantissa + digit) | 0;
        digit = bytes[++position]! - ZERO;
      }
      fraction = position - fractionStart;
      digits += fraction;
    }
    let value: number;
    if (digits > 0 && digits <= 9 && (position >= end || isBlank(bytes[position]!))) {
      value = mantissa / POWERS_OF_TEN[fraction]!;
      if (sign === MINUS) value = -value;
    } else {
      while (position < end && !isBlank(bytes[position]!)) position++;
      value = Math.fround(parseDecimal(bytes, fieldStart, position));
      if (!Number.isFinite(value)) return -1 - d;
    }
    row[d] = value;
  }
  return position;
}

/** A byte that separates fields: blank, tab, carriage return. */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

/**
 * Reads the decimal number in `bytes[start, end)`, as `Number` reads its text: correctly rounded. NaN where it is not
 * a number.
 *
 * An integer below 2^53 divided by a power of ten up to 10^22 is rounded once and hence correctly (Clinger 1990);
 * that is the case of almost every number in a file of word vectors. The others are read by `Number`.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let position = start;
  const sign = bytes[position];
  if (sign === MINUS || sign === PLUS) position++;
  let mantissa = 0;
  let digits = 0;
  let fraction = 0;
  let afterPoint = 0;
  for (; position < end; position++) {
    const digit = bytes[position]! - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (mantissa > EXACT) return parseSlowly(bytes, start, end);
      mantissa = 10 * mantissa + digit;
      digits++;
      fraction += afterPoint;
    } else if (bytes[position] === POINT && afterPoint === 0) {
      afterPoint = 1;
    } else {
      return parseSlowly(bytes, start, end);
    }
  }
  if (digits === 0) return Number.NaN;
  if (fraction > 22) return parseSlowly(bytes, start, end);
  const value = mantissa / POWERS_OF_TEN[fraction]!;
  return sign === MINUS ? -value : value;
}

/** Numbers with exponents or more digits; NaN for anything else, also for C's `inf` and `nan`. */
function parseSlowly(bytes: Uint8Array, start: number, end: number): number {
  const text = String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 64)));
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) && end - start <= 64 ? Number(text) : Number.NaN;
}
