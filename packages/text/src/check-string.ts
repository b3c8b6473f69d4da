import { formatValue } from '@seqloom/options';

/** @throws TypeError unless `value` is a string */
export function checkString(owner: string, option: string, value: unknown): asserts value is string {
  if (typeof value === 'string') return;
  throw new TypeError(`${owner}: ${option} must be a string, got ${formatValue(value)}.`);
}
