import type { Errors } from './baselines.ts';
import type { FileForm } from './file-form.ts';
import type { WeatherModel } from './forecasts.ts';
import type { PreparedSeries } from './prepare-series.ts';
import type { Settings } from './recipe.ts';
import type { Task } from './task.ts';
import type { RowFilter } from './weather-source.ts';

/** What a run tells while it lasts. Every hook is optional. */
export interface ProgressSink {
  /** The windows are ready and the model is built. */
  onStart?(plan: TrainingPlan): void;
  onStep?(step: StepReport): void;
  onEpoch?(epoch: EpochReport): void;
}

/** How many windows each part has. */
export interface SampleCounts {
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
}

/** What will be done. */
export interface TrainingPlan extends SampleCounts {
  readonly model: string;
  readonly dataset: string;
  readonly task: Task;
  readonly columns: readonly string[];
  /** 0 where weights are solved for at once; so are the next two. */
  readonly epochs: number;
  readonly batchSize: number;
  /** Batches an epoch. */
  readonly steps: number;
  /** What a user should know about the data. */
  readonly notices: readonly string[];
  /** The table of layers. */
  readonly summary: string;
}

/** One step that was done. */
export interface StepReport {
  /** From 1. */
  readonly epoch: number;
  /** Within the epoch, from 1. */
  readonly step: number;
  /** The mean absolute error of the epoch so far, in the target's unit. */
  readonly mae: number;
}

/** One epoch that was done. Errors are mean absolute ones in the target's unit. */
export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  /** The most there will be. */
  readonly epochs: number;
  readonly mae: number;
  readonly valMae: number;
  /** Since training began. */
  readonly seconds: number;
}

/** What a run measured. Errors are in the target's unit. */
export interface TrainingResult extends SampleCounts {
  readonly model: string;
  readonly dataset: string;
  /** The path of the series, where it is of the user's own. */
  readonly data?: string;
  readonly target: string;
  readonly unit: string;
  readonly valMae: number;
  readonly testMae: number;
  readonly testRmse: number;
  /** The test error of persistence. */
  readonly baselineMae: number;
  /** `1 − testMae / baselineMae`. */
  readonly skill: number;
  /** Epochs that were run; the weights are those of the best. */
  readonly epochs: number;
  /** Training with its validation, without reading, baselines and testing. */
  readonly seconds: number;
  readonly seed: number;
  readonly backend: string;
  readonly threads: number;
  readonly parameters: number;
  readonly task: Task;
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
  /** `mae` and `valMae`: a number an epoch; empty where weights are solved for at once. */
  readonly history: Readonly<Record<string, readonly number[]>>;
}

/** A trained model with all that is needed to use it and to show what it did. */
export interface TrainedWeather extends WeatherModel {
  readonly result: TrainingResult;
  readonly prepared: PreparedSeries;
  /** For each test window, in the scale of the inputs. */
  readonly forecast: Float32Array;
}
