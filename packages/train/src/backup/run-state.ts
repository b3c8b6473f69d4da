import type { NdArray } from '@seqloom/arrays';
import { tensor } from '@seqloom/backend';
import type { Shape } from '@seqloom/nn';
import type { CallbackState } from '../callbacks/callback.ts';
import type { Place } from '../data/batch-feed.ts';
import { type SlotValues, slotValues } from '../files/slot-values.ts';
import { RunningLoss, type RunningLossState } from '../losses/running-loss.ts';
import { buildModel } from '../model/build-model.ts';
import { putStates, readStates } from '../model/layer-states.ts';
import type { OptimizerProgress } from '../optimizers/optimizer-definition.ts';
import type { Plan } from '../training/fit-plan.ts';
import type { EpochLogs } from '../training/history.ts';
import type { Moment } from '../training/run-keeper.ts';
import { gatheredMetrics, restoreMetrics } from './metrics-of-ranks.ts';

/** All that a run carries from step to step besides its data, which `place` finds again. */
export interface RunState {
  readonly epoch: number;
  readonly begun: boolean;
  readonly batch: number;
  readonly trained: EpochLogs | undefined;
  readonly running: RunningLossState | undefined;
  /** Where the next batch comes from. */
  readonly place: Place;
  /** Of the batches that led there. */
  readonly digest: number;
  /** Steps of the model, which key all random numbers of the next one. */
  readonly steps: number;
  /** Of all epochs of the model, as files hold them. */
  readonly logs: readonly EpochLogs[];
  /** The epochs of this run. */
  readonly history: { readonly epochs: readonly number[]; readonly logs: readonly EpochLogs[] };
  readonly stopped: boolean;
  readonly batchesPerEpoch: number | undefined;
  /** For a model that is built with its first batch. */
  readonly inputShape: Shape;
  readonly optimizer: OptimizerProgress;
  readonly weights: Arrays;
  readonly slots: readonly SlotValues[];
  readonly states: Arrays;
  /** By metric, what it has gathered; of several ranks one after another. */
  readonly metrics: readonly (Float64Array | undefined)[];
  /** By metric, how much of it is of each rank, −1 for nothing; absent for one rank. */
  readonly metricLengths?: readonly (readonly number[])[] | undefined;
  readonly callbacks: readonly CallbackState[];
}

export type Arrays = Readonly<Record<string, NdArray>>;

/** The state of a run at a moment. Nothing may train until the promise is settled. */
export async function captureRun(
  plan: Plan,
  moment: Moment,
  data: Pick<RunState, 'place' | 'digest'>,
): Promise<RunState> {
  const { run, state } = plan;
  const { model, optimizer, history } = run;
  const [weights, slots, states, metrics, callbacks] = await Promise.all([
    model.getWeights(),
    slotValues(optimizer, model),
    readStates(model),
    gatheredMetrics(plan, moment),
    Promise.all(plan.callbacks.filter((each) => each.state).map((each) => each.state!(run))),
  ]);
  return {
    epoch: moment.epoch,
    begun: moment.begun,
    batch: moment.batch,
    trained: moment.trained,
    running: moment.running?.state,
    ...data,
    steps: state.steps,
    logs: state.logs,
    history: { epochs: history.epochs, logs: history.logs },
    stopped: run.stopped,
    batchesPerEpoch: run.batchesPerEpoch,
    inputShape: model.inputShape,
    optimizer: optimizer.progress,
    weights: Object.fromEntries(weights.map(({ name, data, shape }) => [name, { data, shape }])),
    slots,
    states,
    ...metrics,
    callbacks,
  };
}

/** Builds the model of a run where the first batch would do it, so that its weights can be compared with those of a state. */
export function buildFor(plan: Plan, { inputShape }: RunState): void {
  buildModel(plan.run.model, inputShape, { seed: plan.setting.seed });
}

/**
 * Puts a run into a state, except for its data.
 *
 * @throws RangeError or ShapeError when it is of another model; then the weights are as they were
 */
export async function restoreRun(plan: Plan, saved: RunState): Promise<Moment> {
  const { run, state } = plan;
  const { model, optimizer } = run;
  model.setWeights(Object.entries(saved.weights).map(([name, array]) => ({ name, ...asFloats(array) })));
  const names = new Map(model.weights.map((parameter, i) => [parameter, model.weightNames[i]!]));
  const slots = new Map(saved.slots.map(({ weight, slot, data }) => [`${slot} ${weight}`, data]));
  optimizer.restore(model.weights, saved.optimizer, (parameter, slot) => {
    const data = slots.get(`${slot} ${names.get(parameter)}`);
    return data && tensor(data, parameter.shape);
  });
  putStates(model, saved.states);
  state.steps = saved.steps;
  state.logs = [...saved.logs];
  saved.history.epochs.forEach((epoch, i) => {
    run.history.add(epoch, saved.history.logs[i]!);
  });
  run.stopped = saved.stopped;
  run.batchesPerEpoch = saved.batchesPerEpoch;
  restoreMetrics(plan, saved);
  const withState = plan.callbacks.filter((each) => each.state);
  for (const [i, callback] of withState.entries()) await callback.restore?.(saved.callbacks[i]!, run);
  const { epoch, begun, batch, trained } = saved;
  return { epoch, begun, batch, trained, running: saved.running && RunningLoss.of(saved.running) };
}

function asFloats({ data, shape }: NdArray): { data: Float32Array; shape: readonly number[] } {
  return { data: data as Float32Array, shape }; // weights are float32
}
