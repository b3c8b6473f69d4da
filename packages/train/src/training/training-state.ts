import type { Sequential } from '../model/sequential.ts';
import type { EpochLogs } from './history.ts';

/** How far a model has been trained, as a file holds it beside the optimizer. */
export interface Progress {
  /** Passes over the data begun so far: the number of the next one, which decides its order. */
  passes: number;
  /** Steps done so far: the key of the next step's random numbers. */
  steps: number;
  /** The logs of the epochs of the last run, from epoch 0 on. */
  logs: EpochLogs[];
}

/** What `fit` remembers of a model between its calls. */
export interface TrainingState extends Progress {
  /** Whether a call of `fit` is under way. */
  running: boolean;
  /** Whether it comes from a file, which does not hold the states of stateful layers. */
  loaded: boolean;
}

const states = new WeakMap<Sequential, TrainingState>();

/** The state of a model; that of a model nobody has trained at first. */
export function trainingStateOf(model: Sequential): TrainingState {
  let state = states.get(model);
  if (!state) {
    state = { passes: 0, steps: 0, logs: [], running: false, loaded: false };
    states.set(model, state);
  }
  return state;
}
