import type { ForecastTask } from '../forecast-task.ts';

/** A point in time that forecasts are made from. */
export interface BacktestOrigin {
  /** Of the last row that is known, UTC milliseconds. */
  readonly time: number;
  /** The rows that the models have learned from and were chosen on: all of them earlier. */
  readonly rows: number;
}

/** How far the forecasts of a model are off, in the target's unit. */
export interface BacktestErrors {
  readonly name: string;
  /** What it is, in a few words. */
  readonly about: string;
  /** Mean absolute error over all origins and steps. */
  readonly mae: number;
  /** Root of the mean squared error over all origins and steps. */
  readonly rmse: number;
  /** The mean absolute error of each origin. */
  readonly origins: readonly number[];
  /** The mean absolute error of each step, the first row after the origins first. */
  readonly steps: readonly number[];
}

/** What a backtest measured. */
export interface BacktestResult {
  readonly dataset: string;
  readonly target: string;
  readonly unit: string;
  readonly task: ForecastTask;
  /** Whether models were trained again from each origin, or once before the first. */
  readonly refit: boolean;
  readonly seed: number;
  readonly origins: readonly BacktestOrigin[];
  /** Origins that were left out because of gaps or missing values. */
  readonly leftOut: number;
  /** The models, then the simple rules, persistence last. */
  readonly models: readonly BacktestErrors[];
  readonly seconds: number;
}
