import { awaitsBackend, readsAreCheap, ready } from '@seqloom/backend';
import type { BatchInfo } from '../callbacks/callback.ts';
import { firstPart } from '../data/parts.ts';
import type { TrainingData } from '../data/training-data.ts';
import { RunningLoss } from '../losses/running-loss.ts';
import type { Metric } from '../metrics/metric.ts';
import type { MetricName } from '../metrics/metrics.ts';
import { SeparateStates } from '../model/layer-states.ts';
import type { Network } from '../model/network.ts';
import { checkAlive } from './check-alive.ts';
import { collectLogs, evaluatePass } from './evaluate.ts';
import type { AnyFitOptions, BranchedFitOptions, FitOptions } from './fit-options.ts';
import { type Plan, planRun } from './fit-plan.ts';
import { type EpochLogs, type History, validationName } from './history.ts';
import type { LogName } from './log-names.ts';
import { ranksOf } from './make-ranks.ts';
import { NaNLossError } from './nan-loss-error.ts';
import type { Ranks } from './ranks.ts';
import type { Moment } from './run-keeper.ts';
import { trainBatch } from './train-batch.ts';
import { type IssuedStep, UnreadSteps } from './unread-steps.ts';
import { validatesAfter } from './validation-freq.ts';

/**
 * Trains a model. Equal seeds and data give equal histories and weights, to the last bit.
 *
 * An unbuilt model is built for the shape of the first batch. Asynchronous data are asked for the next batch before the step of
 * the present one; an error of theirs is thrown when its batch is needed. The event loop runs every 100 ms (16 ms in a page). However the
 * run ends, callbacks get `onTrainEnd`, and no tensors stay except the weights and the state of a given optimizer.
 *
 * @returns the logs of every epoch
 * @throws NaNLossError when a loss is not finite, NonFiniteGradientError when a gradient is not; neither step changes anything.
 * ShapeError, RangeError or TypeError naming what does not fit; Error when another `fit` of the model is running or the model
 * is disposed of; the reason of the signal when it is aborted
 *
 * **Source**: `keras.Model.fit`. Epoch losses are means over all losses that count: of the samples, or of the steps that no
 * mask leaves out; metrics are those of the whole epoch.
 *
 * @example
 * ```ts
 * const history = await fit(model, { inputs, targets }, {
 *   epochs: 10,
 *   optimizer: 'rmsprop',
 *   loss: 'binaryCrossentropy',
 *   metrics: ['accuracy'],
 *   validationSplit: 0.2,
 *   seed: 1,
 * });
 * console.log(history.series.accuracy, history.series.valAccuracy);
 * ```
 */
export function fit<const M extends MetricName | Metric = never, const W extends MetricName | Metric = never>(
  model: Network,
  data: TrainingData,
  options: FitOptions<M, W>,
): Promise<History<LogName<M, W>>>;
/** The same for a model with several outputs: losses, their weights and metrics by output. */
export function fit(model: Network, data: TrainingData, options: BranchedFitOptions): Promise<History>;
export async function fit(model: Network, data: TrainingData, options: AnyFitOptions): Promise<History> {
  if (awaitsBackend()) await ready();
  const ranks = ranksOf(options);
  const plan = await planOn(ranks, model, data, options);
  const { run, epochs, initialEpoch, feed, callbacks, keeper } = plan;
  let failure: { readonly error: unknown } | undefined;
  try {
    await ranks?.begin(plan);
    if (initialEpoch > 0) run.optimizer.resumeVariableValues(run.model.trainableWeights);
    const found = await keeper?.find(plan);
    for (const callback of callbacks) await callback.onTrainBegin?.(run);
    let moment = found?.begun ? undefined : await found?.restore();
    for (let epoch = found?.epoch ?? initialEpoch; epoch < epochs && !run.stopped; epoch++) {
      keeper?.leave();
      for (const callback of callbacks) await callback.onEpochBegin?.(epoch, run);
      if (found?.begun && !moment) moment = await found.restore();
      const from = moment?.epoch === epoch ? moment : undefined;
      const trained = from?.trained ?? (await trainEpoch(plan, epoch, from));
      await keeper?.reach({ epoch, begun: true, batch: 0, trained });
      const logs = { ...trained, ...(await validate(plan, epoch)) };
      keeper?.leave();
      run.history.add(epoch, logs);
      plan.state.passes = feed.nextPass;
      // Without the logs of all earlier epochs the list would not begin at epoch 0.
      if (plan.state.logs.length === epoch) plan.state.logs.push(logs);
      for (const callback of callbacks) {
        checkAlive('fit', run.model);
        await callback.onEpochEnd?.(epoch, logs, run);
      }
      if (ranks) run.stopped = await ranks.anyOf(run.stopped);
      await keeper?.reach({ epoch: epoch + 1, begun: false, batch: 0 });
    }
    if (epochs > initialEpoch) run.optimizer.finalizeVariableValues(run.model.trainableWeights);
  } catch (error) {
    failure = { error };
    // Before `onTrainEnd`, which may change weights.
    if (plan.signal?.aborted) await keeper?.interrupt();
  }
  for (const end of [
    () => feed.close(),
    ...callbacks.map((callback) => () => callback.onTrainEnd?.(run, failure?.error)),
    () => (failure ? undefined : keeper?.finish()),
  ]) {
    try {
      await end();
    } catch (error) {
      failure ??= { error }; // reports the first error; every callback still gets onTrainEnd
    }
  }
  plan.state.passes = feed.nextPass;
  plan.state.running = false;
  if (plan.ownsOptimizer) run.optimizer.dispose();
  if (failure) {
    await ranks?.end(failure.error);
    throw failure.error;
  }
  return run.history;
}

/** Plans the run; what one rank refuses ends all of them. */
async function planOn(
  ranks: Ranks | undefined,
  model: Network,
  data: TrainingData,
  options: AnyFitOptions,
): Promise<Plan> {
  try {
    return planRun(model, data, options, ranks);
  } catch (error) {
    await ranks?.end(error);
    throw error;
  }
}

/**
 * Steps that may wait for their losses on a GPU: enough that it always has the next one, few enough that little memory waits with
 * them.
 */
const MOST_UNREAD = 4;

/** @param from where an earlier process stopped in the epoch, if it is one that goes on */
async function trainEpoch(plan: Plan, epoch: number, from: Moment | undefined): Promise<EpochLogs> {
  const { run, setting, feed, callbacks, keeper, pacer, state, classWeight, ranks } = plan;
  const { optimizer } = run;
  if (!from?.running) for (const metric of run.metrics) metric.reset();
  const running = from?.running ?? new RunningLoss();
  let batchNumber = from?.batch ?? 0;
  const unread =
    readsAreCheap() || setting.reducer
      ? undefined
      : new UnreadSteps(setting, optimizer, () => void state.steps--);
  const mostUnread = callbacks.every(({ onBatchEnd, lateBatches }) => !onBatchEnd || lateBatches)
    ? MOST_UNREAD
    : 0;
  const issued: (IssuedStep & Pick<BatchInfo, 'batch' | 'samples'>)[] = [];
  const settleFirst = async () => {
    const { settle, batch, samples } = issued.shift()!;
    const batchLoss = await settle();
    if (!batchLoss) return;
    running.add(batchLoss);
    const info = { epoch, batch, samples, loss: batchLoss.loss, meanLoss: running.mean };
    for (const callback of callbacks) await callback.onBatchEnd?.(info, run);
  };
  try {
    await keeper?.reach({ epoch, begun: true, batch: batchNumber, running });
    for await (const batch of feed.epoch(undefined, batchNumber)) {
      await pacer.pace();
      keeper?.leave(batch);
      const place = { epoch, step: batchNumber };
      const part = ranks?.partOf(batch);
      const step = await trainBatch(
        { setting, optimizer, state, classWeight },
        unread,
        part?.batch ?? batch,
        place,
        part?.share,
      );
      if (!step) {
        run.stop(); // as another rank did after the step before
        break;
      }
      issued.push({ ...step, batch: batchNumber, samples: firstPart(batch.targets).shape[0]! });
      batchNumber++;
      while (issued.length > (step.changesStates || keeper?.isDue() ? 0 : mostUnread)) await settleFirst();
      if (run.stopped && !ranks) break; // with others, the next step tells all of them
      if (issued.length === 0) await keeper?.reach({ epoch, begun: true, batch: batchNumber, running });
    }
    while (issued.length > 0) await settleFirst();
  } finally {
    // After an error: what the remaining steps hold is released, and those that were not done are taken back.
    for (const { settle } of issued) await settle().catch(() => {});
    unread?.dispose();
  }
  run.batchesPerEpoch ??= batchNumber;
  running.reportIfNothingCounts('fit', setting.model);
  return collectLogs(running.logs(setting.losses), run.metrics, ranks);
}

async function validate(
  { validation, validationSteps, validationFreq, setting, pacer, run, validationEnds, ranks }: Plan,
  epoch: number,
): Promise<EpochLogs> {
  if (!validation || !validatesAfter(epoch, validationFreq)) return {};
  const { model, losses, metrics } = setting;
  const states = new SeparateStates(model);
  const mostBatches = validationEnds
    ? Number.POSITIVE_INFINITY
    : Math.max(1000, 10 * (run.batchesPerEpoch ?? 0));
  const logs = await evaluatePass(
    'fit: validation',
    { model, losses, metrics, states, mostBatches, ranks },
    validation,
    validationSteps,
    pacer,
  );
  if (!Number.isFinite(logs.loss)) throw new NaNLossError(logs.loss!, epoch);
  return Object.fromEntries(Object.entries(logs).map(([name, value]) => [validationName(name), value]));
}
