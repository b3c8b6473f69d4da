import { periodText } from '@seqloom/tasks';
import { formatNumber } from '../../format/format.ts';

/** How far rows are apart, after “every”: `10 minutes`, `hour`. */
export function everyText(period: number): string {
  return periodText(period).replace(/^1 /, '');
}

/** `2.95 °C`. */
export function inUnit(value: number, unit: string): string {
  return `${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
}
