const DAY = 86_400_000;

/** Milliseconds of what distances are counted in, the longest first. */
const UNITS = [
  ['month', (365.2425 / 12) * DAY],
  ['day', DAY],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/**
 * A distance of rows in the longest unit that divides it, else with one decimal: `3 months`, `1 day`, `10 minutes`, `7.3 days`.
 *
 * @param period milliseconds
 */
export function periodText(period: number): string {
  const isWhole = (count: number) => count >= 1 - 1e-9 && Math.abs(count - Math.round(count)) < 1e-9 * count;
  const whole = UNITS.find(([, length]) => isWhole(period / length));
  const [unit, length] = whole ?? UNITS.find(([, length]) => period >= length) ?? UNITS.at(-1)!;
  const count = Number((period / length).toFixed(1));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `2015-12-31 23:00 UTC`, without the time of day for a midnight. */
export function timeText(time: number): string {
  const [date, hour] = new Date(time).toISOString().split('T') as [string, string];
  return hour.startsWith('00:00') ? date : `${date} ${hour.slice(0, 5)} UTC`;
}
