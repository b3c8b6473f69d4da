import type { Sequential } from './sequential.ts';

/** What `fit` remembers of a model between its calls. */
export interface TrainingState {
  /** Passes over the data begun so far: the number of the next one, which decides its order. */
  passes: number;
  /** Steps done so far: the key of the next step's random numbers. */
  steps: number;
  /** Whether a call of `fit` is under way. */
  running: boolean;
}

const states = new WeakMap<Sequential, TrainingState>();

/** The state of a model; that of a model nobody has trained at first. */
export function trainingStateOf(model: Sequential): TrainingState {
  let state = states.get(model);
  if (!state) {
    state = { passes: 0, steps: 0, running: false };
    states.set(model, state);
  }
  return state;
}
