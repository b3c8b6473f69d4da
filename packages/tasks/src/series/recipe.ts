import type { Layer } from '@seqloom/nn';
import type { Windows } from '@seqloom/timeseries';
import type { AnyRecipe } from '../task-types.ts';
import type { ForecastTask } from './forecast-task.ts';

/** The numbers of a network that may be chosen, where a recipe has them. */
export interface NetworkSize {
  /** Width of the recurrent or hidden layers. */
  readonly units?: number;
  /** Recurrent layers, one reading the other. */
  readonly layers?: number;
  /** The fraction of inputs and states that recurrent layers drop while they train, in [0, 1). */
  readonly dropout?: number;
}

/** How long and in what portions a network learns. */
export interface Settings extends NetworkSize {
  /** Passes, or turns of `stepsPerEpoch` batches, at most. */
  readonly epochs: number;
  /** Windows a step. */
  readonly batchSize: number;
  /** Batches an epoch; absent: all windows once. */
  readonly stepsPerEpoch?: number;
  /** Epochs without a better validation error before training ends; the best epoch's weights stay in any case. */
  readonly patience: number;
  /** Validation batches an epoch; absent: all. */
  readonly validationSteps?: number;
  /** Size of the first step; absent: what suits the kind of series. */
  readonly learningRate?: number;
}

/** A model that is trained step by step. Knows no platform and no data set. */
export interface NetworkRecipe extends AnyRecipe {
  readonly type: 'network';
  /** The book's epochs on its own data, where they are others than {@link USUAL_SETTINGS} has. */
  readonly bookEpochs?: number;
  /** What the book changes about the windows for this model. */
  readonly bookTask?: Partial<ForecastTask>;
  /** The model to whose forecast the network adds its own, in one model with it; absent: none. Its layers end with weights of 0. */
  readonly base?: 'ridge';
  /** Size of the first step in place of what suits the kind of series. */
  readonly learningRate?: number;
  /** What a user may choose of the network. */
  readonly takes: readonly (keyof NetworkSize)[];
  /**
   * Whether the model reads the target's own past alone and knows its level, as models do that take every column for itself. Others read
   * all columns and the calendar. Default false.
   */
  readonly ownPast?: boolean;
  /** From windows `[B, T, D]` to the numbers of the forecast, `[B, outputs]`; `length` is T. */
  layers(length: number, size: NetworkSize, outputs: number): Layer[];
}

/** Weights of `forecast = bias + Σ weights · window`, for each row of the horizon. */
export interface LinearWeights {
  /** `[H, T · D]`: those of a row step by step. */
  readonly weights: Float32Array;
  /** `[H]`. */
  readonly biases: Float64Array;
}

/** A model whose weights are known or solved for at once. */
export interface LinearRecipe extends AnyRecipe {
  readonly type: 'linear';
  /** Weights for each row of the windows' horizon. @param targetColumn the forecast column's place among the inputs */
  solve(
    train: Windows,
    validation: Windows,
    targetColumn: number,
    signal?: AbortSignal,
  ): LinearWeights | Promise<LinearWeights>;
}

export type SeriesRecipe = NetworkRecipe | LinearRecipe;
