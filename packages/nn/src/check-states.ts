import type { Tensor } from '@seqloom/backend';
import { formatValue } from '@seqloom/options';

/** @throws TypeError unless the initial states are a list of tensors */
export function checkStates(owner: string, states: readonly Tensor[]): void {
  if (Array.isArray(states) && states.every((state) => Array.isArray(state?.shape))) return;
  throw new TypeError(
    `${owner}: initialState must be a list of tensors, one for each state, got ${formatValue(states)}. Write [state].`,
  );
}

/** The error of a layer that is given initial states and would not look at them. */
export function noInitialState(owner: string): TypeError {
  return new TypeError(
    `${owner}: takes no initialState. Recurrent layers do; of a Model make the states inputs.`,
  );
}
