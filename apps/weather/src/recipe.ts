import type { Layer } from '@seqloom/nn';
import type { Windows } from '@seqloom/timeseries';
import type { Task } from './task.ts';

/** How long and in what portions a network learns. */
export interface Settings {
  /** Passes, or turns of `stepsPerEpoch` batches, at most. */
  readonly epochs: number;
  /** Windows a step. */
  readonly batchSize: number;
  /** Batches an epoch; absent: all windows once. */
  readonly stepsPerEpoch?: number;
  /** Epochs without a better validation error before training ends; the best epoch's weights stay in any case. */
  readonly patience: number;
}

interface Recipe {
  /** What users type. */
  readonly name: string;
  /** What the model is, in a few words. */
  readonly title: string;
  /** Where it comes from. */
  readonly source: string;
}

/** A model that is trained step by step. Knows no platform and no data set. */
export interface NetworkRecipe extends Recipe {
  readonly type: 'network';
  /** The book's epochs on its own data. */
  readonly bookEpochs: number;
  /** What the book changes about the windows for this model. */
  readonly bookTask?: Partial<Task>;
  /** From windows `[B, T, D]` to the forecast `[B, 1]`; `length` is T. */
  layers(length: number): Layer[];
}

/** Weights of `forecast = bias + Σ weights · window`. */
export interface LinearWeights {
  /** `[T · D]`, step by step. */
  readonly weights: Float32Array;
  readonly bias: number;
}

/** A model whose weights are known or solved for at once. */
export interface LinearRecipe extends Recipe {
  readonly type: 'linear';
  /** @param targetColumn the forecast column's place among the inputs */
  solve(train: Windows, validation: Windows, targetColumn: number): LinearWeights;
}

export type WeatherRecipe = NetworkRecipe | LinearRecipe;
