import { checkNumber } from './check-numbers.ts';
import { formatValue } from './format-value.ts';
import type { OptionCheck } from './option-rule.ts';

/** @throws TypeError unless `value` is an array */
export function checkList(owner: string, option: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`${owner}: ${option} must be an array, got ${formatValue(value)}.`);
}

/** @throws TypeError unless `value` is an array of strings */
export function checkTexts(
  owner: string,
  option: string,
  value: unknown,
): asserts value is readonly string[] {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return;
  throw new TypeError(`${owner}: ${option} must be an array of strings, got ${formatValue(value)}.`);
}

/** @throws TypeError unless `value` is an object, and what `check` throws for a value in it */
export function checkEach(owner: string, option: string, value: unknown, check: OptionCheck): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TypeError(`${owner}: ${option} must be an object, got ${formatValue(value)}.`);
  }
  for (const [name, each] of Object.entries(value)) check(owner, `${option}[${formatValue(name)}]`, each);
}

/** @throws TypeError unless `value` is a list of numbers, RangeError unless they lie in (0, 1) and rise */
export function checkQuantiles(
  owner: string,
  option: string,
  value: unknown,
): asserts value is readonly number[] {
  if (!Array.isArray(value) || value.length === 0) {
    throw new TypeError(`${owner}: ${option} must be a list of numbers, got ${formatValue(value)}.`);
  }
  for (const [i, each] of value.entries()) {
    checkNumber(owner, `${option}[${i}]`, each, { above: 0, below: 1 });
    if (i > 0 && each <= value[i - 1])
      throw new RangeError(
        `${owner}: ${option} must rise, got ${each} after ${value[i - 1]}. Give them in order.`,
      );
  }
}
