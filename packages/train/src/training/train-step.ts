import type { Batch, NdArray } from '@seqloom/arrays';
import {
  add,
  dispose,
  type Tensor,
  tidy,
  type ValueAndRowGrad,
  valueAndGrad,
  valueAndRowGrad,
} from '@seqloom/backend';
import { type Parameter, type PendingChange, regularizationLoss, stepRandom } from '@seqloom/nn';
import { toTensor } from '../data/training-data.ts';
import { type Loss, logitsRequest, lossesOf } from '../losses/loss.ts';
import { countLosses, meanLoss } from '../losses/mean-loss.ts';
import type { BatchLoss } from '../losses/running-loss.ts';
import type { MetricSet } from '../metrics/metrics.ts';
import { runModel } from '../model/masked-output.ts';
import type { Network } from '../model/network.ts';
import { finiteGradients } from '../optimizers/finite-gradients.ts';
import { type Gradient, numbersOf } from '../optimizers/gradient.ts';
import { NonFiniteGradientError, type StepPlace } from '../optimizers/non-finite-gradient-error.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { RowGradients } from '../optimizers/optimizer-definition.ts';
import { checkAlive } from './check-alive.ts';
import { NaNLossError } from './nan-loss-error.ts';
import { readCount, readScalar } from './read-scalar.ts';

/** What does not change between the steps of a run. */
export interface StepSetting {
  readonly model: Network;
  readonly loss: Loss;
  readonly metrics: MetricSet;
  readonly seed: number;
}

/** The data of one step. */
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
 * One training step. Its stages, in order:
 *
 * 1. gradients: forward and backward pass; the model does not change
 * 2. finite check: of the loss, then of every gradient
 * 3. clip: of the gradients
 * 4. decay: of the weights
 * 5. update: of the weights and of the optimizer's slots
 * 6. commit: of the states of stateful layers and of the metrics
 *
 * A step that fails changes nothing. The only wait is the reading of the loss, between the stages 1 and 2 and outside of
 * every tidy. What combines gradients of several passes belongs there, too.
 *
 * @returns the loss and how many losses it is the mean of
 * @throws NaNLossError or NonFiniteGradientError, which name the step
 */
export async function trainStep(
  setting: StepSetting,
  optimizer: Optimizer,
  { place, ...data }: StepData,
): Promise<BatchLoss> {
  const pending: PendingChange[] = [];
  let pass: Pass | undefined;
  try {
    pass = computeGradients(setting, data, pending, optimizer.rowGradients);
    const [loss, count] = await Promise.all([readScalar(pass.loss), readCount(pass.count)]);
    checkAlive('fit', setting.model);
    if (!Number.isFinite(loss)) throw new NaNLossError(loss, place.epoch, place.step);
    changeWeightsAt(place, optimizer, data.parameters, pass.gradients);
    commit(pending);
    return { loss, count };
  } finally {
    for (const change of pending) change.discard();
    if (pass) {
      const gradients = pass.gradients.filter((gradient) => gradient !== undefined);
      dispose(pass.loss, ...gradients.map(numbersOf));
    }
  }
}

/**
 * The stages 2 to 5, from the check of the gradients to the update, for `fit` and for `Optimizer.apply`.
 *
 * @throws NonFiniteGradientError before anything has changed
 */
export function changeWeights(
  optimizer: Optimizer,
  parameters: readonly Parameter[],
  gradients: readonly (Gradient | undefined)[],
): void {
  const finite = finiteGradients(parameters, gradients);
  // Releases what clipping makes. Weights and slots are owned and stay.
  tidy(() => {
    const clipped = optimizer.clip(finite);
    optimizer.runStep(clipped, (step) => {
      optimizer.decay(step);
      optimizer.update(step);
    });
  });
}

/** `changeWeights` with errors that name the step. */
function changeWeightsAt(
  place: StepPlace,
  optimizer: Optimizer,
  parameters: readonly Parameter[],
  gradients: Pass['gradients'],
): void {
  try {
    changeWeights(optimizer, parameters, gradients);
  } catch (error) {
    throw error instanceof NonFiniteGradientError ? error.at(place) : error;
  }
}

/** Empties the list, so that a change is either committed or discarded. */
export function commit(pending: PendingChange[]): void {
  for (const change of pending.splice(0)) change.commit();
}

/** The tensors of the forward and backward pass. */
export interface Pass {
  /** Scalar: the mean of the losses that count, plus the penalties of regularizers. */
  readonly loss: Tensor;
  /** The number of losses in that mean. */
  readonly count: number | Tensor;
  /** One per parameter; undefined where the loss does not depend on it. */
  readonly gradients: readonly (Gradient | undefined)[];
  /** Whether states of layers are among the pending changes. */
  readonly changesStates: boolean;
}

/** Runs the model forward and backward. Metrics and states of layers are measured now and added to `pending`. */
export function computeGradients(
  { model, loss, metrics, seed }: StepSetting,
  { parameters, inputs, targets, weights, number }: Omit<StepData, 'place'>,
  pending: PendingChange[],
  rowGradients: RowGradients,
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
    const { value, rest, grads } = differentiate(
      rowGradients,
      () => {
        const run = runModel(model, x, context);
        const { output, mask } = run;
        const losses = lossesOf(loss, t, run);
        shape = losses.shape;
        const value = withPenalties(meanLoss(losses, w, mask), parameters);
        return mask ? [value, output, mask] : [value, output];
      },
      parameters.map((parameter) => parameter.value),
    );
    const changesStates = pending.length > 0;
    const [predictions, mask] = rest;
    for (const metric of metrics.all) {
      const weightsOfMetric = metrics.weighted.has(metric) ? w : undefined;
      pending.push(metric.prepare(t, predictions!, mask, weightsOfMetric));
    }
    return { loss: value, count: countLosses(shape, mask), gradients: grads, changesStates };
  });
}

function differentiate(
  rowGradients: RowGradients,
  ...call: Parameters<typeof valueAndGrad>
): ValueAndRowGrad {
  return rowGradients === 'never'
    ? valueAndGrad(...call)
    : valueAndRowGrad(...call, { always: rowGradients === 'always' });
}

/** The loss plus the penalties of the regularizers of trainable parameters. */
export function withPenalties(loss: Tensor, parameters: readonly Parameter[]): Tensor {
  let total = loss;
  for (const { regularizer, value } of parameters) {
    if (regularizer) total = add(total, regularizationLoss(regularizer, value));
  }
  return total;
}
