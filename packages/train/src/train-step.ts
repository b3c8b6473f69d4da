import { add, type Tensor, tidy, valueAndGrad } from '@seqloom/backend';
import type { Batch, NdArray } from '@seqloom/datasets';
import { type Parameter, regularizationLoss, stepRandom } from '@seqloom/nn';
import { type Loss, meanLoss } from './losses.ts';
import type { Metric } from './metric.ts';
import type { Sequential } from './sequential.ts';
import { toTensor } from './training-data.ts';

/** What stays the same from step to step. */
export interface StepSetting {
  readonly model: Sequential;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly seed: number;
}

/** The outcome of the forward and backward pass. The caller disposes of the tensors. */
export interface StepResult {
  /** Scalar: the mean loss of what counts plus the regularizers' penalties. */
  readonly loss: Tensor;
  /** One per parameter; undefined where the loss does not depend on it. */
  readonly gradients: readonly (Tensor | undefined)[];
}

/**
 * Runs the model forward and backward over one batch and lets the metrics see its predictions. Changes no weight.
 *
 * @param step keys the random numbers of dropout
 */
export function trainStep(
  { model, loss, metrics, seed }: StepSetting,
  parameters: readonly Parameter[],
  inputs: NdArray,
  { targets }: Batch,
  weights: NdArray | undefined,
  step: number,
): StepResult {
  return tidy(() => {
    const x = toTensor(inputs);
    const t = toTensor(targets);
    const w = weights && toTensor(weights);
    const context = { training: true, random: stepRandom(seed, step) };
    const { value, rest, grads } = valueAndGrad(
      () => {
        const { output, mask } = model.run(x, context);
        const value = withPenalties(meanLoss(loss(t, output), w, mask), parameters);
        return mask ? [value, output, mask] : [value, output];
      },
      parameters.map((parameter) => parameter.value),
    );
    const [predictions, mask] = rest;
    for (const metric of metrics) metric.update(t, predictions!, mask);
    return { loss: value, gradients: grads };
  });
}

/** The loss plus what the regularizers of trainable parameters add to it. */
export function withPenalties(loss: Tensor, parameters: readonly Parameter[]): Tensor {
  let total = loss;
  for (const { regularizer, value } of parameters) {
    if (regularizer) total = add(total, regularizationLoss(regularizer, value));
  }
  return total;
}
