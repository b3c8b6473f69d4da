import { ready } from '@seqloom/backend';
import {
  boolean,
  functionOf,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
  texts,
} from '@seqloom/options';
import { inApiWords } from '../../options/api-words.ts';
import { openRows } from '../open-rows.ts';
import { SERIES_WORDS } from '../series-api-words.ts';
import { choicesOf, SERIES_RULES, type SeriesOptions } from '../series-options.ts';
import { backtestSeries } from './backtest-series.ts';
import type { BacktestResult } from './backtest-types.ts';

/** Options of {@link backtestForecast}; `horizon` rows are forecast from each origin. */
export interface BacktestForecastOptions extends SeriesOptions {
  /** From how many points in time. Default 5. */
  readonly origins?: number;
  /** Rows from one origin to the next. Default: the horizon. */
  readonly every?: number | undefined;
  /** Whether models learn again from the rows before each origin, or once, before the first. Default true. */
  readonly refit?: boolean;
  /** Models to compare. Default `ridge` and `gru`. */
  readonly models?: readonly string[];
  /** Told after each origin. */
  readonly onOrigin?: ((done: number, total: number, time: number) => void) | undefined;
}

const OWNER = 'backtestForecast';

/** What is compared when nothing is said. */
export const BACKTEST_MODELS: readonly string[] = ['ridge', 'gru'];
export const BACKTEST_ORIGINS = 5;

const RULES: OptionRules<BacktestForecastOptions> = {
  ...SERIES_RULES,
  origins: positiveInteger(BACKTEST_ORIGINS),
  every: optional(positiveInteger()),
  refit: boolean(true),
  models: texts([...BACKTEST_MODELS]),
  onOrigin: optional(functionOf<(done: number, total: number, time: number) => void>()),
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
  const { origins, every, refit, models, seed, onOrigin, signal } = settings;
  return inApiWords(OWNER, WORDS, async () => {
    const table = await openRows(settings.rows, settings.time);
    await ready();
    const about = { origins, every, refit, models, seed, onOrigin, signal };
    return backtestSeries({ name: 'rows', table }, { ...about, choices: choicesOf(settings) });
  });
}
