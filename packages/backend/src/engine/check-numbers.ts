import { formatValue } from '@seqloom/options';
import type { DType } from '../contract/tensor.ts';

/** Largest whole number that kernels take: they count with 32 bits. */
const MAX_WHOLE = 2 ** 31 - 1;

/** @throws TypeError unless all are numbers, RangeError unless they are integers in `least` … 2^31 − 1 */
export function checkWhole(op: string, numbers: Readonly<Record<string, number>>, least: number): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (Number.isInteger(value) && value >= least && value <= MAX_WHOLE) continue;
    const what = least === 1 ? 'a positive integer' : 'a non-negative integer';
    if (typeof value !== 'number') {
      throw new TypeError(`${op}: ${name} must be ${what}, got ${formatValue(value)}.`);
    }
    throw new RangeError(`${op}: ${name} must be ${what} below 2^31, got ${value}.`);
  }
}

/** @throws TypeError unless all are numbers, RangeError unless they are finite */
export function checkFinite(op: string, numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    checkNumber(op, name, value);
    if (!Number.isFinite(value)) throw new RangeError(`${op}: ${name} must be finite, got ${value}.`);
  }
}

/** @throws TypeError unless it is a number; NaN and infinities are */
export function checkNumber(op: string, name: string, value: number): void {
  if (typeof value !== 'number') {
    throw new TypeError(`${op}: ${name} must be a number, got ${formatValue(value)}.`);
  }
}

/**
 * Checks a number that becomes an element of a tensor.
 *
 * @throws TypeError unless it is a number, RangeError where the dtype is int32 and cannot hold it
 */
export function checkElement(op: string, value: number, dtype: DType): void {
  checkNumber(op, 'value', value);
  if (dtype === 'int32' && (value | 0) !== value) {
    throw new RangeError(`${op}: value must be an integer of 32 bits for dtype int32, got ${value}.`);
  }
}
