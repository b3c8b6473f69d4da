import { checkBoolean, checkNotNegative, checkOptions, formatValue } from '@seqloom/options';

/** Options of every metric. */
export interface MetricOptions {
  /** Key in the logs. */
  readonly name?: string;
}

/** Options of metrics that read the outputs as probabilities. */
export interface ProbabilityOptions extends MetricOptions {
  /** Whether the outputs are logits, of which a sigmoid makes the probabilities; default false. */
  readonly fromLogits?: boolean;
}

/** Options of metrics that cut probabilities. */
export interface ThresholdOptions extends ProbabilityOptions {
  /** A probability above it counts as positive, in [0, 1]; default 0.5. Of logits, too, it cuts the probabilities. */
  readonly threshold?: number;
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readName(metric: string, options: MetricOptions): string {
  checkOptions(metric, options, { name: true });
  return nameOf(metric, options);
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readProbability(metric: string, options: ProbabilityOptions): Required<ProbabilityOptions> {
  checkOptions(metric, options, { name: true, fromLogits: true });
  const { fromLogits = false } = options;
  checkBoolean(metric, 'fromLogits', fromLogits);
  return { name: nameOf(metric, options), fromLogits };
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readThreshold(metric: string, options: ThresholdOptions): Required<ThresholdOptions> {
  checkOptions(metric, options, { name: true, threshold: true, fromLogits: true });
  const { threshold = 0.5, fromLogits = false } = options;
  checkBoolean(metric, 'fromLogits', fromLogits);
  checkNotNegative(metric, 'threshold', threshold);
  if (threshold > 1) {
    throw new RangeError(`${metric}: threshold must be in [0, 1], got ${formatValue(threshold)}.`);
  }
  return { name: nameOf(metric, options), threshold, fromLogits };
}

function nameOf(metric: string, { name = metric }: MetricOptions): string {
  return name;
}
