import { type OptionRules, resolveOptions } from '@seqloom/options';
import type { ModelBatch } from '../data/parts.ts';
import { LOSS_RULES, type LossOptions, outputLosses } from '../losses/output-losses.ts';
import type { Metric } from '../metrics/metric.ts';
import type { MetricName } from '../metrics/metrics.ts';
import { OUTPUT_METRIC_RULES, type OutputMetricOptions, outputMetrics } from '../metrics/output-metrics.ts';
import { SeparateStates } from '../model/layer-states.ts';
import type { Network } from '../model/network.ts';
import {
  type BranchedEvaluateOptions,
  type EvaluateOptions,
  evaluatePass,
  type PassOptions,
} from './evaluate.ts';
import type { EpochLogs } from './history.ts';
import type { LogName } from './log-names.ts';
import { Pacer } from './pacer.ts';
import { trainingStateOf } from './training-state.ts';

/** Options of `testOnBatch`: what is measured. */
export type TestOnBatchOptions<
  M extends MetricName | Metric = MetricName | Metric,
  W extends MetricName | Metric = MetricName | Metric,
> = Omit<EvaluateOptions<M, W>, keyof PassOptions>;

/** Options of `testOnBatch` for a model with several outputs. */
export type BranchedTestOnBatchOptions = Omit<BranchedEvaluateOptions, keyof PassOptions>;

/** The options for any number of outputs. */
export type AnyTestOnBatchOptions = LossOptions & OutputMetricOptions;

export const TEST_ON_BATCH_RULES: OptionRules<AnyTestOnBatchOptions> = {
  loss: LOSS_RULES.loss,
  ...OUTPUT_METRIC_RULES,
  lossWeights: LOSS_RULES.lossWeights,
};

/**
 * Measures a model on one batch, as `evaluate` on these samples.
 *
 * @param batch `{ inputs, targets, sampleWeights? }`, axis 0 the samples
 * @returns by name, for instance `{ loss: 0.31, accuracy: 0.87 }`
 * @throws ShapeError, RangeError or TypeError naming what does not fit
 *
 * **Source**: `keras.Model.test_on_batch` with `return_dict`. Metrics are those of the batch alone.
 *
 * @example
 * ```ts
 * const { loss } = await testOnBatch(model, batch, { loss: 'mse' });
 * ```
 */
export function testOnBatch<
  const M extends MetricName | Metric = never,
  const W extends MetricName | Metric = never,
>(
  model: Network,
  batch: ModelBatch,
  options: TestOnBatchOptions<M, W>,
): Promise<Readonly<Record<LogName<M, W>, number>>>;
/** The same for a model with several outputs: losses, their weights and metrics by output. */
export function testOnBatch(
  model: Network,
  batch: ModelBatch,
  options: BranchedTestOnBatchOptions,
): Promise<Readonly<Record<string, number>>>;
export async function testOnBatch(
  model: Network,
  batch: ModelBatch,
  options: AnyTestOnBatchOptions,
): Promise<EpochLogs> {
  const owner = 'testOnBatch';
  const settings = resolveOptions<AnyTestOnBatchOptions>(owner, options, TEST_ON_BATCH_RULES);
  const losses = outputLosses(owner, model, settings);
  const metrics = outputMetrics(owner, model, settings, losses);
  const states = trainingStateOf(model).running ? new SeparateStates(model) : undefined;
  return evaluatePass(owner, { model, losses, metrics, states }, () => [batch], 1, new Pacer(undefined));
}
