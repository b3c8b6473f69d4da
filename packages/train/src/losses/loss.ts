import { type Tensor, tidy } from '@seqloom/backend';
import { formatShape, type LogitsActivation, type LogitsRequest, ShapeError } from '@seqloom/nn';
import type { MaskedOutput } from '../model/masked-output.ts';
import { checkReturned } from '../values/check-returned.ts';
import type { HostValues } from '../values/check-values.ts';

/**
 * The error of every sample: predictions `[B, …, D]` → `[B, …]`. `fit` takes the mean over all of them, weighted where
 * there are sample weights.
 */
export type Loss = (targets: Tensor, predictions: Tensor) => Tensor;

/** The properties of a loss of this package that training uses. */
export interface LossDefinition {
  readonly name: string;
  /** Its options with the defaults filled in, as plain data; absent if it has none. A backup compares them. */
  readonly settings?: object;
  /** The activation that gives the probabilities, for a loss that can be computed from logits. */
  readonly activation?: LogitsActivation;
  /** Whether the predictions are logits. */
  readonly fromLogits?: boolean;
  /** The kind of targets: a class number per sample, or for every output a probability or a quantity. */
  readonly targets: 'labels' | 'probabilities' | 'quantities';
  /**
   * Throws for targets that the loss is not defined for.
   *
   * @param outputShape of the predictions
   * @param counts 0 for each position of the first axes that does not count
   */
  readonly checkTargets: (
    targets: HostValues,
    outputShape: readonly (number | null)[],
    counts?: ArrayLike<number>,
  ) => void;
  /** Throws for outputs of another kind, for instance logits where the loss expects probabilities. */
  readonly checkOutputs?: (output: MaskedOutput) => void;
  /** Checks the targets and computes the losses. */
  readonly measure: (targets: Tensor, output: MaskedOutput) => Tensor;
}

const DEFINITIONS = new WeakMap<Loss, LossDefinition>();

/** Makes a loss function. Called on its own, it keeps only its result and accepts any outputs, as in Keras. */
export function defineLoss(definition: LossDefinition): Loss {
  const loss: Loss = (targets, predictions) =>
    tidy(() => definition.measure(targets, { output: predictions }));
  DEFINITIONS.set(loss, definition);
  return loss;
}

/** The definition of a loss; undefined for a user's function. */
export function definitionOf(loss: Loss): LossDefinition | undefined {
  return DEFINITIONS.get(loss);
}

/** Whether a loss reads the outputs as logits of a sigmoid. */
export function readsSigmoidLogits(loss: Loss): boolean {
  const { activation, fromLogits } = DEFINITIONS.get(loss) ?? {};
  return activation === 'sigmoid' && fromLogits === true;
}

/** A request for the logits of the output, for a loss that can be computed from them. */
export function logitsRequest(loss: Loss): LogitsRequest | undefined {
  const activation = DEFINITIONS.get(loss)?.activation;
  return activation && { activation };
}

/**
 * Computes the losses of the output of a model, from its logits if there are any. Checks leave out what the mask leaves out.
 *
 * @throws RangeError for targets or outputs that the loss is not defined for; TypeError when a user's function does not return
 * a tensor, ShapeError when it is not one loss per sample
 */
export function lossesOf(loss: Loss, targets: Tensor, output: MaskedOutput): Tensor {
  const definition = DEFINITIONS.get(loss);
  if (!definition) return checkLosses(loss(targets, output.output), output.output.shape[0]!);
  definition.checkOutputs?.(output);
  return definition.measure(targets, output);
}

function checkLosses(returned: unknown, samples: number): Tensor {
  const losses = checkReturned(
    'loss: the function must return a tensor of the losses of samples, [B, …]',
    returned,
  );
  if (losses.rank > 0 && losses.shape[0] === samples) return losses;
  const got = losses.rank === 0 ? 'one number' : `shape ${formatShape(losses.shape)}`;
  throw new ShapeError(
    `loss: the function returned ${got}, expected a loss per sample, [${samples}] or [${samples}, T]. Leave axis 0 out of its means ` +
      'and sums, as in mean(…, -1).',
  );
}
