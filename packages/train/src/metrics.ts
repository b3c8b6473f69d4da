import {
  abs,
  argMax,
  cast,
  equal,
  greater,
  mul,
  scalar,
  square,
  stack,
  sub,
  sum,
  type Tensor,
} from '@seqloom/backend';
import { checkNotNegative, checkOptions, formatValue } from '@seqloom/options';
import { alignToFirstAxes } from './align-to-first-axes.ts';
import { auc } from './auc.ts';
import { matchLabels, matchTargets } from './match-shapes.ts';
import { type Direction, Metric } from './metric.ts';

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

/** Options of metrics that cut probabilities. */
export interface ThresholdOptions {
  /** Key in the logs. */
  readonly name?: string;
  /** A probability above it counts as positive; default 0.5. */
  readonly threshold?: number;
}

/** Options of other metrics. */
export interface MetricOptions {
  /** Key in the logs. */
  readonly name?: string;
}

/**
 * The share of right answers: of probabilities cut at 0.5 when the predictions are `[B, …, 1]` or targets of one value
 * each, of the most probable class otherwise, against one-hot targets or class numbers by their shape.
 *
 * **Source**: how `keras` reads `metrics=["accuracy"]`.
 */
export function accuracy(options: MetricOptions = {}): Metric {
  const name = readName('accuracy', options);
  return share(name, 'max', (targets, predictions) => {
    if (predictions.shape.at(-1) === 1) return binaryHits(targets, predictions, 0.5);
    return targets.rank === predictions.rank && targets.shape.at(-1) !== 1
      ? categoricalHits(targets, predictions)
      : sparseHits(targets, predictions);
  });
}

/** The share of probabilities on the right side of the threshold. */
export function binaryAccuracy(options: ThresholdOptions = {}): Metric {
  const { name, threshold } = readThreshold('binaryAccuracy', options);
  return share(name, 'max', (targets, predictions) => binaryHits(targets, predictions, threshold));
}

/** The share of samples whose most probable class is the target's, targets being one-hot. */
export function categoricalAccuracy(options: MetricOptions = {}): Metric {
  const name = readName('categoricalAccuracy', options);
  return share(name, 'max', categoricalHits);
}

/** The share of samples whose most probable class is the target's, targets being class numbers. */
export function sparseCategoricalAccuracy(options: MetricOptions = {}): Metric {
  const name = readName('sparseCategoricalAccuracy', options);
  return share(name, 'max', sparseHits);
}

/** Mean of `(t − p)²`. */
export function meanSquaredErrorMetric(options: MetricOptions = {}): Metric {
  const name = readName('meanSquaredError', options);
  return share(name, 'min', (targets, predictions) => square(differences(name, targets, predictions)));
}

/** Mean of `|t − p|`. */
export function meanAbsoluteErrorMetric(options: MetricOptions = {}): Metric {
  const name = readName('meanAbsoluteError', options);
  return share(name, 'min', (targets, predictions) => abs(differences(name, targets, predictions)));
}

/** True positives among all that were called positive; 0 when none was. */
export function precision(options: ThresholdOptions = {}): Metric {
  const { name, threshold } = readThreshold('precision', options);
  return hitsAmong(name, threshold, (_targets, called) => called);
}

/** True positives among all that are positive; 0 when none is. */
export function recall(options: ThresholdOptions = {}): Metric {
  const { name, threshold } = readThreshold('recall', options);
  return hitsAmong(name, threshold, (targets) => targets);
}

function readName(metric: string, options: MetricOptions): string {
  checkOptions(metric, options, { name: true });
  return options.name ?? metric;
}

function readThreshold(metric: string, options: ThresholdOptions): Required<ThresholdOptions> {
  checkOptions(metric, options, { name: true, threshold: true });
  const { name = metric, threshold = 0.5 } = options;
  checkNotNegative(metric, 'threshold', threshold);
  return { name, threshold };
}

const METRICS: ReadonlyMap<string, (options: MetricOptions) => Metric> = new Map<
  MetricName,
  (options: MetricOptions) => Metric
>([
  ['accuracy', accuracy],
  ['acc', accuracy],
  ['binaryAccuracy', binaryAccuracy],
  ['categoricalAccuracy', categoricalAccuracy],
  ['sparseCategoricalAccuracy', sparseCategoricalAccuracy],
  ['meanSquaredError', meanSquaredErrorMetric],
  ['mse', meanSquaredErrorMetric],
  ['meanAbsoluteError', meanAbsoluteErrorMetric],
  ['mae', meanAbsoluteErrorMetric],
  ['precision', precision],
  ['recall', recall],
  ['auc', auc],
]);

/**
 * The metrics of an option: names, metrics of one's own, or both.
 *
 * @throws RangeError for an unknown name, with the list of known ones, or two metrics of one name
 */
export function getMetrics(options: readonly (MetricName | Metric)[]): Metric[] {
  const metrics = options.map((option) => {
    if (option instanceof Metric) return option;
    const make = METRICS.get(option);
    if (!make) {
      throw new RangeError(
        `metrics: unknown metric, got ${formatValue(option)}. Known: ${[...METRICS.keys()].join(', ')}.`,
      );
    }
    return make({ name: option });
  });
  for (const [i, { name }] of metrics.entries()) {
    if (name === 'loss' || metrics.findIndex((metric) => metric.name === name) < i) {
      throw new RangeError(
        `metrics: the name ${JSON.stringify(name)} is taken. Give the metric another one.`,
      );
    }
  }
  return metrics;
}

/** A mean over everything measured that counts. */
function share(
  name: string,
  direction: Direction,
  each: (targets: Tensor, predictions: Tensor) => Tensor,
): Metric {
  return new Metric({
    name,
    direction,
    measure: (targets, predictions, mask) => {
      const values = each(targets, predictions);
      const counts = mask && alignToFirstAxes(mask, values);
      if (!counts) return stack([sum(values), scalar(values.size)], 0);
      return stack([sum(mul(values, counts)), mul(sum(counts), scalar(values.size / counts.size))], 0);
    },
    summarize: ([total, count]) => total! / count!,
  });
}

function hitsAmong(
  name: string,
  threshold: number,
  among: (targets: Tensor, called: Tensor) => Tensor,
): Metric {
  return new Metric({
    name,
    direction: 'max',
    measure: (targets, predictions, mask) => {
      const counts = mask && alignToFirstAxes(mask, predictions);
      const counting = (values: Tensor) => (counts ? mul(values, counts) : values);
      const positive = counting(matchTargets(name, cast(targets, 'float32'), predictions));
      const called = counting(cast(greater(predictions, scalar(threshold)), 'float32'));
      return stack([sum(mul(positive, called)), sum(among(positive, called))], 0);
    },
    summarize: ([hits, all]) => (all === 0 ? 0 : hits! / all!),
  });
}

function binaryHits(targets: Tensor, predictions: Tensor, threshold: number): Tensor {
  const t = matchTargets('accuracy', cast(targets, 'float32'), predictions);
  return cast(equal(t, cast(greater(predictions, scalar(threshold)), 'float32')), 'float32');
}

function categoricalHits(targets: Tensor, predictions: Tensor): Tensor {
  const t = matchTargets('accuracy', cast(targets, 'float32'), predictions);
  return cast(equal(argMax(t, -1), argMax(predictions, -1)), 'float32');
}

function sparseHits(targets: Tensor, predictions: Tensor): Tensor {
  const labels = cast(matchLabels('accuracy', targets, predictions), 'int32');
  return cast(equal(labels, argMax(predictions, -1)), 'float32');
}

function differences(name: string, targets: Tensor, predictions: Tensor): Tensor {
  return sub(predictions, matchTargets(name, cast(targets, 'float32'), predictions));
}
