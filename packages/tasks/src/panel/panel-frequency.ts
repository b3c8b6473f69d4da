import { DAY, HOUR } from '../series/series-source.ts';

const MONTH = (365.2425 / 12) * DAY;

/** Periods that have a name, in milliseconds. */
const NAMES: readonly (readonly [name: string, period: number])[] = [
  ['hourly', HOUR],
  ['daily', DAY],
  ['weekly', 7 * DAY],
  ['monthly', MONTH],
  ['quarterly', 3 * MONTH],
  ['yearly', 12 * MONTH],
];

/** How often there is a value: `hourly`, `every 900 s`. The names are those of the M4 competition. */
export function frequencyOf(period: number): string {
  const named = NAMES.find(([, length]) => Math.abs(length - period) < 1e-6 * length);
  return named?.[0] ?? `every ${period / 1000} s`;
}
