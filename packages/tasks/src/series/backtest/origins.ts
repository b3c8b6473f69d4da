import { numbersOf, rollingOrigins, stretches, type Table } from '@seqloom/timeseries';
import { timesOf } from '../series-source.ts';

/** Where forecasts of a backtest are made. */
export interface OriginOptions {
  /** Rows that are forecast from each. */
  readonly horizon: number;
  /** Rows that a model looks back. */
  readonly lookback: number;
  /** How many there are. */
  readonly origins: number;
  /** Rows from one to the next. */
  readonly every: number;
}

/** Places between rows where the past ends and the forecast begins. */
export interface Origins {
  /** The first row that is forecast from each, rising. */
  readonly rows: readonly number[];
  /** How many were left out: a window or a horizon crosses a gap there, or a true value is missing. */
  readonly leftOut: number;
}

/** The part of the rows before an origin that chooses the epoch and the strength of ridge regression; the rows before it train. */
export const VALIDATION_SHARE = 0.2;

/**
 * The origins of a backtest, counted from the end: the horizon of the last one ends with the last row.
 *
 * @throws RangeError when there are fewer rows than they need, or all of them are left out
 */
export function findOrigins(table: Table, target: string, options: OriginOptions): Origins {
  const { horizon, lookback, origins, every } = options;
  const { name, rows } = table;
  const first = rows - horizon - (origins - 1) * every;
  const least = Math.ceil((lookback + horizon) / VALIDATION_SHARE);
  if (first < least) {
    const most = Math.floor((rows - horizon - least) / every) + 1;
    throw new RangeError(
      `${name}: ${origins} origins every ${every} rows with a horizon of ${horizon} leave ${Math.max(0, first)} of ${rows} rows before the first one, expected ${least} or more. ${
        most >= 1
          ? `Give --origins ${most} or fewer, a smaller --every, or more rows.`
          : 'Give more rows, or a smaller --lookback or --horizon.'
      }`,
    );
  }
  const whole = stretches(timesOf(table));
  const truth = numbersOf(table, target);
  const fits = (row: number) =>
    whole.some(({ start, end }) => start <= row - lookback && row + horizon <= end) &&
    !truth.subarray(row, row + horizon).includes(Number.NaN);
  const all = rollingOrigins(rows, { initial: first, horizon, step: every }).map(({ test }) => test.start);
  const kept = all.filter(fits);
  if (kept.length > 0) return { rows: kept, leftOut: all.length - kept.length };
  throw new RangeError(
    `${name}: from none of the ${origins} origins are ${lookback} rows before and ${horizon} after it without a gap and a missing value. Fill gaps (--resample), or give a smaller --lookback or --horizon.`,
  );
}
