import type { Callback } from '../callbacks/callback.ts';
import type { ModelBatch } from '../data/parts.ts';
import type { RunningLoss } from '../losses/running-loss.ts';
import type { Plan } from './fit-plan.ts';
import type { EpochLogs } from './history.ts';

/** A moment between two steps: all steps are settled and all callbacks have had their hooks. */
export interface Moment {
  /** The epoch that goes on, or begins next. */
  readonly epoch: number;
  /** Whether callbacks have had their `onEpochBegin` for it. */
  readonly begun: boolean;
  /** Its steps that are done. */
  readonly batch: number;
  /** The losses of these steps; undefined at the beginning of an epoch. */
  readonly running?: RunningLoss | undefined;
  /** The logs of the training part of the epoch, once it is done: only the validation is missing. */
  readonly trained?: EpochLogs | undefined;
}

/** A run that an earlier process began. */
export interface FoundRun {
  readonly epoch: number;
  /** Whether the epoch has begun, so that callbacks get their `onEpochBegin` before the run is restored. */
  readonly begun: boolean;
  /** Puts model, optimizer, data, metrics, history and callbacks into the state of that run. */
  restore(): Promise<Moment>;
}

/** A callback that keeps a run so that a later process can go on with it. `fit` knows it only through this interface. */
export interface RunKeeper extends Callback {
  readonly keepsRun: true;
  /**
   * Looks for a run to go on with, before the first hook of a callback.
   *
   * @throws BackupError when it is another run
   */
  find(plan: Plan): Promise<FoundRun | undefined>;
  /** The run leaves a moment: a step begins, with its batch, or hooks of callbacks. */
  leave(batch?: ModelBatch): void;
  /** Whether the next moment is to be kept. Then `fit` settles all steps. */
  isDue(): boolean;
  /** Told of a moment, which is kept if it is due. */
  reach(moment: Moment): Promise<void>;
  /** The run was aborted: the last moment is kept if the run is still at it. */
  interrupt(): Promise<void>;
  /** The run has ended by itself, and all callbacks have had `onTrainEnd`. */
  finish(): Promise<void>;
}

/** Whether a callback keeps runs. */
export function isRunKeeper(callback: Callback): callback is RunKeeper {
  return (callback as Partial<RunKeeper>).keepsRun === true;
}
