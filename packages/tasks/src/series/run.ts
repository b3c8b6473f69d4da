import type { ErrorInterval } from '@seqloom/timeseries';
import type { AnyPlan, AnyResult } from '../task-types.ts';
import type { Errors } from './baselines.ts';
import type { FileForm } from './file-form.ts';
import type { ForecastTask } from './forecast-task.ts';
import type { SeriesModel } from './forecasts.ts';
import type { PreparedSeries } from './prepare-series.ts';
import type { SeriesRecipe, Settings } from './recipe.ts';
import type { SeriesChoices } from './series-choices.ts';
import type { RowFilter, SeriesSource } from './series-source.ts';

/** The types of the task. */
export interface SeriesTypes {
  readonly source: SeriesSource;
  readonly recipe: SeriesRecipe;
  readonly choices: SeriesChoices;
  readonly plan: SeriesPlan;
  readonly result: SeriesResult;
  readonly model: SeriesModel;
}

/** How many windows each part has. */
export interface SampleCounts {
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
}

/** What will be done. */
export interface SeriesPlan extends SampleCounts, AnyPlan {
  readonly task: ForecastTask;
  readonly columns: readonly string[];
  /** 0 where weights are solved for at once; so are the next two. */
  readonly epochs: number;
  readonly batchSize: number;
  /** Batches an epoch. */
  readonly steps: number;
  /** What a user should know about the data. */
  readonly notices: readonly string[];
}

/** What a run measured. Errors are in the target's unit. */
export interface SeriesResult extends SampleCounts, AnyResult {
  readonly target: string;
  readonly unit: string;
  readonly valMae: number;
  readonly testMae: number;
  readonly testRmse: number;
  /** The test error of persistence. */
  readonly baselineMae: number;
  /** `1 − testMae / baselineMae`. */
  readonly skill: number;
  readonly task: ForecastTask;
  /** The rows that were taken, when the file holds several series. */
  readonly where?: RowFilter;
  /** What was said about the file. */
  readonly form?: FileForm;
  /** Absent where weights are solved for at once. */
  readonly settings?: Settings;
  /** Values a time step. */
  readonly inputs: number;
  /** Simple rules on the same windows; persistence first. */
  readonly baselines: readonly Errors[];
  /** `testMae` at each row of the horizon, for a model that forecasts all of them. */
  readonly testMaeByRow?: readonly number[];
  /**
   * Around each forecast, in the target's unit; of several rows around the last one. Absent where there are too few validation windows, and
   * for a model of quantiles.
   */
  readonly interval?: ForecastInterval;
  /** For a model of quantiles: how well they hold. */
  readonly quantiles?: QuantileRange;
}

/** The interval that is expected to hold the truth, from the errors on the validation part. */
export interface ForecastInterval extends ErrorInterval {
  /** The share of windows that it is made for. */
  readonly level: number;
  /** The share of the test windows that it held. */
  readonly testCoverage: number;
}

/** The range between the lowest and the highest quantile. */
export interface QuantileRange {
  /** The quantiles. */
  readonly levels: readonly number[];
  /** The share of values that the range is made for: the difference of its quantiles. */
  readonly level: number;
  /** The share of the validation part that it held. */
  readonly validationCoverage: number;
  /** The share of the test part that it held. */
  readonly testCoverage: number;
  /** Its mean width on the test part, in the target's unit. */
  readonly testWidth: number;
}

/** A range around the forecasts of the test part. */
export interface ForecastRange {
  readonly name: string;
  readonly low: Float32Array;
  readonly high: Float32Array;
}

/** A run with what its charts show: of several rows the last one. */
export interface MeasuredSeries {
  readonly result: SeriesResult;
  readonly form: SeriesModel['form'];
  readonly prepared: PreparedSeries;
  /** For each test window, in the scale of the inputs. */
  readonly forecast: Float32Array;
  /** Around the forecasts, in the scale of the inputs; absent where there are too few validation windows. */
  readonly range: ForecastRange | undefined;
}
