import { boolean, type OptionRules, resolveOptions } from '@seqloom/options';
import type { Matrix } from './missing.ts';

const DAY = 86_400_000;
/** The mean Gregorian year. */
const YEAR = 365.2425 * DAY;

/** Which cycles {@link calendarFeatures} describes. */
export interface CalendarOptions {
  /** The hour of the day. Default true. */
  readonly day?: boolean;
  /** The day of the week. Default false. */
  readonly week?: boolean;
  /** The day of the year. Default true. */
  readonly year?: boolean;
}

const CALENDAR_RULES: OptionRules<CalendarOptions> = {
  day: boolean(true),
  week: boolean(false),
  year: boolean(true),
};

/**
 * The position of each time in the day, the week and the year, as sine and cosine: 23:00 and 0:00 are
 * neighbours, and values lie in −1 … 1. The calendar is known in advance, so it may be used for any forecast.
 *
 * Shapes: `times [rows]` (UTC milliseconds) → `[rows, 2 · cycles]`.
 *
 * @example
 * calendarFeatures(table.times).names; // ['day sin', 'day cos', 'year sin', 'year cos']
 */
export function calendarFeatures(
  times: Float64Array,
  options: CalendarOptions = {},
): { readonly matrix: Matrix; readonly names: readonly string[] } {
  const { day, week, year } = resolveOptions('calendarFeatures', options, CALENDAR_RULES);
  const cycles = [
    ...(day ? [{ name: 'day', period: DAY }] : []),
    ...(week ? [{ name: 'week', period: 7 * DAY }] : []),
    ...(year ? [{ name: 'year', period: YEAR }] : []),
  ];
  const width = cycles.length * 2;
  const data = new Float32Array(times.length * width);
  for (const [i, { period }] of cycles.entries()) {
    for (let row = 0; row < times.length; row++) {
      const angle = (2 * Math.PI * times[row]!) / period;
      data[row * width + 2 * i] = Math.sin(angle);
      data[row * width + 2 * i + 1] = Math.cos(angle);
    }
  }
  return {
    matrix: { data, shape: [times.length, width] },
    names: cycles.flatMap(({ name }) => [`${name} sin`, `${name} cos`]),
  };
}

/**
 * Puts series side by side.
 *
 * Shapes: `[rows, D₁], [rows, D₂], … → [rows, D₁ + D₂ + …]`.
 *
 * @throws RangeError when they have different numbers of rows.
 */
export function joinColumns(...matrices: readonly Matrix[]): Matrix {
  const rows = matrices[0]?.shape[0] ?? 0;
  const width = matrices.reduce((sum, { shape }) => sum + shape[1]!, 0);
  const data = new Float32Array(rows * width);
  let left = 0;
  for (const matrix of matrices) {
    const [count = 0, columns = 0] = matrix.shape;
    if (count !== rows)
      throw new RangeError(`joinColumns: ${count} rows beside ${rows}. Give series of one length.`);
    for (let row = 0; row < rows; row++) {
      data.set(matrix.data.subarray(row * columns, (row + 1) * columns), row * width + left);
    }
    left += columns;
  }
  return { data, shape: [rows, width] };
}
