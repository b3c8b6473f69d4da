import type { NdArray } from '@seqloom/arrays';
import type { Network } from '../model/network.ts';
import type { EpochLogs } from './history.ts';

/** The progress of the training of a model, which files hold together with the optimizer. */
export interface Progress {
  /** Passes over the data started so far. It is the number of the next pass, which decides its order. */
  passes: number;
  /** Steps done so far. It keys the random numbers of the next step. */
  steps: number;
  /** The logs of the epochs of the last run, from epoch 0 on. */
  logs: EpochLogs[];
}

/** The state that `fit` keeps for a model between calls. */
export interface TrainingState extends Progress {
  /** Whether a call of `fit` is running. */
  running: boolean;
  /**
   * What stateful layers carried when the file was written that the model comes from. A run that continues takes it; until then
   * the model predicts without states.
   */
  statesOfFile: Readonly<Record<string, NdArray>> | undefined;
}

const states = new WeakMap<Network, TrainingState>();

/**
 * Takes a model for a training that begins; its end sets `running` to false.
 *
 * @throws Error when the model is being trained already
 */
export function beginTraining(owner: string, model: Network): TrainingState {
  const state = trainingStateOf(model);
  checkNotRunning(owner, model, state);
  state.running = true;
  return state;
}

/** @throws Error when the model is being trained already */
export function checkNotRunning(owner: string, model: Network, { running }: TrainingState): void {
  if (!running) return;
  throw new Error(
    `${owner}: ${model.label} is in another call of fit or trainOnBatch. Await that call first.`,
  );
}

/** The training state of a model; a new one for an untrained model. */
export function trainingStateOf(model: Network): TrainingState {
  let state = states.get(model);
  if (!state) {
    state = { passes: 0, steps: 0, logs: [], running: false, statesOfFile: undefined };
    states.set(model, state);
  }
  return state;
}
