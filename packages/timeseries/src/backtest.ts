import { type OptionRules, oneOf, optional, positiveInteger, resolveOptions } from '@seqloom/options';
import type { RowRange } from './time-split.ts';

/** One fold of a backtest: the rows to train on, the rows to forecast. */
export interface Fold {
  readonly train: RowRange;
  readonly test: RowRange;
}

/** Options of {@link rollingOrigins}. */
export interface RollingOriginOptions {
  /** Training rows of the first fold. */
  readonly initial: number;
  /** Test rows of a fold. */
  readonly horizon: number;
  /** Rows from one origin to the next. Default: the horizon, so that each test row is used once. */
  readonly step?: number | undefined;
  /** `expanding` keeps all of the past, `sliding` its last `initial` rows. Default `expanding`. */
  readonly window?: 'expanding' | 'sliding';
}

const ROLLING_ORIGIN_RULES: OptionRules<RollingOriginOptions> = {
  initial: positiveInteger(),
  horizon: positiveInteger(),
  step: optional(positiveInteger()),
  window: oneOf(['expanding', 'sliding'], 'expanding'),
};

/**
 * The folds of a backtest with a rolling origin: the model learns from the past, forecasts the next rows, then
 * the origin moves on. No fold sees its test rows.
 *
 * @throws RangeError when an option is out of range or no fold fits.
 * @example
 * rollingOrigins(8760, { initial: 4380, horizon: 730 }).length; // 6
 */
export function rollingOrigins(rows: number, options: RollingOriginOptions): Fold[] {
  const settings = resolveOptions('rollingOrigins', options, ROLLING_ORIGIN_RULES);
  const { initial, horizon, step = horizon, window } = settings;
  const folds: Fold[] = [];
  for (let origin = initial; origin + horizon <= rows; origin += step) {
    folds.push({
      train: { start: window === 'sliding' ? origin - initial : 0, end: origin },
      test: { start: origin, end: origin + horizon },
    });
  }
  if (folds.length === 0) {
    throw new RangeError(
      `rollingOrigins: initial ${initial} and horizon ${horizon} do not fit into ${rows} rows. Give more rows or smaller parts.`,
    );
  }
  return folds;
}

/** The scores of a backtest. */
export interface BacktestResult {
  /** One score for each fold. */
  readonly scores: readonly number[];
  readonly mean: number;
  /** The standard deviation of the scores over the folds. */
  readonly std: number;
}

/**
 * Scores a forecast on every fold, one after the other.
 *
 * @param folds Of {@link rollingOrigins}.
 * @param score Learns from `fold.train`, forecasts `fold.test` and returns the error.
 * @example
 * await backtest(folds, ({ train, test }) => mae(fitRidge(windowsOf(train)).predict(windowsOf(test)), truth(test)));
 */
export async function backtest(
  folds: readonly Fold[],
  score: (fold: Fold, index: number) => number | Promise<number>,
): Promise<BacktestResult> {
  const scores: number[] = [];
  for (const [index, fold] of folds.entries()) scores.push(await score(fold, index));
  const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  const variance = scores.reduce((sum, value) => sum + (value - mean) ** 2, 0) / scores.length;
  return { scores, mean, std: Math.sqrt(variance) };
}
