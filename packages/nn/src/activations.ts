import {
  type ActivationName,
  activationNames,
  applyActivation,
  type FusedActivation,
  identity,
  isFusedActivation,
  type Tensor,
  tidy,
} from '@seqloom/backend';
import { formatValue } from '@seqloom/options';
import type { CallContext } from './context.ts';

export type { ActivationName };

/**
 * The function of an activation option, whose result is a tensor of its own, the caller's. `softmax` and `logSoftmax` run over the last axis, all others over elements.
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
  return (x) =>
    tidy(() => {
      const y = applyActivation(name, x);
      return y === x ? identity(x) : y;
    });
}

/**
 * The activation of a layer. Runs the operation before it, which applies some activations itself, and what is left to do.
 *
 * @param operation is told which activation to apply
 */
export type LayerActivation = (
  context: CallContext,
  operation: (activation: FusedActivation) => Tensor,
) => Tensor;

/**
 * The activation that ends a layer. It answers a request for logits.
 *
 * @param owner class that messages name
 * @throws RangeError for an unknown name
 */
export function layerActivation(owner: string, name: ActivationName = 'linear'): LayerActivation {
  const activation = getActivation(`${owner}: activation`, name);
  return ({ logits: request }, operation) => {
    if (request?.activation === name) {
      const logits = operation('linear');
      const output = request.only ? logits : activation(logits);
      request.found = { output, logits };
      return output;
    }
    return isFusedActivation(name) ? operation(name) : activation(operation('linear'));
  };
}
