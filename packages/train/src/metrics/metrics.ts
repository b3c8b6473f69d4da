import { formatValue } from '@seqloom/options';
import { accuracy, binaryAccuracy, categoricalAccuracy, sparseCategoricalAccuracy } from './accuracies.ts';
import { auc } from './auc.ts';
import { Metric } from './metric.ts';
import type { ProbabilityOptions } from './metric-options.ts';
import { precision, recall } from './precision-recall.ts';
import { meanAbsoluteErrorMetric, meanSquaredErrorMetric } from './regression-metrics.ts';

/** The names a metrics option takes; the name is the key in logs. */
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
  | 'auc';

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
]);

/** The metrics of a run. */
export interface MetricSet {
  /** All of them, in the order of their logs. */
  readonly all: readonly Metric[];
  /** Those among them in which samples count by their weights. */
  readonly weighted: ReadonlySet<Metric>;
}

/** The options that metrics are made of. */
export interface MetricLists {
  readonly metrics?: readonly (MetricName | Metric)[] | undefined;
  readonly weightedMetrics?: readonly (MetricName | Metric)[] | undefined;
}

/**
 * The metrics of two options: names, metrics of one's own, or both. A weighted one by a name that is among the others, too,
 * is logged as `weightedAccuracy`, as in Keras.
 *
 * @param fromLogits whether those given by name read the outputs as logits of a sigmoid, as the loss does
 * @throws RangeError for an unknown name, with the list of known ones, or two metrics of one name; TypeError for no list
 */
export function getMetrics(
  { metrics = [], weightedMetrics = [] }: MetricLists,
  fromLogits = false,
): MetricSet {
  checkList('metrics', metrics);
  checkList('weightedMetrics', weightedMetrics);
  const plain = metrics.map((option) => getMetric('metrics', option, undefined, fromLogits));
  const names = new Set(plain.map(({ name }) => name));
  const weighted = weightedMetrics.map((option) => {
    const name = typeof option === 'string' && names.has(option) ? weightedName(option) : undefined;
    return getMetric('weightedMetrics', option, name, fromLogits);
  });
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

function getMetric(
  list: string,
  option: MetricName | Metric,
  name: string | undefined,
  fromLogits: boolean,
): Metric {
  if (option instanceof Metric) return option;
  const make = METRICS.get(option);
  if (!make) {
    throw new RangeError(
      `${list}: unknown metric, got ${formatValue(option)}. Known: ${[...METRICS.keys()].join(', ')}.`,
    );
  }
  return make({ name: name ?? option, fromLogits });
}

/** `accuracy` → `weightedAccuracy`. */
function weightedName(name: string): string {
  return `weighted${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function checkList(option: string, list: unknown): void {
  if (Array.isArray(list)) return;
  throw new TypeError(`${option}: expected a list of metrics, got ${formatValue(list)}. Write [metric].`);
}
