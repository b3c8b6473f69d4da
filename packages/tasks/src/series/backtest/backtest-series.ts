import { truthOf } from '@seqloom/timeseries';
import { findRecipe } from '../../find-recipe.ts';
import { anySeriesTask } from '../any-series-task.ts';
import { taskFor } from '../forecast-task.ts';
import type { SeriesRecipe } from '../recipe.ts';
import { dividedChoices, type SeriesChoices } from '../series-choices.ts';
import { type SeriesSource, timesOf } from '../series-source.ts';
import type { BacktestErrors, BacktestResult } from './backtest-types.ts';
import { type FoldModel, learnFold } from './learn-fold.ts';
import { findOrigins, VALIDATION_SHARE } from './origins.ts';

/** What decides a backtest. */
export interface BacktestChoice {
  /** What is forecast from what, and the numbers of networks; `delay` is the horizon. */
  readonly choices: Partial<SeriesChoices>;
  readonly models: readonly string[];
  readonly origins: number;
  /** Rows from one origin to the next. Default: the horizon. */
  readonly every?: number | undefined;
  /** Whether models learn again from the rows before each origin, or once, before the first. */
  readonly refit: boolean;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  /** Told after each origin. `done` counts from 1. */
  readonly onOrigin?: ((done: number, total: number, time: number) => void) | undefined;
}

/**
 * Forecasts the rows after each of several points in time, each by models that have seen earlier rows only, beside the last season and
 * the last value again.
 *
 * @throws RangeError when there are fewer rows than the origins need, or for a model or number that does not fit; DatasetError for the
 * data; the signal's reason when it is aborted
 */
export async function backtestSeries(
  source: SeriesSource,
  { choices, models, origins: count, every, refit, seed, signal, onOrigin }: BacktestChoice,
): Promise<BacktestResult> {
  const begin = performance.now();
  const recipes = models.map((name) => checkedRecipe(name));
  const chosen = dividedChoices(choices);
  const task = taskFor(source, { ...chosen.task, anchor: 'last', multiStep: true });
  const { lookback, delay: horizon } = task;
  const { table } = source;
  const found = findOrigins(table, task.target, {
    horizon,
    lookback,
    origins: count,
    every: every ?? horizon,
  });
  const times = timesOf(table);
  const origins = found.rows.map((row) => ({ time: times[row - 1]!, rows: refit ? row : found.rows[0]! }));
  const errors = new ErrorTable(found.rows.length, horizon);
  let fold: FoldModel[] = [];
  try {
    for (const [i, row] of found.rows.entries()) {
      if (i === 0 || refit) {
        for (const model of fold) model.dispose();
        fold = [];
        fold = await learnFold(source, {
          recipes,
          task,
          settings: chosen.settings,
          split: splitBefore(row, table.rows),
          seed,
          signal,
        });
      }
      for (const model of fold) {
        const windows = model.windows(row);
        errors.add(model, i, await model.predict(windows), truthOf(windows));
      }
      onOrigin?.(i + 1, found.rows.length, times[row - 1]!);
    }
  } finally {
    for (const model of fold) model.dispose();
  }
  return {
    dataset: source.name,
    target: task.target,
    unit: task.unit,
    task,
    refit,
    seed,
    origins,
    leftOut: found.leftOut,
    models: errors.means(),
    seconds: (performance.now() - begin) / 1000,
  };
}

/** @throws RangeError for an unknown model, or a rule that every backtest has */
function checkedRecipe(name: string): SeriesRecipe {
  const recipe = findRecipe(anySeriesTask, name, '--models');
  if (recipe.name === 'persistence') {
    throw new RangeError("--models: 'persistence' is measured in any case. Leave it out.");
  }
  if (recipe.type === 'network' && recipe.base) {
    throw new RangeError(
      `--models: '${name}' forecasts one row, a backtest every row until the horizon. Take another network, for instance gru.`,
    );
  }
  return recipe;
}

/** The rows before an origin, the last part of them to choose by. What lies behind it is called test and is read by no model. */
function splitBefore(row: number, rows: number) {
  const chosen = Math.floor(row * (1 - VALIDATION_SHARE));
  return {
    train: { start: 0, end: chosen },
    validation: { start: chosen, end: row },
    test: { start: row, end: rows },
  };
}

/** Errors of each model by origin and step. */
class ErrorTable {
  readonly #origins: number;
  readonly #horizon: number;
  /** `[origins, horizon]` of each model, in the target's unit. */
  readonly #errors = new Map<string, { readonly about: string; readonly values: Float64Array }>();

  constructor(origins: number, horizon: number) {
    this.#origins = origins;
    this.#horizon = horizon;
  }

  add({ name, about, unit }: FoldModel, origin: number, forecast: Float32Array, truth: Float32Array): void {
    const known = this.#errors.get(name) ?? {
      about,
      values: new Float64Array(this.#origins * this.#horizon),
    };
    this.#errors.set(name, known);
    for (const [step, value] of forecast.entries()) {
      known.values[origin * this.#horizon + step] = Math.abs(value - truth[step]!) * unit;
    }
  }

  means(): BacktestErrors[] {
    const places = (count: number) => Array.from({ length: count }, (_, i) => i);
    return Array.from(this.#errors, ([name, { about, values }]) => {
      const meanOf = (at: readonly number[]) => at.reduce((sum, i) => sum + values[i]!, 0) / at.length;
      const [origins, steps] = [places(this.#origins), places(this.#horizon)];
      return {
        name,
        about,
        mae: meanOf(places(values.length)),
        rmse: Math.sqrt(values.reduce((sum, error) => sum + error * error, 0) / values.length),
        origins: origins.map((origin) => meanOf(steps.map((step) => origin * this.#horizon + step))),
        steps: steps.map((step) => meanOf(origins.map((origin) => origin * this.#horizon + step))),
      };
    });
  }
}
