import {
  type ActivationName,
  activationNames,
  applyActivation,
  type FusedActivation,
  isFusedActivation,
  type Tensor,
} from '@seqloom/backend';
import { formatValue } from '@seqloom/options';

export type { ActivationName };

/**
 * The function of an activation option. `softmax` and `logSoftmax` run over the last axis, all others over elements.
 *
 * @param owner class and option that messages name, for instance `Dense: activation`
 * @throws RangeError for an unknown name, with the list of known ones
 *
 * **Source**: `keras.activations` of Keras 3, defaults included (`leakyRelu` has slope 0.2, `gelu` is exact).
 */
export function getActivation(owner: string, name: ActivationName): (x: Tensor) => Tensor {
  if (!activationNames.includes(name)) {
    throw new RangeError(
      `${owner}: unknown activation, got ${formatValue(name)}. Known: ${activationNames.join(', ')}.`,
    );
  }
  return (x) => applyActivation(name, x);
}

/** An activation in two parts: what the operation before applies itself, and what is left to do. */
export interface SplitActivation {
  readonly fused: FusedActivation;
  readonly rest: (x: Tensor) => Tensor;
}

/**
 * Splits an activation option.
 *
 * @param owner class that messages name
 * @throws RangeError for an unknown name
 */
export function splitActivation(owner: string, name: ActivationName = 'linear'): SplitActivation {
  const activation = getActivation(`${owner}: activation`, name);
  return isFusedActivation(name) ? { fused: name, rest: (x) => x } : { fused: 'linear', rest: activation };
}
