import { truthOf, type Windows } from '@seqloom/timeseries';
import { type Errors, linearForecast, measureBaselines, requireError } from './baselines.ts';
import { type ForecastTask, requireNoQuantiles, taskFor } from './forecast-task.ts';
import { lastRows } from './last-row.ts';
import { type ForecastStep, stepsAfter } from './new-rows.ts';
import { prepareSeries } from './prepare-series.ts';
import { ridgeWeights } from './ridge-weights.ts';
import type { ForecastInterval } from './run.ts';
import { seriesInterval } from './series-interval.ts';
import type { SeriesSource } from './series-source.ts';
import { type UnseenRows, unseenRows } from './unseen-rows.ts';

/** What is known of a series without a network. Errors and forecasts are in the target's unit. */
export interface SimpleRules {
  readonly task: ForecastTask;
  /** The columns that are inputs; the target is one of them. */
  readonly columns: readonly string[];
  /** Milliseconds between rows. */
  readonly period: number;
  /** Windows of the test part. */
  readonly testSamples: number;
  /** On the windows that a run measures its model on: persistence first, ridge regression last. */
  readonly baselines: readonly Errors[];
  /** Around each forecast of ridge regression; absent where there are too few validation windows. */
  readonly interval?: ForecastInterval;
  /** The rows after those that the weights were fitted and chosen on, and what ridge regression says of them. */
  readonly unseen: Omit<UnseenRows, 'windows'> & { readonly forecast: Float32Array };
  /** What ridge regression says follows the last row. */
  readonly next: readonly ForecastStep[];
}

/**
 * Measures simple rules on a series, and forecasts it by ridge regression. It needs no backend; a run of
 * `trainTask` measures the same rules beside its model.
 *
 * @throws DatasetError, LeakError or RangeError for data or choices that do not fit; the signal's reason when it is aborted
 *
 * @example
 * ```ts
 * const { baselines, next } = await measureSimpleRules(source, { delay: 24 });
 * console.log(baselines.at(-1)!.testMae, next.at(-1)!.value); // ridge regression
 * ```
 */
export async function measureSimpleRules(
  source: SeriesSource,
  choices: Partial<ForecastTask> = {},
  signal?: AbortSignal,
): Promise<SimpleRules> {
  const task = taskFor(source, choices);
  requireNoQuantiles('ridge', task);
  const prepared = prepareSeries(source, { recipe: 'ridge', task, residual: false });
  const { form, train, validation, test } = prepared;
  const baselines = await measureBaselines(prepared, signal);
  requireError(baselines[0]!.testMae, source.table, task.target, 'test');
  const ridge = await ridgeWeights(train, validation, signal);
  const atTheLast = (windows: Windows) => ({
    forecast: lastRows(windows, linearForecast(windows, ridge)),
    truth: lastRows(windows, truthOf(windows)),
  });
  const interval = seriesInterval(form, atTheLast(validation), atTheLast(test));
  const { windows, ...rows } = unseenRows(form, source);
  return {
    task,
    columns: form.fields.columns,
    period: form.fields.period,
    testSamples: test.starts.length,
    baselines,
    ...(interval && { interval: interval.inUnit }),
    unseen: { ...rows, forecast: atTheLast(windows).forecast.map((value) => form.unscale(value)) },
    next: await stepsAfter(form, source, ({ data }) =>
      Float32Array.from(ridge.biases, (bias, row) => {
        const weights = ridge.weights.subarray(row * data.length, (row + 1) * data.length);
        return weights.reduce((sum, weight, i) => sum + weight * data[i]!, bias);
      }),
    ),
  };
}
