import type { NdArray } from '@seqloom/arrays';
import {
  dispose,
  type Tensor,
  tidy,
  type ValueAndRowGrad,
  valueAndGrad,
  valueAndRowGrad,
} from '@seqloom/backend';
import { type Parameter, type PendingChange, stepRandom } from '@seqloom/nn';
import { inputTensors, toTensor } from '../data/training-data.ts';
import type { OutputLoss } from '../losses/output-losses.ts';
import type { BatchLoss } from '../losses/running-loss.ts';
import type { MetricSet } from '../metrics/metrics.ts';
import type { Network } from '../model/network.ts';
import type { InputArray } from '../model/preprocessing.ts';
import { finiteGradients } from '../optimizers/finite-gradients.ts';
import { type Gradient, numbersOf } from '../optimizers/gradient.ts';
import { NonFiniteGradientError } from '../optimizers/non-finite-gradient-error.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { RowGradients } from '../optimizers/optimizer-definition.ts';
import { ownerOf, type StepPlace } from '../optimizers/step-place.ts';
import { checkAlive } from './check-alive.ts';
import { countsOf, type MeasuredOutputs, measureOutputs } from './measure-outputs.ts';
import { NaNLossError } from './nan-loss-error.ts';
import { nonFiniteSource } from './non-finite-source.ts';
import { type LossTensors, readLosses } from './read-losses.ts';
import type { GradientReducer } from './reduce-gradients.ts';
import { checkReached } from './unreached-weights.ts';

/** What does not change between the steps of a run. */
export interface StepSetting {
  readonly model: Network;
  readonly losses: readonly OutputLoss[];
  /** One for each output. */
  readonly metrics: readonly MetricSet[];
  readonly seed: number;
  /** Combines the gradients with those of other models. */
  readonly reducer?: GradientReducer | undefined;
}

/** The data of one step. */
export interface StepData {
  readonly parameters: readonly Parameter[];
  /** In the order of the inputs and outputs of the model. */
  readonly inputs: readonly InputArray[];
  readonly targets: readonly NdArray[];
  readonly weights: readonly (NdArray | undefined)[];
  /** Keys the random numbers of dropout. */
  readonly number: number;
  readonly place: StepPlace;
}

/**
 * One training step. Its stages, in order:
 *
 * 1. gradients: forward and backward pass; the model does not change
 * 2. reduce: the gradients and losses of several models, where `reduce` is given
 * 3. finite check: of the loss, then of every gradient
 * 4. accumulate: the gradients of several batches, where the optimizer does; the next three stages wait for the last of them
 * 5. clip: of the gradients
 * 6. decay: of the weights
 * 7. update: of the weights and of the optimizer's slots
 * 8. average: of the weights, where the optimizer does
 * 9. commit: of the states of stateful layers and of the metrics
 *
 * A step that fails changes nothing. The only waits are the reading of the loss and stage 2, outside of every tidy. A loss that is not
 * finite is reduced, too, so that all models see it in the same step.
 *
 * @returns the loss and how many losses it is the mean of
 * @throws NaNLossError or NonFiniteGradientError, which name the step
 */
export async function trainStep(
  setting: StepSetting,
  optimizer: Optimizer,
  data: StepData,
): Promise<BatchLoss> {
  const { place } = data;
  const pending: PendingChange[] = [];
  let pass: Pass | undefined;
  try {
    const { reducer } = setting;
    pass = computeGradients(setting, data, pending, reducer ? 'never' : optimizer.rowGradients);
    let losses = await readLosses(pass, data.targets[0]!.shape[0]!);
    if (reducer) {
      const reduced = await reducer.reduce(pass.gradients as (Tensor | undefined)[], losses); // not rows
      disposeGradients(pass);
      pass = { ...pass, gradients: reduced.gradients };
      losses = reduced.losses;
    }
    const { loss } = losses;
    checkAlive(ownerOf(place), setting.model);
    if (!Number.isFinite(loss))
      throw new NaNLossError(loss, place.epoch, place.step, nonFiniteSource(setting, data));
    changeWeightsAt(setting, data, optimizer, pass.gradients);
    commit(pending);
    return losses;
  } finally {
    for (const change of pending) change.discard();
    if (pass) {
      dispose(pass.total, ...pass.means);
      disposeGradients(pass);
    }
  }
}

function disposeGradients({ gradients }: Pass): void {
  dispose(...gradients.filter((gradient) => gradient !== undefined).map(numbersOf));
}

/**
 * The stages 3 to 8, from the check of the gradients to the average, for `fit` and for `Optimizer.apply`.
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
    const due = optimizer.accumulate(finite);
    if (due) {
      optimizer.runStep(optimizer.clip(due), (step) => {
        optimizer.decay(step);
        optimizer.update(step);
      });
    }
    optimizer.average(parameters);
  });
}

/** `changeWeights` with errors that name the step. */
function changeWeightsAt(
  setting: StepSetting,
  data: StepData,
  optimizer: Optimizer,
  gradients: Pass['gradients'],
): void {
  try {
    changeWeights(optimizer, data.parameters, gradients);
  } catch (error) {
    throw error instanceof NonFiniteGradientError
      ? error.at(data.place, nonFiniteSource(setting, data))
      : error;
  }
}

/** Empties the list, so that a change is either committed or discarded. */
export function commit(pending: PendingChange[]): void {
  for (const change of pending.splice(0)) change.commit();
}

/** The tensors of the forward and backward pass. */
export interface Pass extends LossTensors {
  /** One per parameter; undefined where the loss does not depend on it. */
  readonly gradients: readonly (Gradient | undefined)[];
  /** Whether states of layers are among the pending changes. */
  readonly changesStates: boolean;
}

/** Runs the model forward and backward. Metrics and states of layers are measured now and added to `pending`. */
export function computeGradients(
  { model, losses, metrics, seed }: StepSetting,
  { parameters, inputs, targets, weights, number, place }: StepData,
  pending: PendingChange[],
  rowGradients: RowGradients,
): Pass {
  return tidy(() => {
    const batch = {
      inputs: inputTensors(model, inputs),
      targets: targets.map(toTensor),
      weights: weights.map((each) => each && toTensor(each)),
    };
    const context = {
      training: true,
      random: stepRandom(seed, number),
      defer: (change: PendingChange) => void pending.push(change),
    };
    const several = losses.length > 1;
    let shapes: MeasuredOutputs['lossShapes'] = [];
    let hasMask: readonly boolean[] = [];
    const { value, rest, grads } = differentiate(
      rowGradients,
      () => {
        const { total, means, lossShapes, outputs } = measureOutputs(
          model,
          losses,
          batch,
          parameters,
          context,
        );
        shapes = lossShapes;
        hasMask = outputs.map(({ mask }) => mask !== undefined);
        const masks = outputs.flatMap(({ mask }) => (mask ? [mask] : []));
        return [total, ...(several ? means : []), ...outputs.map(({ output }) => output), ...masks];
      },
      parameters.map((parameter) => parameter.value),
    );
    checkReached(ownerOf(place), model, parameters, grads);
    const changesStates = pending.length > 0;
    const left = [...rest];
    const means = several ? left.splice(0, losses.length) : [];
    const predictions = left.splice(0, losses.length);
    const masks = hasMask.map((has) => (has ? left.shift() : undefined));
    for (const [i, set] of metrics.entries()) {
      for (const metric of set.all) {
        const weightsOfMetric = set.weighted.has(metric) ? batch.weights[i] : undefined;
        pending.push(metric.prepare(batch.targets[i]!, predictions[i]!, masks[i], weightsOfMetric));
      }
    }
    return { total: value, means, counts: countsOf(shapes, masks), gradients: grads, changesStates };
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
