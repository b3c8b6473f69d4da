import { checkOneOf, formatValue, type OptionRules, resolveOptions, rule } from '@seqloom/options';
import { accuracy, binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './accuracies.ts';
import { auc } from './auc.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { f1Score, fBetaScore } from './f-scores.ts';
import { intervalCoverage } from './interval-coverage.ts';
import {
  binaryCrossentropyMetric,
  categoricalCrossentropyMetric,
  cosineSimilarityMetric,
  sparseCategoricalCrossentropyMetric,
} from './loss-metrics.ts';
import { Metric } from './metric.ts';
import type { ProbabilityOptions } from './metric-options.ts';
import { precision, recall } from './precision-recall.ts';
import { r2Score } from './r2-score.ts';
import {
  meanAbsoluteErrorMetric,
  meanAbsolutePercentageErrorMetric,
  meanSquaredErrorMetric,
  rootMeanSquaredError,
  symmetricMeanAbsolutePercentageError,
} from './regression-metrics.ts';
import { sparseTopKCategoricalAccuracy, topKCategoricalAccuracy } from './top-k-accuracies.ts';

/** The names of metrics in options; the name is the key in logs. */
export type MetricName =
  | 'accuracy'
  | 'acc'
  | 'binaryAccuracy'
  | 'categoricalAccuracy'
  | 'sparseCategoricalAccuracy'
  | 'meanSquaredError'
  | 'mse'
  | 'meanAbsoluteError'
  | 'mae'
  | 'precision'
  | 'recall'
  | 'auc'
  | 'f1Score'
  | 'fBetaScore'
  | 'topKCategoricalAccuracy'
  | 'sparseTopKCategoricalAccuracy'
  | 'binaryCrossentropy'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'cosineSimilarity'
  | 'rootMeanSquaredError'
  | 'rmse'
  | 'meanAbsolutePercentageError'
  | 'mape'
  | 'symmetricMeanAbsolutePercentageError'
  | 'smape'
  | 'r2Score'
  | 'intervalCoverage'
  | 'confusionMatrix';

const METRICS: ReadonlyMap<string, (options: Required<ProbabilityOptions>) => Metric> = new Map<
  MetricName,
  (options: Required<ProbabilityOptions>) => Metric
>([
  ['accuracy', accuracy],
  ['acc', accuracy],
  ['binaryAccuracy', binaryAccuracy],
  ['categoricalAccuracy', ({ name }) => categoricalAccuracy({ name })],
  ['sparseCategoricalAccuracy', ({ name }) => sparseCategoricalAccuracy({ name })],
  ['meanSquaredError', ({ name }) => meanSquaredErrorMetric({ name })],
  ['mse', ({ name }) => meanSquaredErrorMetric({ name })],
  ['meanAbsoluteError', ({ name }) => meanAbsoluteErrorMetric({ name })],
  ['mae', ({ name }) => meanAbsoluteErrorMetric({ name })],
  ['precision', precision],
  ['recall', recall],
  ['auc', auc],
  ['f1Score', f1Score],
  ['fBetaScore', fBetaScore],
  ['topKCategoricalAccuracy', ({ name }) => topKCategoricalAccuracy({ name })],
  ['sparseTopKCategoricalAccuracy', ({ name }) => sparseTopKCategoricalAccuracy({ name })],
  ['binaryCrossentropy', binaryCrossentropyMetric],
  ['categoricalCrossentropy', ({ name }) => categoricalCrossentropyMetric({ name })],
  ['sparseCategoricalCrossentropy', ({ name }) => sparseCategoricalCrossentropyMetric({ name })],
  ['cosineSimilarity', ({ name }) => cosineSimilarityMetric({ name })],
  ['rootMeanSquaredError', ({ name }) => rootMeanSquaredError({ name })],
  ['rmse', ({ name }) => rootMeanSquaredError({ name })],
  ['meanAbsolutePercentageError', ({ name }) => meanAbsolutePercentageErrorMetric({ name })],
  ['mape', ({ name }) => meanAbsolutePercentageErrorMetric({ name })],
  ['symmetricMeanAbsolutePercentageError', ({ name }) => symmetricMeanAbsolutePercentageError({ name })],
  ['smape', ({ name }) => symmetricMeanAbsolutePercentageError({ name })],
  ['r2Score', ({ name }) => r2Score({ name })],
  ['intervalCoverage', ({ name }) => intervalCoverage({ name })],
  ['confusionMatrix', confusionMatrix],
]);

/** The metrics of a run. */
export interface MetricSet {
  /** All of them, in the order of their logs. */
  readonly all: readonly Metric[];
  /** The metrics among them that use weights. */
  readonly weighted: ReadonlySet<Metric>;
}

/** The options that list metrics. */
export interface MetricLists {
  readonly metrics?: readonly (MetricName | Metric)[];
  readonly weightedMetrics?: readonly (MetricName | Metric)[];
}

const METRIC_LIST_RULES: OptionRules<MetricLists> = {
  metrics: rule<readonly (MetricName | Metric)[]>(checkMetrics, []),
  weightedMetrics: rule<readonly (MetricName | Metric)[]>(checkMetrics, []),
};

/** @throws TypeError unless the value is a list, RangeError for an unknown name in it, with the list of known ones */
export function checkMetrics(owner: string, option: string, list: unknown): void {
  if (!Array.isArray(list)) {
    throw new TypeError(
      `${owner}: ${option} must be a list of metrics, got ${formatValue(list)}. Write [metric].`,
    );
  }
  for (const metric of list) {
    if (metric instanceof Metric) continue;
    const wayOut = 'Or give a Metric of your own: new Metric({ … }).';
    checkOneOf(owner, `a name in ${option}`, metric, [...METRICS.keys()], wayOut);
  }
}

/**
 * The metrics of two options: names, `Metric`s, or both. A weighted metric given by a name that is also in `metrics` is
 * logged as `weightedAccuracy`, as in Keras.
 *
 * @param prefix of the names in the logs
 * @param fromLogits whether metrics given by name read the outputs as logits of a sigmoid, as the loss does
 * @throws RangeError for two metrics of one name; RangeError or TypeError as `METRIC_LIST_RULES`
 */
export function getMetrics(lists: MetricLists, fromLogits = false, prefix = ''): MetricSet {
  const { metrics, weightedMetrics } = resolveOptions('getMetrics', lists, METRIC_LIST_RULES);
  const make = (metric: MetricName | Metric, name?: string) => getMetric(metric, fromLogits, prefix, name);
  const plain = metrics.map((metric) => make(metric));
  const names = new Set(plain.map(({ name }) => name));
  const isTaken = (metric: MetricName | Metric) =>
    typeof metric === 'string' && names.has(`${prefix}${metric}`);
  const weighted = weightedMetrics.map((metric) =>
    isTaken(metric) ? make(metric, weightedName(metric as MetricName)) : make(metric),
  );
  const all = [...plain, ...weighted];
  for (const [i, { name }] of all.entries()) {
    if (name === 'loss' || all.findIndex((metric) => metric.name === name) < i) {
      throw new RangeError(
        `metrics: the name ${JSON.stringify(name)} is taken. Give the metric another one.`,
      );
    }
  }
  return { all, weighted: new Set(weighted) };
}

function getMetric(metric: MetricName | Metric, fromLogits: boolean, prefix: string, name?: string): Metric {
  if (metric instanceof Metric) return prefix === '' ? metric : metric.renamed(`${prefix}${metric.name}`);
  return METRICS.get(metric)!({ name: `${prefix}${name ?? metric}`, fromLogits });
}

/** `accuracy` → `weightedAccuracy`. */
function weightedName(name: string): string {
  return `weighted${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
