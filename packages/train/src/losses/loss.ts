import { type Tensor, tidy } from '@seqloom/backend';
import type { LogitsActivation, LogitsRequest } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import type { MaskedOutput } from '../model/sequential.ts';
import type { HostValues } from '../values/check-values.ts';

/**
 * The error of every sample: predictions `[B, …, D]` → `[B, …]`. `fit` takes the mean over all of them, weighted where
 * there are sample weights.
 */
export type Loss = (targets: Tensor, predictions: Tensor) => Tensor;

/** What training knows of a loss of this package beyond the function. */
export interface LossDefinition {
  readonly name: string;
  /** The activation that makes its probabilities, for one that can be computed from logits. */
  readonly activation?: LogitsActivation;
  /** Whether the predictions are logits. */
  readonly fromLogits?: boolean;
  /** What targets are: a class number per sample, or for every output a share of it or a quantity. */
  readonly targets: 'labels' | 'shares' | 'quantities';
  /**
   * Refuses targets that the loss has no meaning for.
   *
   * @param outputShape of the predictions
   * @param counts 0 for each position of the first axes that does not count
   */
  readonly checkTargets: (
    targets: HostValues,
    outputShape: readonly (number | null)[],
    counts?: ArrayLike<number>,
  ) => void;
  /** Refuses outputs that are not what the loss takes them for. */
  readonly checkOutputs?: (output: MaskedOutput) => void;
  /** The losses, with their targets checked. */
  readonly measure: (targets: Tensor, output: MaskedOutput) => Tensor;
}

const DEFINITIONS = new WeakMap<Loss, LossDefinition>();

/** Makes the function of a loss. Called alone it leaves no tensor but its result and takes any outputs, as in Keras. */
export function defineLoss(definition: LossDefinition): Loss {
  const loss: Loss = (targets, predictions) =>
    tidy(() => definition.measure(targets, { output: predictions }));
  DEFINITIONS.set(loss, definition);
  return loss;
}

/** What is known of a loss; undefined for a function of one's own. */
export function definitionOf(loss: Loss): LossDefinition | undefined {
  return DEFINITIONS.get(loss);
}

/** Whether a loss reads the outputs as logits of a sigmoid. */
export function readsSigmoidLogits(loss: Loss): boolean {
  const { activation, fromLogits } = DEFINITIONS.get(loss) ?? {};
  return activation === 'sigmoid' && fromLogits === true;
}

/** Asks a model for the logits of its output, where the loss can be computed from them. */
export function logitsRequest(loss: Loss): LogitsRequest | undefined {
  const activation = DEFINITIONS.get(loss)?.activation;
  return activation && { activation };
}

/**
 * The losses of what came out of a model: from its logits where it has them, with its mask for the checks to go by.
 *
 * @throws RangeError for targets or outputs that the loss has no meaning for; TypeError when a function of one's own returns
 * no tensor
 */
export function lossesOf(loss: Loss, targets: Tensor, output: MaskedOutput): Tensor {
  const definition = DEFINITIONS.get(loss);
  if (!definition) return checkLosses(loss(targets, output.output));
  definition.checkOutputs?.(output);
  return definition.measure(targets, output);
}

function checkLosses(losses: unknown): Tensor {
  const { shape, dispose } = (losses ?? {}) as Partial<Tensor>;
  if (Array.isArray(shape) && typeof dispose === 'function') return losses as Tensor;
  const got = losses instanceof Promise ? 'a Promise' : formatValue(losses);
  throw new TypeError(
    `loss: the function must return a tensor of the losses of samples, [B, …], got ${got}.`,
  );
}
