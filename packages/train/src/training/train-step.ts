import type { NdArray } from '@seqloom/arrays';
import {
  dispose,
  mul,
  scalar,
  type Tensor,
  tidy,
  type ValueAndRowGrad,
  valueAndGrad,
  valueAndRowGrad,
} from '@seqloom/backend';
import type { Parameter, PendingChange } from '@seqloom/nn';
import { sizeOf } from '@seqloom/options';
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
import { randomOfStep } from './random-of-step.ts';
import type { ReducedStep, StepReducer, StepShare } from './ranks.ts';
import { type LossTensors, readLosses } from './read-losses.ts';
import { checkReached } from './unreached-weights.ts';

/** What does not change between the steps of a run. */
export interface StepSetting {
  readonly model: Network;
  readonly losses: readonly OutputLoss[];
  /** One for each output. */
  readonly metrics: readonly MetricSet[];
  readonly seed: number;
  /** Combines the gradients with those of other models. */
  readonly reducer?: StepReducer | undefined;
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
  /** Where the rows are a part of a batch. */
  readonly share?: StepShare | undefined;
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
 * @returns the loss and how many losses it is the mean of; undefined when the run ended on another rank before this step, which then
 * changes nothing
 * @throws NaNLossError or NonFiniteGradientError, which name the step
 */
export async function trainStep(
  setting: StepSetting,
  optimizer: Optimizer,
  data: StepData,
): Promise<BatchLoss | undefined> {
  const { place, share } = data;
  const { reducer } = setting;
  const locate = async () => {
    const source = nonFiniteSource(setting, data);
    return reducer?.locate ? reducer.locate(source, setting, data) : source;
  };
  const pending: PendingChange[] = [];
  let pass: Pass | undefined;
  let reduced: ReducedStep | undefined;
  try {
    const { rowGradients } = optimizer;
    pass = computeGradients(setting, data, pending, reducer?.takesRows === false ? 'never' : rowGradients);
    let losses = await readLosses(pass, data.targets[0]!.shape[0]!);
    if (reducer) {
      reduced = await reducer.reduce({ ...pass, rowGradients, losses, changes: pending, share });
      if (reduced.stop) return undefined;
      losses = reduced.losses;
    }
    const { loss } = losses;
    checkAlive(ownerOf(place), setting.model);
    if (!Number.isFinite(loss)) throw new NaNLossError(loss, place.epoch, place.step, await locate());
    try {
      changeWeights(optimizer, data.parameters, (reduced ?? pass).gradients);
    } catch (error) {
      throw error instanceof NonFiniteGradientError ? error.at(place, await locate()) : error;
    }
    if (share?.idle) discardMeasured(pending);
    commit(pending);
    return losses;
  } finally {
    for (const change of pending) change.discard();
    if (pass) {
      dispose(pass.total, ...pass.means);
      disposeGradients(pass);
    }
    if (reduced) disposeGradients(reduced);
  }
}

/** Releases what a step measured on a row that does not count. Changes of weights stay. */
function discardMeasured(pending: PendingChange[]): void {
  for (const change of pending.splice(0)) {
    if (change.values) pending.push(change);
    else change.discard();
  }
}

function disposeGradients({ gradients }: Pick<Pass, 'gradients'>): void {
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

/** Empties the list, so that a change is either committed or discarded. */
export function commit(pending: PendingChange[]): void {
  for (const change of pending.splice(0)) change.commit();
}

/** The tensors of the forward and backward pass. */
export interface Pass extends LossTensors {
  /** One per parameter; undefined where the loss does not depend on it. */
  readonly gradients: readonly (Gradient | undefined)[];
  /** What the gradients are multiplied by: the weight of the rows in the batch that they are a part of, where it is known before. */
  readonly weight: number;
  /** Whether states of layers are among the pending changes. */
  readonly changesStates: boolean;
}

/** Runs the model forward and backward. Metrics and states of layers are measured now and added to `pending`. */
export function computeGradients(
  setting: StepSetting,
  data: StepData,
  pending: PendingChange[],
  rowGradients: RowGradients,
): Pass {
  const { model, losses, metrics } = setting;
  const { parameters, inputs, targets, weights, place, share } = data;
  return tidy(() => {
    const batch = {
      inputs: inputTensors(model, inputs),
      targets: targets.map(toTensor),
      weights: weights.map((each) => each && toTensor(each)),
    };
    const context = {
      training: true,
      random: randomOfStep(setting, data),
      defer: (change: PendingChange) => void pending.push(change),
    };
    const several = losses.length > 1;
    let shapes: MeasuredOutputs['lossShapes'] = [];
    let hasMask: readonly boolean[] = [];
    let weight = 1;
    const { rest, grads } = differentiate(
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
        if (share && !share.idle && (several || masks.length === 0)) {
          weight = share.weightOf(several ? targets[0]!.shape[0]! : sizeOf(lossShapes[0]!));
        }
        const weighted = weight === 1 ? total : mul(total, scalar(weight));
        return [weighted, total, ...(several ? means : []), ...outputs.map(({ output }) => output), ...masks];
      },
      parameters.map((parameter) => parameter.value),
    );
    checkReached(ownerOf(place), model, parameters, grads);
    const changesStates = pending.length > 0;
    const [total, ...left] = rest as [Tensor, ...Tensor[]];
    const means = several ? left.splice(0, losses.length) : [];
    const predictions = left.splice(0, losses.length);
    const masks = hasMask.map((has) => (has ? left.shift() : undefined));
    for (const [i, set] of metrics.entries()) {
      for (const metric of set.all) {
        const weightsOfMetric = set.weighted.has(metric) ? batch.weights[i] : undefined;
        pending.push(metric.prepare(batch.targets[i]!, predictions[i]!, masks[i], weightsOfMetric));
      }
    }
    return { total, means, counts: countsOf(shapes, masks), gradients: grads, weight, changesStates };
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
