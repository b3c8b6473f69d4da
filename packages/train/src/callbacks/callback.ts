import type { Metric } from '../metrics/metric.ts';
import type { Sequential } from '../model/sequential.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { EpochLogs, History } from '../training/history.ts';

/** What a callback sees of the run it takes part in. */
export interface TrainingRun {
  readonly model: Sequential;
  readonly optimizer: Optimizer;
  /** What is measured beside the loss; each log is named after one, on validation data with `val` before it. */
  readonly metrics: readonly Metric[];
  /** Epochs are numbered from 0 up to this, not included. */
  readonly epochs: number;
  /** The number of the first epoch. */
  readonly initialEpoch: number;
  /** The logs of the epochs before `initialEpoch`, in order, as far as the model knows them. */
  readonly earlier: readonly EpochLogs[];
  /** Batches an epoch; undefined while nobody knows. */
  readonly batchesPerEpoch: number | undefined;
  /** The epochs finished so far. */
  readonly history: History;
  /** Ends the run after this epoch, or after this batch when called from a batch hook. */
  stop(): void;
}

/** One step that was done. */
export interface BatchInfo {
  /** From 0. */
  readonly epoch: number;
  /** Within the epoch, from 0. */
  readonly batch: number;
  /** Samples in it. */
  readonly samples: number;
  /** Its loss. */
  readonly loss: number;
  /** The mean loss of the epoch so far. */
  readonly meanLoss: number;
}

/**
 * Takes part in a training run. Every hook is optional and may return a promise, which is awaited. `onTrainEnd` runs
 * however the run ends.
 */
export interface Callback {
  /** Before the first step. The model is built, unless its shape comes from batches that nobody has seen yet. */
  onTrainBegin?(run: TrainingRun): void | Promise<void>;
  onEpochBegin?(epoch: number, run: TrainingRun): void | Promise<void>;
  onBatchEnd?(info: BatchInfo, run: TrainingRun): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: EpochLogs, run: TrainingRun): void | Promise<void>;
  /** @param error what ended the run, if it was an error or an abort */
  onTrainEnd?(run: TrainingRun, error?: unknown): void | Promise<void>;
}
