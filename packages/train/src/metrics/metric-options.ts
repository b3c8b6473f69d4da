import { checkBoolean, checkNotNegative, checkOptions, formatValue } from '@seqloom/options';

/** Options of every metric. */
export interface MetricOptions<Name extends string = string> {
  /** Key in the logs. */
  readonly name?: Name;
}

/** Options of metrics that read the outputs as probabilities. */
export interface ProbabilityOptions<Name extends string = string> extends MetricOptions<Name> {
  /** Whether the outputs are logits, of which a sigmoid makes the probabilities; default false. */
  readonly fromLogits?: boolean;
}

/** Options of metrics that cut probabilities. */
export interface ThresholdOptions<Name extends string = string> extends ProbabilityOptions<Name> {
  /** A probability above it counts as positive, in [0, 1]; default 0.5. Of logits, too, it cuts the probabilities. */
  readonly threshold?: number;
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readName<Name extends string>(metric: string, options: MetricOptions<Name>): Name {
  checkOptions(metric, options, { name: true });
  return nameOf(metric, options);
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readProbability<Name extends string>(
  metric: string,
  options: ProbabilityOptions<Name>,
): Required<ProbabilityOptions<Name>> {
  checkOptions(metric, options, { name: true, fromLogits: true });
  const { fromLogits = false } = options;
  checkBoolean(metric, 'fromLogits', fromLogits);
  return { name: nameOf(metric, options), fromLogits };
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readThreshold<Name extends string>(
  metric: string,
  options: ThresholdOptions<Name>,
): Required<ThresholdOptions<Name>> {
  checkOptions(metric, options, { name: true, threshold: true, fromLogits: true });
  const { threshold = 0.5, fromLogits = false } = options;
  checkBoolean(metric, 'fromLogits', fromLogits);
  checkNotNegative(metric, 'threshold', threshold);
  if (threshold > 1) {
    throw new RangeError(`${metric}: threshold must be in [0, 1], got ${formatValue(threshold)}.`);
  }
  return { name: nameOf(metric, options), threshold, fromLogits };
}

/** Without a name of its own a metric is called after its function, which the function's type says. */
function nameOf<Name extends string>(metric: string, options: MetricOptions<Name>): Name {
  return options.name ?? (metric as Name);
}
