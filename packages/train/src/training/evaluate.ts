import type { Batch } from '@seqloom/arrays';
import { tidy } from '@seqloom/backend';
import {
  abortSignal,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { BatchFeed, type Passes } from '../data/batch-feed.ts';
import { sampleWeightsOf } from '../data/sample-weights.ts';
import {
  allRows,
  asArrays,
  checkEnds,
  checkTargets,
  inputOf,
  rowBatches,
  type TrainingData,
  toTensor,
} from '../data/training-data.ts';
import { checkAllTargets } from '../losses/check-all-targets.ts';
import { type Loss, logitsRequest, lossesOf, readsSigmoidLogits } from '../losses/loss.ts';
import { checkLoss, getLoss, type LossName } from '../losses/losses.ts';
import { countLosses, meanLoss } from '../losses/mean-loss.ts';
import { type BatchLoss, RunningLoss } from '../losses/running-loss.ts';
import type { Metric } from '../metrics/metric.ts';
import { getMetrics, METRIC_LIST_RULES, type MetricName, type MetricSet } from '../metrics/metrics.ts';
import { SeparateStates } from '../model/layer-states.ts';
import { runModel } from '../model/masked-output.ts';
import type { Network } from '../model/network.ts';
import { checkAlive } from './check-alive.ts';
import type { EpochLogs } from './history.ts';
import type { LogName } from './log-names.ts';
import { Pacer } from './pacer.ts';
import { readCount, readScalar } from './read-scalar.ts';
import { withPenalties } from './train-step.ts';
import { trainingStateOf } from './training-state.ts';

/** Options of `evaluate`. */
export interface EvaluateOptions<
  M extends MetricName | Metric = MetricName | Metric,
  W extends MetricName | Metric = MetricName | Metric,
> {
  readonly loss: LossName | Loss;
  /** Measured besides the loss; all samples count the same. */
  readonly metrics?: readonly M[];
  /** Measured with the `sampleWeights` of samples and steps. */
  readonly weightedMetrics?: readonly W[];
  /** Samples per batch, for arrays; default 32. */
  readonly batchSize?: number;
  /** The largest number of batches to use; default: all of one pass. */
  readonly steps?: number | undefined;
  /** Ends the evaluation; `evaluate` then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

const RULES: OptionRules<EvaluateOptions> = {
  loss: rule<LossName | Loss>(checkLoss),
  ...METRIC_LIST_RULES,
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
export async function evaluate<
  const M extends MetricName | Metric = never,
  const W extends MetricName | Metric = never,
>(
  model: Network,
  data: TrainingData,
  options: EvaluateOptions<M, W>,
): Promise<Readonly<Record<LogName<M, W>, number>>> {
  const settings = resolveOptions<EvaluateOptions>('evaluate', options, RULES);
  const { metrics: plain, weightedMetrics, batchSize, steps, signal } = settings;
  if (steps === undefined) checkEnds('evaluate', 'steps', data);
  const loss = getLoss(settings.loss);
  const metrics = getMetrics({ metrics: plain, weightedMetrics }, readsSigmoidLogits(loss));
  const states = trainingStateOf(model).running ? new SeparateStates(model) : undefined;
  const passes = onePass('evaluate', data, batchSize);
  checkAllTargets('evaluate', model, loss, data);
  return evaluatePass('evaluate', { model, loss, metrics, states }, passes, steps, new Pacer(signal));
}

/** One pass over data, in order. */
export function onePass(owner: string, data: TrainingData, batchSize: number): Passes {
  const arrays = asArrays(owner, data);
  return arrays ? () => rowBatches(allRows(arrays), batchSize) : () => data as Iterable<Batch>; // checked by asArrays
}

/** What a pass works with. */
export interface Measurement {
  readonly model: Network;
  readonly loss: Loss;
  readonly metrics: MetricSet;
  /** States of stateful layers for this pass alone, released at its end; undefined: those of the model. */
  readonly states: SeparateStates | undefined;
  /** A source with more batches is treated as endless and refused. Default: no limit. */
  readonly mostBatches?: number;
}

/** One pass of `evaluate`, after its options and data have been checked. */
export async function evaluatePass(
  owner: string,
  measurement: Measurement,
  passes: Passes,
  steps: number | undefined,
  pacer: Pacer,
): Promise<EpochLogs> {
  const { metrics, states, mostBatches = Number.POSITIVE_INFINITY } = measurement;
  for (const metric of metrics.all) metric.reset();
  const running = new RunningLoss();
  const feed = new BatchFeed(owner, passes);
  try {
    let taken = 0;
    for await (const batch of feed.epoch(steps)) {
      await pacer.pace();
      running.add(await evaluateBatch(owner, measurement, batch));
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
  running.reportIfNothingCounts(owner, measurement.model);
  return collectLogs(running.mean, metrics.all);
}

/** The loss and the results of the metrics, in one record. */
export async function collectLogs(loss: number, metrics: readonly Metric[]): Promise<EpochLogs> {
  const results = await Promise.all(metrics.map((metric) => metric.result()));
  return { loss, ...Object.fromEntries(metrics.map(({ name }, i) => [name, results[i]!])) };
}

async function evaluateBatch(
  owner: string,
  { model, loss, metrics, states }: Measurement,
  batch: Batch,
): Promise<BatchLoss> {
  checkAlive(owner, model);
  const inputs = inputOf(owner, batch);
  checkTargets(owner, batch);
  if (!model.built) model.build([null, ...inputs.shape.slice(1)]);
  const weights = sampleWeightsOf(batch, model.outputShape);
  const measure = () => {
    const targets = toTensor(batch.targets);
    const run = runModel(model, toTensor(inputs), { logits: logitsRequest(loss) });
    const { output, mask } = run;
    const losses = lossesOf(loss, targets, run); // before the metrics, so that the error for bad targets names the loss
    const w = weights && toTensor(weights);
    for (const metric of metrics.all) {
      metric.update(targets, output, mask, metrics.weighted.has(metric) ? w : undefined);
    }
    const mean = meanLoss(losses, w, mask);
    return { loss: withPenalties(mean, model.trainableWeights), count: countLosses(losses.shape, mask) };
  };
  const { loss: value, count } = tidy(() => (states ? states.run(measure) : measure()));
  return { loss: await readScalar(value), count: await readCount(count) };
}
