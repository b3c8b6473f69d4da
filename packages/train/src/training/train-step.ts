import { add, dispose, type Tensor, tidy, valueAndGrad } from '@seqloom/backend';
import type { Batch, NdArray } from '@seqloom/datasets';
import { type Parameter, type PendingChange, regularizationLoss, stepRandom } from '@seqloom/nn';
import { toTensor } from '../data/training-data.ts';
import { type Loss, logitsRequest, lossesOf } from '../losses/loss.ts';
import { countLosses, meanLoss } from '../losses/mean-loss.ts';
import type { BatchLoss } from '../losses/running-loss.ts';
import type { MetricSet } from '../metrics/metrics.ts';
import type { Sequential } from '../model/sequential.ts';
import { NonFiniteGradientError, type StepPlace } from '../optimizers/non-finite-gradient-error.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { checkAlive } from './check-alive.ts';
import { NaNLossError } from './nan-loss-error.ts';
import { readCount, readScalar } from './read-scalar.ts';

/** What stays the same from step to step. */
export interface StepSetting {
  readonly model: Sequential;
  readonly loss: Loss;
  readonly metrics: MetricSet;
  readonly seed: number;
}

/** What one step works on. */
export interface StepData {
  readonly parameters: readonly Parameter[];
  readonly inputs: NdArray;
  readonly targets: Batch['targets'];
  readonly weights: NdArray | undefined;
  /** Keys the random numbers of dropout. */
  readonly number: number;
  readonly place: StepPlace;
}

/**
 * One training step, in stages:
 *
 * 1. gradients: forward and backward pass; nothing of the model changes
 * 2. finite check of the loss and, by `Optimizer.apply`, of every gradient
 * 3. clip, 4. decay, 5. update of the weights and the optimizer's slots: `Optimizer.apply`
 * 6. commit of the states of stateful layers and of the metrics
 *
 * A step that fails changes nothing. Reading the loss is the only wait.
 *
 * @returns the loss and how many losses it is the mean of
 * @throws NaNLossError or NonFiniteGradientError, which name the step
 */
export async function trainStep(
  setting: StepSetting,
  optimizer: Optimizer,
  { place, ...data }: StepData,
): Promise<BatchLoss> {
  const { model } = setting;
  const pending: PendingChange[] = [];
  let pass: Pass | undefined;
  try {
    pass = forwardAndBackward(setting, data, pending);
    const [loss, count] = await Promise.all([readScalar(pass.loss), readCount(pass.count)]);
    checkAlive('fit', model);
    if (!Number.isFinite(loss)) throw new NaNLossError(loss, place.epoch, place.step);
    applyGradients(optimizer, data.parameters, pass.gradients, place);
    for (const change of pending.splice(0)) change.commit();
    return { loss, count };
  } finally {
    for (const change of pending) change.discard();
    if (pass) dispose(pass.loss, ...pass.gradients.filter((gradient) => gradient !== undefined));
  }
}

/** The tensors of the forward and backward pass. */
interface Pass {
  /** Scalar: the mean loss of what counts plus the regularizers' penalties. */
  readonly loss: Tensor;
  /** How many losses that is the mean of. */
  readonly count: number | Tensor;
  /** One per parameter; undefined where the loss does not depend on it. */
  readonly gradients: readonly (Tensor | undefined)[];
}

function forwardAndBackward(
  { model, loss, metrics, seed }: StepSetting,
  { parameters, inputs, targets, weights, number }: Omit<StepData, 'place'>,
  pending: PendingChange[],
): Pass {
  return tidy(() => {
    const x = toTensor(inputs);
    const t = toTensor(targets);
    const w = weights && toTensor(weights);
    const context = {
      training: true,
      random: stepRandom(seed, number),
      logits: logitsRequest(loss),
      defer: (change: PendingChange) => void pending.push(change),
    };
    let shape: readonly number[] = [];
    const { value, rest, grads } = valueAndGrad(
      () => {
        const run = model.run(x, context);
        const { output, mask } = run;
        const losses = lossesOf(loss, t, run);
        shape = losses.shape;
        const value = withPenalties(meanLoss(losses, w, mask), parameters);
        return mask ? [value, output, mask] : [value, output];
      },
      parameters.map((parameter) => parameter.value),
    );
    const [predictions, mask] = rest;
    for (const metric of metrics.all) {
      const itsWeights = metrics.weighted.has(metric) ? w : undefined;
      pending.push(metric.prepare(t, predictions!, mask, itsWeights));
    }
    return { loss: value, count: countLosses(shape, mask), gradients: grads };
  });
}

/** Stages 2 to 5; an error names the step. */
function applyGradients(
  optimizer: Optimizer,
  parameters: readonly Parameter[],
  gradients: Pass['gradients'],
  place: StepPlace,
): void {
  try {
    optimizer.apply(parameters, gradients);
  } catch (error) {
    throw error instanceof NonFiniteGradientError ? error.at(place) : error;
  }
}

/** The loss plus what the regularizers of trainable parameters add to it. */
export function withPenalties(loss: Tensor, parameters: readonly Parameter[]): Tensor {
  let total = loss;
  for (const { regularizer, value } of parameters) {
    if (regularizer) total = add(total, regularizationLoss(regularizer, value));
  }
  return total;
}
