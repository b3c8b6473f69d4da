import { boolean, numberIn, type OptionRules, type Resolved, resolveOptions, rule } from '@seqloom/options';
import { checkMetricName } from './metric.ts';

/** Options of every metric. */
export interface MetricOptions<Name extends string = string> {
  /** Key in the logs. */
  readonly name?: Name;
}

/** All options of a metric, with the defaults filled in. */
export interface MetricSettings<Name extends string = string> {
  readonly name: Name;
  readonly [option: string]: unknown;
}

/** Options of metrics that read the outputs as probabilities. */
export interface ProbabilityOptions<Name extends string = string> extends MetricOptions<Name> {
  /** Whether the outputs are logits, to which a sigmoid is applied; default false. */
  readonly fromLogits?: boolean;
}

/** Options of metrics that compare probabilities with a threshold. */
export interface ThresholdOptions<Name extends string = string> extends ProbabilityOptions<Name> {
  /** A probability above it counts as positive, in [0, 1]; default 0.5. With logits it applies to their sigmoid. */
  readonly threshold?: number;
}

/** The rules of `MetricOptions`. By default a metric has the name of its function. */
export function nameRules(metric: string): OptionRules<MetricOptions> {
  return { name: rule<string>(checkMetricName, metric) };
}

/** The rules of `ProbabilityOptions`. */
export function probabilityRules(metric: string): OptionRules<ProbabilityOptions> {
  return { ...nameRules(metric), fromLogits: boolean(false) };
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readName<Name extends string>(metric: string, options: MetricOptions<Name>): Name {
  return resolveOptions<MetricOptions>(metric, options, nameRules(metric)).name as Name; // the default is in the type, too
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readProbability<Name extends string>(
  metric: string,
  options: ProbabilityOptions<Name>,
): Resolved<ProbabilityOptions<Name>> {
  const settings = resolveOptions<ProbabilityOptions>(metric, options, probabilityRules(metric));
  return settings as Resolved<ProbabilityOptions<Name>>; // the default is in the type, too
}

/** @throws RangeError or TypeError for an option that does not exist or is out of its range */
export function readThreshold<Name extends string>(
  metric: string,
  options: ThresholdOptions<Name>,
): Resolved<ThresholdOptions<Name>> {
  const settings = resolveOptions<ThresholdOptions>(metric, options, {
    ...probabilityRules(metric),
    threshold: numberIn({ min: 0, max: 1 }, 0.5),
  });
  return settings as Resolved<ThresholdOptions<Name>>; // the default is in the type, too
}
