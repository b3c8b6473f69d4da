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

/** @throws TypeError unless an attention mask is a tensor */
export function checkAttentionMaskTensor(owner: string, mask: Tensor): void {
  if (Array.isArray(mask?.shape)) return;
  throw new TypeError(`${owner}: attentionMask must be a tensor [B, T, S], got ${formatValue(mask)}.`);
}

/** The error of a layer that is given an attention mask and would not look at it. */
export function noAttentionMask(owner: string): TypeError {
  return new TypeError(
    `${owner}: takes no attentionMask. MultiHeadAttention does; of a Model make the mask an input.`,
  );
}
