import { checkNumber, formatValue, type NumberRange } from '@seqloom/options';
import type { DType } from '../contract/tensor.ts';

/** What counts something in kernels, which count with 32 bits. */
const COUNT: NumberRange = { min: 0, max: 2 ** 31 - 1, integer: true };

/** @throws TypeError unless it is a number, RangeError unless it is an integer in 0 … 2^31 − 1 */
export function checkSize(op: string, name: string, value: number): void {
  checkNumber(op, name, value, COUNT);
}

/** @throws TypeError unless it is a number; NaN and infinities are */
export function checkFloat(op: string, name: string, value: number): void {
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
  checkFloat(op, 'value', value);
  if (dtype === 'int32' && (value | 0) !== value) {
    throw new RangeError(`${op}: value must be an integer of 32 bits for dtype int32, got ${value}.`);
  }
}
