import type { Panel } from '@seqloom/timeseries';
import type { AnyModel, AnyPlan, AnyRecipe, AnyResult, AnySource } from '../task-types.ts';

/** The types of the task. */
export interface PanelTypes {
  readonly source: PanelSource;
  readonly recipe: PanelRecipe;
  readonly choices: PanelSettings;
  readonly plan: PanelPlan;
  readonly result: PanelResult;
  readonly model: PanelModel;
}

/** A recurrent network over seasons. */
export interface PanelRecipe extends AnyRecipe {
  readonly cell: 'gru' | 'lstm';
}

/** Series, and what is known about them. */
export interface PanelSource extends AnySource {
  readonly panel: Panel;
  /** The values that follow those of `panel`, where they are in a file of their own; otherwise the last ones of each series test. */
  readonly test?: Panel | undefined;
  /** How often there is a value: `hourly`; absent where neither ids nor times say it. */
  readonly frequency?: string | undefined;
  /** Words that open the data again, after `--data PATH`. */
  readonly words?: readonly string[];
}

/** What is forecast, and from what. Lengths are counted in values. */
export interface PanelLengths {
  readonly horizon: number;
  readonly season: number;
  readonly lookback: number;
}

/** The numbers of a run. */
export interface PanelSettings extends PanelLengths {
  /** Values from one window of a series to the next. */
  readonly stride: number;
  readonly units: number;
  readonly dropout: number;
  readonly epochs: number;
  /** Windows a step. */
  readonly batchSize: number;
  readonly learningRate: number;
}

/** What will be done. */
export interface PanelPlan extends AnyPlan {
  readonly settings: PanelSettings;
  readonly series: number;
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly testSamples: number;
  readonly stepsPerEpoch: number;
}

/** Errors on the series of a panel, means over them. */
export interface PanelErrors {
  /** Mean absolute scaled error. */
  readonly mase: number;
  /** Symmetric mean absolute percentage error, 0 … 200. */
  readonly smape: number;
  /** The mean absolute scaled error of each step. */
  readonly steps: readonly number[];
}

/** What a simple rule reaches. */
export interface PanelBaseline {
  readonly name: string;
  /** What it does, in a few words. */
  readonly about: string;
  readonly valMase: number;
  readonly testMase: number;
  readonly testSmape: number;
  readonly steps: readonly number[];
}

/** What a run measured. */
export interface PanelResult extends AnyResult {
  readonly settings: PanelSettings;
  readonly frequency?: string;
  readonly words?: readonly string[];
  readonly series: number;
  readonly valMase: number;
  readonly testMase: number;
  readonly testSmape: number;
  /** The mean absolute scaled error of each step on the test part. */
  readonly steps: readonly number[];
  /** The test error of the seasonal naive forecast. */
  readonly baselineMase: number;
  /** Simple rules on the same series; the seasonal naive forecast first. */
  readonly baselines: readonly PanelBaseline[];
}

/** What travels in a model file beside the weights. */
export interface PanelForm extends PanelLengths {
  readonly kind: 'panel';
  readonly recipe: string;
  readonly frequency: string | null;
}

/** A model of many series. */
export interface PanelModel extends AnyModel {
  readonly form: PanelForm;
}

/** The values after the last one of a series. */
export interface SeriesForecast {
  readonly id: string;
  /** One for each step of the horizon, in the unit of the series. */
  readonly values: Float64Array;
}
