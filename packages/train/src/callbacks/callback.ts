import type { NdArray } from '@seqloom/arrays';
import type { Metric } from '../metrics/metric.ts';
import type { Network } from '../model/network.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { EpochLogs, History } from '../training/history.ts';

/** A training run as callbacks see it. */
export interface TrainingRun {
  readonly model: Network;
  readonly optimizer: Optimizer;
  /** Measured besides the loss. Each gives a log of its name, on validation data with the prefix `val`. */
  readonly metrics: readonly Metric[];
  /** The names of the logs of an epoch; those on validation data are missing in epochs that `validationFreq` leaves out. */
  readonly logNames: readonly string[];
  /** Epochs are numbered from 0 to `epochs − 1`. */
  readonly epochs: number;
  /** The number of the first epoch. */
  readonly initialEpoch: number;
  /** The logs of the epochs before `initialEpoch`, in order; fewer or none if the model does not have them. */
  readonly earlier: readonly EpochLogs[];
  /** Batches per epoch; undefined until it is known. */
  readonly batchesPerEpoch: number | undefined;
  /** The epochs finished so far. */
  readonly history: History;
  /** Ends the run after this epoch, or after this batch when called from a batch hook. */
  stop(): void;
}

/** A finished step. */
export interface BatchInfo {
  /** From 0. */
  readonly epoch: number;
  /** Within the epoch, from 0. */
  readonly batch: number;
  /** Samples in the batch. */
  readonly samples: number;
  /** The loss of the batch. */
  readonly loss: number;
  /** The mean loss of the epoch so far. */
  readonly meanLoss: number;
}

/** What a callback carries from step to step, in the form that a backup holds. */
export interface CallbackState {
  /** Plain data; numbers that are not finite are kept. `restore` gets it from a file and checks it. */
  readonly data: object;
  /** Arrays by name, such as kept weights. */
  readonly arrays?: Readonly<Record<string, NdArray>>;
}

/**
 * Hooks into a training run. Every hook is optional and may return a promise, which is awaited. `onTrainEnd` runs however
 * the run ends.
 */
export interface Callback {
  /** What a backup calls it, for instance `earlyStopping`. A run goes on only with callbacks of the same names. */
  readonly name?: string;
  /**
   * Plain data that decides what it does, such as its patience. A run goes on only with callbacks of equal settings; leave out what may
   * differ from process to process, such as a path.
   */
  readonly settings?: object;
  /**
   * Whether `onBatchEnd` only reports, so that it may come some steps late. On a GPU, where reading a loss waits for all work
   * before it, a run whose callbacks all allow it goes on meanwhile: weights are then those of a later step, and `stop` takes
   * effect some steps later. Default false: every loss is waited for.
   */
  readonly lateBatches?: boolean;
  /**
   * Whether only rank 0 calls it in a run with a `communicator`, because it writes files or reports. Default false: every rank calls its
   * own, with the same numbers. It must not change the run then.
   */
  readonly firstRankOnly?: boolean;
  /** Before the first step. The model is built by then, unless its input shape comes from the first batch. */
  onTrainBegin?(run: TrainingRun): void | Promise<void>;
  onEpochBegin?(epoch: number, run: TrainingRun): void | Promise<void>;
  onBatchEnd?(info: BatchInfo, run: TrainingRun): void | Promise<void>;
  onEpochEnd?(epoch: number, logs: EpochLogs, run: TrainingRun): void | Promise<void>;
  /** @param error the error or the reason of the abort that ended the run, if one did */
  onTrainEnd?(run: TrainingRun, error?: unknown): void | Promise<void>;
  /** What the callback carries from step to step, between two steps. One that carries something needs it for `backup`. */
  state?(run: TrainingRun): CallbackState | Promise<CallbackState>;
  /**
   * Takes back what `state` gave in an earlier process. It is the last call before the run goes on: after `onTrainBegin`, and within an
   * epoch after `onEpochBegin`.
   */
  restore?(state: CallbackState, run: TrainingRun): void | Promise<void>;
}
