import { formatValue } from './format-value.ts';

/**
 * Checks a switch.
 *
 * @throws TypeError unless `value` is a boolean
 */
export function checkBoolean(owner: string, option: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') {
    throw new TypeError(`${owner}: ${option} must be true or false, got ${formatValue(value)}.`);
  }
}

/**
 * Checks an option that is one of a few words.
 *
 * @param wayOut a sentence on what else the option may be, where its caller takes more than the words
 * @throws RangeError that lists the words
 */
export function checkOneOf<Word extends string>(
  owner: string,
  option: string,
  value: unknown,
  words: readonly Word[],
  wayOut?: string,
): asserts value is Word {
  if (!(words as readonly unknown[]).includes(value)) {
    throw new RangeError(
      `${owner}: ${option} must be one of ${words.join(', ')}, got ${formatValue(value)}.${wayOut ? ` ${wayOut}` : ''}`,
    );
  }
}

/** @throws TypeError unless `value` is a function */
export function checkFunction(owner: string, option: string, value: unknown): void {
  if (typeof value !== 'function') {
    throw new TypeError(`${owner}: ${option} must be a function, got ${formatValue(value)}.`);
  }
}

/** @throws TypeError unless `value` is a string */
export function checkText(owner: string, option: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') {
    throw new TypeError(`${owner}: ${option} must be a string, got ${formatValue(value)}.`);
  }
}

/** @throws TypeError unless `value` is an `AbortSignal`, of this realm or another */
export function checkAbortSignal(owner: string, option: string, value: unknown): void {
  if (typeof (value as Partial<AbortSignal> | null)?.throwIfAborted === 'function') return;
  throw new TypeError(`${owner}: ${option} must be an AbortSignal, got ${formatValue(value)}.`);
}
