import { formatValue } from '@seqloom/options';

/** @throws TypeError unless the value is an object */
export function checkObject(owner: string, option: string, value: unknown): void {
  if (typeof value === 'object' && value !== null) return;
  throw new TypeError(`${owner}: ${option} must be an object of plain data, got ${formatValue(value)}.`);
}
