import type { PendingChange } from '@seqloom/nn';
import type { Random } from '@seqloom/random';
import type { BackupStore } from '../backup/backup-store.ts';
import type { Callback } from '../callbacks/callback.ts';
import type { ModelBatch } from '../data/parts.ts';
import type { BatchLoss, RunningLoss } from '../losses/running-loss.ts';
import type { Metric } from '../metrics/metric.ts';
import type { Gradient } from '../optimizers/gradient.ts';
import type { RowGradients } from '../optimizers/optimizer-definition.ts';
import type { Plan } from './fit-plan.ts';
import type { StepData, StepSetting } from './train-step.ts';

/** What a step knows of the batch that its rows are a part of. */
export interface StepShare {
  /** Gives the rows the random numbers that they have in the whole batch. */
  readonly randomOf: (random: (path: string) => Random) => (path: string) => Random;
  /** The weight of a mean of so many losses among those of all ranks. */
  readonly weightOf: (count: number) => number;
  /** Whether the batch has no row for this rank: then its step counts nothing. */
  readonly idle: boolean;
}

/** The rows of a batch that are this rank's. */
export interface RankBatch {
  readonly batch: ModelBatch;
  readonly share: StepShare;
}

/** What the step of one model has computed. */
export interface OwnStep {
  /** They belong to the caller, and may be written over. */
  readonly gradients: readonly (Gradient | undefined)[];
  /** When the optimizer takes gradients as rows. */
  readonly rowGradients: RowGradients;
  /** What the gradients have been multiplied by already. */
  readonly weight: number;
  readonly losses: BatchLoss;
  /** What the step is about to change besides; values in them may be replaced. */
  readonly changes: readonly PendingChange[];
  /** The part of the batch that the step is of. */
  readonly share: StepShare | undefined;
}

/** A step whose gradients have been combined with those of other models. */
export interface ReducedStep {
  /** Tensors that belong to the caller; some may be those that were given. */
  readonly gradients: (Gradient | undefined)[];
  readonly losses: BatchLoss;
  /** Whether a rank had ended the run before this step, which then must not be done. */
  readonly stop?: boolean;
}

/** Combines the gradients of a step with those of other models: `reduce` of `fit`, or the other ranks. */
export interface StepReducer {
  /** Whether it takes gradients that are rows of tables; others get dense ones. */
  readonly takesRows: boolean;
  reduce(step: OwnStep): Promise<ReducedStep>;
  /** Names the model of a step that failed, with the place in it where the first number is that is not finite. */
  locate?(source: string | undefined, setting: StepSetting, data: StepData): Promise<string | undefined>;
}

/** The ranks of a run over several processes. `fit` knows them only through this interface. */
export interface Ranks {
  readonly rank: number;
  readonly size: number;
  readonly reducer: StepReducer;
  /** Aborted on all ranks between the same two steps, once a signal of any of them is. */
  readonly signal: AbortSignal;
  /** Whether rank 0 wants a backup at the next moment. Set it to false when it is made. */
  backupDue: boolean;
  /** The callbacks of this rank: on other ranks than the first, those that write are left out. */
  callbacksOf(callbacks: readonly Callback[]): readonly Callback[];
  /**
   * Compares the plans of all ranks, before the first hook of a callback.
   *
   * @throws RankError when they differ
   */
  begin(plan: Plan): Promise<void>;
  /** The rows of a batch for this rank. */
  partOf(batch: ModelBatch): RankBatch;
  /** Whether a condition holds on any rank. */
  anyOf(condition: boolean): Promise<boolean>;
  /** Whether a condition holds on rank 0. */
  ofRankZero(condition: boolean): Promise<boolean>;
  /** The losses of all ranks. */
  join(running: RunningLoss, outputs: number): Promise<RunningLoss>;
  /** What each rank has gathered for a metric, by rank. */
  gathered(metric: Metric): Promise<readonly (Float64Array | undefined)[]>;
  /** A store that rank 0 reads and writes for all. */
  storeOf(store: BackupStore): BackupStore;
  /** Ends the job if an error is not one that all ranks have. */
  end(error: unknown): Promise<void>;
}
