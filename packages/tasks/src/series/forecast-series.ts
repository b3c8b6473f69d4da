import { ready } from '@seqloom/backend';
import {
  boolean,
  functionOf,
  type OptionRules,
  optional,
  resolveOptions,
  rule,
  text,
} from '@seqloom/options';
import { numbersOf } from '@seqloom/timeseries';
import { inApiWords } from '../options/api-words.ts';
import type { EpochReport } from '../progress.ts';
import { trainChosen } from '../train-chosen.ts';
import { anySeriesTask } from './any-series-task.ts';
import { openRows } from './open-rows.ts';
import { SERIES_WORDS } from './series-api-words.ts';
import { SERIES_CHOICES } from './series-choices.ts';
import { SeriesForecaster } from './series-forecaster.ts';
import { choicesOf, SERIES_RULES, type SeriesOptions } from './series-options.ts';
import type { SeriesSource } from './series-source.ts';

/** Options of {@link forecast}. */
export interface ForecastOptions extends SeriesOptions {
  /** Whether one model forecasts every row until the horizon at once. Default false: a model of the row at the horizon. */
  readonly multiStep?: boolean | undefined;
  /**
   * Quantiles to forecast, rising, 0.5 (the forecast itself) between others: `[0.1, 0.5, 0.9]` gives the range that 80 % of the values are to lie
   * in. Where those that a network says cross, they are sorted. Default: one value.
   */
  readonly quantiles?: readonly number[] | undefined;
  /** A recipe such as `ridge`, `gru`, `lstm` or `conv1d`. Default: `ridge` or `gru`, by the error on the validation part. */
  readonly model?: string | undefined;
  /** Told after every epoch. */
  readonly onEpoch?: ((epoch: EpochReport) => void) | undefined;
}

const OWNER = 'forecast';

const RULES: OptionRules<ForecastOptions> = {
  ...SERIES_RULES,
  model: optional(text()),
  multiStep: optional(boolean()),
  quantiles: optional(rule<readonly number[]>(SERIES_CHOICES.quantiles.check)),
  onEpoch: optional(functionOf<(epoch: EpochReport) => void>()),
};

/**
 * Learns to forecast a column some rows ahead, measures that on the latest rows, beside simple rules, and returns the model with
 * the result.
 *
 * The first 60 % of the rows are learned from, the next 20 % choose, the last 20 % are measured on; what scales the inputs is
 * fitted on the first part alone, and no window crosses a border or a gap. The inputs are all columns of numbers that vary, and
 * the calendar. The same rows, options and seed give the same model, to the last bit.
 *
 * With `multiStep` one model says all rows until the horizon, and `testMae` is the mean over them (`testMaeByRow` has each). With `quantiles` the
 * steps of `predict` and the result have them; `result.quantiles.testCoverage` is the share of the latest rows that lay between the outer two.
 *
 * @throws DatasetError when there is no such column or it holds texts, when times do not rise, or nothing varies; RangeError for
 * fewer rows than windows need, as for a horizon longer than a part, and for quantiles out of order; the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * const model = await forecast({ rows, time: 'hour', target: 'load', horizon: 24 });
 * console.log(model.result?.testMae, model.result?.baselineMae);
 * for (const { time, value } of await model.predict()) console.log(new Date(time), value);
 * ```
 */
export async function forecast(options: ForecastOptions): Promise<SeriesForecaster> {
  const settings = resolveOptions<ForecastOptions>(OWNER, options, RULES);
  const { target, model, multiStep, quantiles, seed, signal, onEpoch } = settings;
  return inApiWords(OWNER, SERIES_WORDS, async () => {
    const source: SeriesSource = { name: 'rows', table: await openRows(settings.rows, settings.time) };
    numbersOf(source.table, target); // a column that is missing or holds texts is refused before the backend starts
    const trained = await trainChosen(anySeriesTask, {
      backend: await ready(),
      source,
      model,
      option: `${OWNER}: model`,
      choices: {
        ...choicesOf(settings),
        ...(multiStep && { multiStep }),
        ...(quantiles && { quantiles }),
      },
      seed,
      signal,
      ...(onEpoch && { progress: { onEpoch } }),
    });
    return new SeriesForecaster(trained.model, { result: trained.result, source });
  });
}
