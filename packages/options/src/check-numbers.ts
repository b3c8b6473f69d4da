import { formatValue } from './format-value.ts';

/**
 * Checks an option that counts something.
 *
 * @param owner class that messages name, for instance `Conv1D`
 * @throws TypeError or RangeError unless `value` is an integer from 1 on that a size may have
 */
export function checkPositiveInteger(owner: string, option: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') {
    throw new TypeError(`${owner}: ${option} must be a positive integer, got ${formatValue(value)}.`);
  }
  if (!Number.isInteger(value) || value < 1 || value > 0x7fffffff) {
    throw new RangeError(`${owner}: ${option} must be a positive integer below 2^31, got ${value}.`);
  }
}

/** @throws TypeError unless `value` is a number, RangeError unless it is finite and above 0 */
export function checkPositive(owner: string, option: string, value: unknown): void {
  check(owner, option, value, 'a positive number', (n) => n > 0);
}

/** @throws TypeError unless `value` is a number, RangeError unless it is finite and not negative */
export function checkNotNegative(owner: string, option: string, value: unknown): void {
  check(owner, option, value, 'a finite number ≥ 0', (n) => n >= 0);
}

/** @throws TypeError unless `value` is a number, RangeError unless it is an integer from 0 on */
export function checkCount(owner: string, option: string, value: unknown): void {
  check(owner, option, value, 'an integer from 0 on', (n) => n >= 0 && Number.isSafeInteger(n));
}

/** @throws TypeError unless `value` is a number, RangeError unless it is in [0, 1) */
export function checkShare(owner: string, option: string, value: unknown): void {
  check(owner, option, value, 'in [0, 1)', (n) => n >= 0 && n < 1);
}

function check(
  owner: string,
  option: string,
  value: unknown,
  what: string,
  fits: (n: number) => boolean,
): void {
  if (typeof value === 'number' && Number.isFinite(value) && fits(value)) return;
  const got = typeof value === 'number' ? String(value) : formatValue(value);
  const message = `${owner}: ${option} must be ${what}, got ${got}.`;
  throw typeof value === 'number' ? new RangeError(message) : new TypeError(message);
}
