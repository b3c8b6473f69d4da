import { listNames, type Parameter, warn } from '@seqloom/nn';
import type { Network } from '../model/network.ts';

/** Models that have been reported, so that training warns once. */
const reported = new WeakSet<Network>();

/**
 * Says that weights do not change because no gradient reaches them: the loss does not depend on them, or only through
 * operations without a gradient.
 *
 * @param gradients one per parameter
 * @throws RangeError when no weight has a gradient
 *
 * **Source**: TensorFlow and PyTorch refuse a loss without any gradient; Keras warns of single weights.
 */
export function checkReached(
  owner: string,
  model: Network,
  parameters: readonly Parameter[],
  gradients: readonly unknown[],
): void {
  const unreached = parameters.filter((_, i) => gradients[i] === undefined);
  if (unreached.length === 0) return;
  if (unreached.length === parameters.length) {
    throw new RangeError(
      `${owner}: the loss depends on no trainable weight of ${model.label}, nothing can be learned. Compute the loss from the ` +
        'predictions, in operations of @seqloom/backend that have a gradient.',
    );
  }
  if (reported.has(model)) return;
  reported.add(model);
  warn(
    `${owner}: the loss does not depend on some weights of ${model.label}, which stay as they are: ` +
      `${listNames(unreached.map(({ path }) => path))}. Set trainable = false on their layers if this is meant.`,
  );
}
