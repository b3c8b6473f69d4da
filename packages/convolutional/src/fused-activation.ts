import type { FusedActivation, Tensor } from '@seqloom/backend';
import { type ActivationName, getActivation } from '@seqloom/nn';

const FUSED: readonly string[] = ['linear', 'relu', 'sigmoid', 'tanh'];

/** An activation in two parts: what the operation before applies itself, and what is left to do. */
export interface SplitActivation {
  readonly fused: FusedActivation;
  readonly rest: (x: Tensor) => Tensor;
}

/**
 * Splits an activation option.
 *
 * @throws RangeError for an unknown name
 */
export function splitActivation(owner: string, name: ActivationName = 'linear'): SplitActivation {
  const activation = getActivation(`${owner}: activation`, name);
  if (FUSED.includes(name)) return { fused: name as FusedActivation, rest: (x) => x }; // one of the list above
  return { fused: 'linear', rest: activation };
}
