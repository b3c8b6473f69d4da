import { ready } from '@seqloom/backend';
import {
  abortSignal,
  boolean,
  count,
  functionOf,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
  rule,
  text,
  texts,
} from '@seqloom/options';
import { inApiWords } from '../../options/api-words.ts';
import { type ForecastSettings, SETTINGS_RULE } from '../forecast-series.ts';
import { checkRows, openRows, type SeriesRows } from '../open-rows.ts';
import { SERIES_WORDS } from '../series-api-words.ts';
import { backtestSeries } from './backtest-series.ts';
import type { BacktestResult } from './backtest-types.ts';

/** Options of {@link backtestForecast}. */
export interface BacktestForecastOptions {
  /** From the earliest to the latest. */
  readonly rows: SeriesRows;
  /** The column of times, for rows that are objects. Default: the one that looks like times. */
  readonly time?: string | undefined;
  /** The column of numbers to forecast. */
  readonly target: string;
  /** How many rows are forecast from each origin. */
  readonly horizon: number;
  /** Rows to look back. Default as for `forecast`. */
  readonly lookback?: number | undefined;
  /** Columns whose values are known in advance, such as holidays; the calendar always is. Default none. */
  readonly known?: readonly string[] | undefined;
  /** From how many points in time. Default 5. */
  readonly origins?: number;
  /** Rows from one origin to the next. Default: the horizon. */
  readonly every?: number | undefined;
  /** Whether models learn again from the rows before each origin, or once, before the first. Default true. */
  readonly refit?: boolean;
  /** Models to compare. Default `ridge` and `gru`. */
  readonly models?: readonly string[];
  /** Numbers of the networks and of the windows. */
  readonly settings?: Partial<ForecastSettings>;
  /** Decides initial weights, order and dropout. Default 1. */
  readonly seed?: number;
  /** Told after each origin. */
  readonly onOrigin?: ((done: number, total: number, time: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const OWNER = 'backtestForecast';

/** What is compared when nothing is said. */
export const BACKTEST_MODELS: readonly string[] = ['ridge', 'gru'];
export const BACKTEST_ORIGINS = 5;

const RULES: OptionRules<BacktestForecastOptions> = {
  rows: rule<SeriesRows>(checkRows),
  time: optional(text()),
  target: text(),
  horizon: positiveInteger(),
  lookback: optional(positiveInteger()),
  known: optional(texts()),
  origins: positiveInteger(BACKTEST_ORIGINS),
  every: optional(positiveInteger()),
  refit: boolean(true),
  models: texts([...BACKTEST_MODELS]),
  settings: SETTINGS_RULE,
  seed: count(1),
  onOrigin: optional(functionOf<(done: number, total: number, time: number) => void>()),
  signal: optional(abortSignal()),
};

const WORDS = [
  ['--origins', 'origins'],
  ['--every', 'every'],
  ['--horizon', 'horizon'],
  ['--models', 'models'],
  ...SERIES_WORDS,
] as const;

/**
 * A backtest with a rolling origin: from each of several points in time the next rows are forecast by models that have learned from
 * earlier rows only, and compared with what came, beside the last season and the last value again.
 *
 * The origins are counted from the end, so that the last row is the last one forecast. The last fifth of the rows before an origin
 * chooses the epoch and the strength of ridge regression, the rest trains. With `refit: false` models learn once, from the rows before the
 * first origin.
 *
 * @throws RangeError when there are fewer rows than the origins need; otherwise as `forecast`
 * @example
 * ```ts
 * const { models } = await backtestForecast({ rows, target: 'load', horizon: 24, origins: 10 });
 * for (const { name, mae, steps } of models) console.log(name, mae, steps[0], steps.at(-1));
 * ```
 */
export async function backtestForecast(options: BacktestForecastOptions): Promise<BacktestResult> {
  const settings = resolveOptions<BacktestForecastOptions>(OWNER, options, RULES);
  const { rows, time, target, horizon, lookback, known, ...about } = settings;
  return inApiWords(OWNER, WORDS, async () => {
    const table = await openRows(rows, time);
    await ready();
    return backtestSeries(
      { name: 'rows', table },
      {
        ...about,
        choices: {
          target,
          delay: horizon,
          ...(lookback !== undefined && { lookback, step: 1 }),
          ...(known && { known }),
          ...about.settings,
        },
      },
    );
  });
}
