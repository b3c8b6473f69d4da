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
