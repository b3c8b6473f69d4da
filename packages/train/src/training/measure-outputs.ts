import { add, mul, scalar, type Tensor } from '@seqloom/backend';
import { type CallContext, type Parameter, regularizationLoss, ShapeError } from '@seqloom/nn';
import { logitsRequest, lossesOf } from '../losses/loss.ts';
import { countLosses, meanLoss } from '../losses/mean-loss.ts';
import type { OutputLoss } from '../losses/output-losses.ts';
import { type MaskedOutput, runModel } from '../model/masked-output.ts';
import type { Network } from '../model/network.ts';

/** A batch on the backend, in the order of the inputs and outputs. */
export interface BatchTensors {
  readonly inputs: readonly Tensor[];
  readonly targets: readonly Tensor[];
  readonly weights: readonly (Tensor | undefined)[];
}

/** What a model makes of a batch. */
export interface MeasuredOutputs {
  /** Scalar: the weighted sum of the losses of the outputs, plus the penalties of regularizers. */
  readonly total: Tensor;
  /** For each output: the scalar mean of the losses that count. */
  readonly means: readonly Tensor[];
  /** For each output: the shape of its losses. */
  readonly lossShapes: readonly (readonly number[])[];
  readonly outputs: readonly MaskedOutput[];
}

/** Runs a model on a batch and measures the losses of its outputs. Runs inside `tidy`. */
export function measureOutputs(
  model: Network,
  losses: readonly OutputLoss[],
  { inputs, targets, weights }: BatchTensors,
  parameters: readonly Parameter[],
  context: Partial<CallContext> = {},
): MeasuredOutputs {
  const requests = losses.map(({ loss }) => logitsRequest(loss));
  const outputs = runModel(model, inputs, context, requests);
  const means: Tensor[] = [];
  const lossShapes: (readonly number[])[] = [];
  let total: Tensor | undefined;
  for (const [i, { output: name, loss, weight }] of losses.entries()) {
    const output = outputs[i]!;
    const each = atOutput(name, () => lossesOf(loss, targets[i]!, output));
    const mean = meanLoss(each, weights[i], output.mask);
    const part = weight === 1 ? mean : mul(mean, scalar(weight));
    total = total ? add(total, part) : part;
    means.push(mean);
    lossShapes.push(each.shape);
  }
  return { total: withPenalties(total!, parameters), means, lossShapes, outputs };
}

/** Names the output in an error about shapes, where a model has several. */
function atOutput<T>(output: string | undefined, work: () => T): T {
  if (output === undefined) return work();
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new ShapeError(`${error.message} Output: ${output}.`, { cause: error });
  }
}

/** The number of losses in each mean. */
export function countsOf(
  lossShapes: readonly (readonly number[])[],
  masks: readonly (Tensor | undefined)[],
): (number | Tensor)[] {
  return lossShapes.map((shape, i) => countLosses(shape, masks[i]));
}

/** The loss plus the penalties of the regularizers of trainable parameters. */
function withPenalties(loss: Tensor, parameters: readonly Parameter[]): Tensor {
  let total = loss;
  for (const { regularizer, value } of parameters) {
    if (regularizer) total = add(total, regularizationLoss(regularizer, value));
  }
  return total;
}
