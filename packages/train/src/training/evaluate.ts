import { awaitsBackend, dispose, ready, tidy } from '@seqloom/backend';
import { abortSignal, type OptionRules, optional, positiveInteger, resolveOptions } from '@seqloom/options';
import { BatchFeed, type Passes } from '../data/batch-feed.ts';
import type { ModelBatch } from '../data/parts.ts';
import { sampleWeightsOf } from '../data/sample-weights.ts';
import {
  allRows,
  asArrays,
  checkEnds,
  inputTensors,
  orderBatch,
  rowBatches,
  type TrainingData,
  toTensor,
} from '../data/training-data.ts';
import { checkAllTargets } from '../losses/check-all-targets.ts';
import type { Loss } from '../losses/loss.ts';
import type { LossName } from '../losses/losses.ts';
import { LOSS_RULES, type LossOptions, type OutputLoss, outputLosses } from '../losses/output-losses.ts';
import { type BatchLoss, RunningLoss } from '../losses/running-loss.ts';
import type { Metric } from '../metrics/metric.ts';
import type { MetricName, MetricSet } from '../metrics/metrics.ts';
import {
  type MetricsByOutput,
  OUTPUT_METRIC_RULES,
  type OutputMetricOptions,
  outputMetrics,
} from '../metrics/output-metrics.ts';
import { buildModel } from '../model/build-model.ts';
import { SeparateStates } from '../model/layer-states.ts';
import type { Network } from '../model/network.ts';
import { shapeToBuild } from '../model/preprocessing.ts';
import { checkAlive } from './check-alive.ts';
import type { EpochLogs } from './history.ts';
import type { LogName } from './log-names.ts';
import { countsOf, measureOutputs } from './measure-outputs.ts';
import { Pacer } from './pacer.ts';
import type { Ranks } from './ranks.ts';
import { type LossTensors, readLosses } from './read-losses.ts';
import { trainingStateOf } from './training-state.ts';

/** The options of `evaluate` that do not depend on the number of outputs. */
export interface PassOptions {
  /** Samples per batch, for arrays; default 32. */
  readonly batchSize?: number;
  /** The largest number of batches to use; default: all of one pass. */
  readonly steps?: number | undefined;
  /** Ends the evaluation; `evaluate` then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Options of `evaluate`. */
export interface EvaluateOptions<
  M extends MetricName | Metric = MetricName | Metric,
  W extends MetricName | Metric = MetricName | Metric,
> extends PassOptions {
  readonly loss: LossName | Loss;
  /** Measured besides the loss; all samples count the same. */
  readonly metrics?: readonly M[];
  /** Measured with the `sampleWeights` of samples and steps. */
  readonly weightedMetrics?: readonly W[];
}

/** Options of `evaluate` for a model with several outputs. */
export interface BranchedEvaluateOptions extends PassOptions, LossOptions {
  /** Measured besides the losses, for each output; all samples count the same. */
  readonly metrics?: MetricsByOutput;
  /** Measured with the `sampleWeights` of samples and steps, for each output. */
  readonly weightedMetrics?: MetricsByOutput;
}

type AnyEvaluateOptions = PassOptions & LossOptions & OutputMetricOptions;

const RULES: OptionRules<AnyEvaluateOptions> = {
  loss: LOSS_RULES.loss,
  ...OUTPUT_METRIC_RULES,
  lossWeights: LOSS_RULES.lossWeights,
  batchSize: positiveInteger(32),
  steps: optional(positiveInteger()),
  signal: optional(abortSignal()),
};

/**
 * Measures a model on data: the metrics, and the mean over all losses that count (of the samples, or of the steps that no
 * mask leaves out) plus the penalties of regularizers.
 *
 * @returns by name, for instance `{ loss: 0.31, accuracy: 0.87 }`
 * @throws ShapeError or RangeError naming what does not fit; the signal's reason when it is aborted
 *
 * **Source**: `keras.Model.evaluate`.
 *
 * @example
 * ```ts
 * const { accuracy } = await evaluate(model, test, { loss: 'binaryCrossentropy', metrics: ['accuracy'] });
 * ```
 */
export function evaluate<
  const M extends MetricName | Metric = never,
  const W extends MetricName | Metric = never,
>(
  model: Network,
  data: TrainingData,
  options: EvaluateOptions<M, W>,
): Promise<Readonly<Record<LogName<M, W>, number>>>;
/** The same for a model with several outputs: losses, their weights and metrics by output. */
export function evaluate(
  model: Network,
  data: TrainingData,
  options: BranchedEvaluateOptions,
): Promise<Readonly<Record<string, number>>>;
export async function evaluate(
  model: Network,
  data: TrainingData,
  options: AnyEvaluateOptions,
): Promise<EpochLogs> {
  const settings = resolveOptions<AnyEvaluateOptions>('evaluate', options, RULES);
  const { batchSize, steps, signal } = settings;
  if (awaitsBackend()) await ready();
  if (steps === undefined) checkEnds('evaluate', 'steps', data);
  const losses = outputLosses('evaluate', model, settings);
  const metrics = outputMetrics('evaluate', model, settings, losses);
  const states = trainingStateOf(model).running ? new SeparateStates(model) : undefined;
  const passes = onePass('evaluate', data, batchSize);
  checkAllTargets('evaluate', model, losses, data);
  return evaluatePass('evaluate', { model, losses, metrics, states }, passes, steps, new Pacer(signal));
}

/** One pass over data, in order. */
export function onePass(owner: string, data: TrainingData, batchSize: number): Passes {
  const arrays = asArrays(owner, data);
  return arrays ? () => rowBatches(allRows(arrays), batchSize) : () => data as Iterable<ModelBatch>; // checked by asArrays
}

/** What a pass works with. */
export interface Measurement {
  readonly model: Network;
  readonly losses: readonly OutputLoss[];
  /** One for each output. */
  readonly metrics: readonly MetricSet[];
  /** States of stateful layers for this pass alone, released at its end; undefined: those of the model. */
  readonly states: SeparateStates | undefined;
  /** A source with more batches is treated as endless and refused. Default: no limit. */
  readonly mostBatches?: number;
  /** Each measures its rows of every batch. */
  readonly ranks?: Ranks | undefined;
}

/** One pass of `evaluate`, after its options and data have been checked. */
export async function evaluatePass(
  owner: string,
  measurement: Measurement,
  passes: Passes,
  steps: number | undefined,
  pacer: Pacer,
): Promise<EpochLogs> {
  const { losses, states, ranks, mostBatches = Number.POSITIVE_INFINITY } = measurement;
  const metrics = measurement.metrics.flatMap(({ all }) => all);
  for (const metric of metrics) metric.reset();
  const running = new RunningLoss();
  const feed = new BatchFeed(owner, passes);
  try {
    let taken = 0;
    for await (const batch of feed.epoch(steps)) {
      await pacer.pace();
      const part = ranks?.partOf(batch);
      if (!part?.share.idle) running.add(await evaluateBatch(owner, measurement, part?.batch ?? batch));
      if (++taken === steps) break;
      if (taken >= mostBatches && steps === undefined) {
        throw new RangeError(
          `${owner}: the data gave ${taken} batches, far more than an epoch trains on, and may never end. Give validationSteps.`,
        );
      }
    }
  } finally {
    states?.dispose();
    await feed.close();
  }
  const joined = ranks ? await ranks.join(running, losses.length) : running;
  joined.reportIfNothingCounts(owner, measurement.model);
  return collectLogs(joined.logs(losses), metrics, ranks);
}

/** The losses and the results of the metrics, in one record: those of all ranks. */
export async function collectLogs(
  losses: EpochLogs,
  metrics: readonly Metric[],
  ranks?: Ranks,
): Promise<EpochLogs> {
  const logs: Record<string, number> = { ...losses };
  for (const metric of metrics) {
    logs[metric.name] = ranks ? metric.resultOf(await ranks.gathered(metric)) : await metric.result();
  }
  return logs;
}

async function evaluateBatch(
  owner: string,
  { model, losses, metrics, states }: Measurement,
  given: ModelBatch,
): Promise<BatchLoss> {
  checkAlive(owner, model);
  const batch = orderBatch(owner, model, given);
  buildModel(model, shapeToBuild(model, batch.inputs));
  const weights = model.outputShapes.map((shape, i) =>
    sampleWeightsOf({ targets: batch.targets[i]!, sampleWeights: batch.sampleWeights[i] }, shape),
  );
  const measure = (): LossTensors => {
    const tensors = {
      inputs: inputTensors(model, batch.inputs),
      targets: batch.targets.map(toTensor),
      weights: weights.map((each) => each && toTensor(each)),
    };
    // The losses come before the metrics, so that the error for bad targets names the loss.
    const measured = measureOutputs(model, losses, tensors, model.trainableWeights);
    const { total, means, lossShapes, outputs } = measured;
    for (const [i, set] of metrics.entries()) {
      const { output, mask } = outputs[i]!;
      for (const metric of set.all) {
        metric.update(
          tensors.targets[i]!,
          output,
          mask,
          set.weighted.has(metric) ? tensors.weights[i] : undefined,
        );
      }
    }
    const masks = outputs.map(({ mask }) => mask);
    return { total, means: means.length > 1 ? means : [], counts: countsOf(lossShapes, masks) };
  };
  const made = tidy(() => (states ? states.run(measure) : measure()));
  try {
    return await readLosses(made, batch.targets[0]!.shape[0]!);
  } finally {
    dispose(made.total, ...made.means);
  }
}
