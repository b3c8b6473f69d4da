import { readsAreCheap } from '@seqloom/backend';
import { count, formatValue, type OptionRules, resolveOptions, rule } from '@seqloom/options';
import { CLASS_WEIGHT_RULE, type ClassWeight } from '../data/class-weight.ts';
import type { ModelBatch } from '../data/parts.ts';
import { outputLosses } from '../losses/output-losses.ts';
import { RunningLoss } from '../losses/running-loss.ts';
import type { Metric } from '../metrics/metric.ts';
import type { MetricName } from '../metrics/metrics.ts';
import { outputMetrics } from '../metrics/output-metrics.ts';
import type { Network } from '../model/network.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { collectLogs } from './evaluate.ts';
import { checkOneOutput } from './fit-options.ts';
import type { EpochLogs } from './history.ts';
import type { LogName } from './log-names.ts';
import {
  type AnyTestOnBatchOptions,
  type BranchedTestOnBatchOptions,
  TEST_ON_BATCH_RULES,
  type TestOnBatchOptions,
} from './test-on-batch.ts';
import { trainBatch } from './train-batch.ts';
import { beginTraining } from './training-state.ts';
import { UnreadSteps } from './unread-steps.ts';

/** The options of `trainOnBatch` that do not depend on the number of outputs. */
export interface StepOptions {
  /** It keeps its state, so that every call is given the same one. */
  readonly optimizer: Optimizer;
  /** Weights of the samples or steps of each class, in the loss and in weighted metrics. */
  readonly classWeight?: ClassWeight | undefined;
  /** Decides initial weights and dropout; default 0. */
  readonly seed?: number;
}

/** Options of `trainOnBatch`. */
export type TrainOnBatchOptions<
  M extends MetricName | Metric = MetricName | Metric,
  W extends MetricName | Metric = MetricName | Metric,
> = StepOptions & TestOnBatchOptions<M, W>;

/** Options of `trainOnBatch` for a model with several outputs. */
export type BranchedTrainOnBatchOptions = StepOptions & BranchedTestOnBatchOptions;

type AnyTrainOnBatchOptions = StepOptions & AnyTestOnBatchOptions;

const RULES: OptionRules<AnyTrainOnBatchOptions> = {
  ...TEST_ON_BATCH_RULES,
  optimizer: rule<Optimizer>((owner, option, value) => {
    if (value instanceof Optimizer) return;
    throw new TypeError(
      `${owner}: ${option} must be an Optimizer, which keeps its state between the calls, got ${formatValue(value)}. Make one ` +
        'with rmsprop() or adam(), and give it to every call.',
    );
  }),
  classWeight: CLASS_WEIGHT_RULE,
  seed: count(0),
};

/**
 * Trains a model for one step on one batch, in a loop of your own. Calls with the batches of an epoch of `fit`, in their order,
 * give the weights of that epoch to the last bit.
 *
 * An unbuilt model is built for the shape of the batch. The model counts its steps over all calls, so that dropout differs from step
 * to step.
 *
 * @param batch `{ inputs, targets, sampleWeights? }`, axis 0 the samples
 * @returns the loss before the step and the metrics of the batch, by name
 * @throws NaNLossError when the loss is not finite, NonFiniteGradientError when a gradient is not; then nothing has changed.
 * ShapeError, RangeError or TypeError naming what does not fit; Error when a `fit` or another step of the model is running
 *
 * **Source**: `keras.Model.train_on_batch` with `return_dict`. Metrics are those of the batch alone.
 *
 * @example
 * ```ts
 * const optimizer = adam();
 * for (const batch of source) {
 *   const { loss } = await trainOnBatch(model, batch, { loss: 'mse', optimizer });
 * }
 * optimizer.dispose();
 * ```
 */
export function trainOnBatch<
  const M extends MetricName | Metric = never,
  const W extends MetricName | Metric = never,
>(
  model: Network,
  batch: ModelBatch,
  options: TrainOnBatchOptions<M, W>,
): Promise<Readonly<Record<LogName<M, W>, number>>>;
/** The same for a model with several outputs: losses, their weights and metrics by output. */
export function trainOnBatch(
  model: Network,
  batch: ModelBatch,
  options: BranchedTrainOnBatchOptions,
): Promise<Readonly<Record<string, number>>>;
export async function trainOnBatch(
  model: Network,
  batch: ModelBatch,
  options: AnyTrainOnBatchOptions,
): Promise<EpochLogs> {
  const owner = 'trainOnBatch';
  const settings = resolveOptions<AnyTrainOnBatchOptions>(owner, options, RULES);
  const { optimizer, classWeight, seed } = settings;
  const losses = outputLosses(owner, model, settings);
  const metrics = outputMetrics(owner, model, settings, losses);
  checkOneOutput(owner, losses, classWeight);
  const state = beginTraining(owner, model);
  const setting = { model, losses, metrics, seed };
  const unread = readsAreCheap() ? undefined : new UnreadSteps(setting, optimizer, () => void state.steps--);
  try {
    const measured = metrics.flatMap(({ all }) => all);
    for (const metric of measured) metric.reset();
    const place = { epoch: undefined, step: state.steps };
    const step = await trainBatch({ setting, optimizer, state, classWeight }, unread, batch, place);
    const running = new RunningLoss();
    running.add((await step!.settle())!); // undefined only after a step that failed, or with other ranks
    running.reportIfNothingCounts(owner, model);
    return await collectLogs(running.logs(losses), measured);
  } finally {
    unread?.dispose();
    state.running = false;
  }
}
