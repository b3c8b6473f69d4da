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
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`${owner}: ${option} must be a positive integer, got ${value}.`);
  }
  if (value > 0x7fffffff) {
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
  check(owner, option, value, 'an integer from 0 on', isCount);
}

/** Whether a value is an integer from 0 on, exact in float64. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0; // an integer is a number
}

/** @throws TypeError unless `value` is a number, RangeError unless it is in [0, 1) */
export function checkShare(owner: string, option: string, value: unknown): void {
  check(owner, option, value, 'in [0, 1)', (n) => n >= 0 && n < 1);
}

/** The numbers that an option takes, all finite; by default every one. */
export interface NumberRange {
  /** The least number. */
  readonly min?: number;
  /** The largest number. */
  readonly max?: number;
  /** All numbers are above it. */
  readonly above?: number;
  /** All numbers are below it. */
  readonly below?: number;
  /** Whether they are integers, exact in float64; default false. */
  readonly integer?: boolean;
}

/** @throws TypeError unless `value` is a number, RangeError unless it is finite and in the range */
export function checkNumber(owner: string, option: string, value: unknown, range: NumberRange): void {
  const { min, max, above, below, integer = false } = range;
  const fits = (n: number): boolean =>
    n >= (min ?? n) &&
    n <= (max ?? n) &&
    n > (above ?? Number.NEGATIVE_INFINITY) &&
    n < (below ?? Number.POSITIVE_INFINITY) &&
    (!integer || Number.isSafeInteger(n));
  check(owner, option, value, rangeInWords(range), fits);
}

function rangeInWords({ min, max, above, below, integer }: NumberRange): string {
  const bounds = [
    min === undefined ? '' : max === undefined && below === undefined ? ` from ${min} on` : ` from ${min}`,
    above === undefined ? '' : ` above ${above}`,
    max === undefined ? '' : min === undefined ? ` up to ${max}` : ` to ${max}`,
    below === undefined ? '' : `${min === undefined && above === undefined ? '' : ' and'} below ${below}`,
  ];
  return (integer ? 'an integer' : 'a finite number') + bounds.join('');
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
