import { formatNumber } from '../../format/format.ts';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** The distance of rows: `10 minutes`, `hour`, `day`, `month`. */
export function periodText(period: number): string {
  const month = (365.2425 / 12) * DAY;
  if (period >= 0.98 * month) return counted(period / month, 'month');
  if (period >= DAY) return counted(period / DAY, 'day');
  if (period >= HOUR) return counted(period / HOUR, 'hour');
  return period >= MINUTE ? counted(period / MINUTE, 'minute') : counted(period / 1000, 'second');
}

function counted(value: number, unit: string): string {
  const count = Number(value.toFixed(1));
  return count === 1 ? unit : `${count} ${unit}s`;
}

/** `2015-12-31`, with the time of day where it is not midnight, UTC. */
export function dayText(time: number): string {
  const text = new Date(time).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/** `2.95 °C`. */
export function inUnit(value: number, unit: string): string {
  return `${formatNumber(value)}${unit === '' ? '' : ` ${unit}`}`;
}
