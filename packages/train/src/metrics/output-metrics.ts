import { formatValue, type OptionRules, rule } from '@seqloom/options';
import { readsSigmoidLogits } from '../losses/loss.ts';
import type { OutputLoss } from '../losses/output-losses.ts';
import { orderByName } from '../model/by-name.ts';
import type { Network } from '../model/network.ts';
import type { Metric } from './metric.ts';
import { checkMetrics, getMetrics, type MetricName, type MetricSet } from './metrics.ts';

type List = readonly (MetricName | Metric)[];

/** Metrics for each output: lists in the order of the outputs, or by name. */
export type MetricsByOutput = readonly List[] | Readonly<Record<string, List>>;

/** The options that list metrics, for one output or for each. */
export interface OutputMetricOptions {
  readonly metrics?: List | MetricsByOutput;
  readonly weightedMetrics?: List | MetricsByOutput;
}

export const OUTPUT_METRIC_RULES: OptionRules<OutputMetricOptions> = {
  metrics: rule<List | MetricsByOutput>(checkLists, []),
  weightedMetrics: rule<List | MetricsByOutput>(checkLists, []),
};

function checkLists(owner: string, option: string, value: unknown): void {
  const byName = typeof value === 'object' && value !== null && !Array.isArray(value);
  const lists = byName ? Object.values(value) : value;
  if (Array.isArray(lists) && lists.length > 0 && (byName || lists.every(Array.isArray))) {
    for (const list of lists) checkMetrics(owner, option, list);
  } else {
    checkMetrics(owner, option, value);
  }
}

/**
 * The metrics of each output of a model, in the order of the outputs. Those of a model with several outputs are logged with the
 * name of the output: `answer_accuracy`.
 *
 * @param options checked by `OUTPUT_METRIC_RULES`
 * @throws RangeError or TypeError naming the outputs when metrics are for none of them
 */
export function outputMetrics(
  owner: string,
  model: Network,
  { metrics = [], weightedMetrics = [] }: OutputMetricOptions,
  losses: readonly OutputLoss[],
): readonly MetricSet[] {
  const { outputNames } = model;
  const listsOf = (option: string, given: List | MetricsByOutput): readonly List[] => {
    if (Array.isArray(given) && !given.some(Array.isArray)) {
      if (losses.length === 1) return [given as List];
      if (given.length === 0) return losses.map(() => []);
      const example = `{ ${outputNames[0]}: [${given.map((metric) => formatValue(metric)).join(', ')}] }`;
      throw new TypeError(
        `${owner}: ${model.label} has ${losses.length} outputs; give ${option} by output, such as ${example}.`,
      );
    }
    const byName = Array.isArray(given)
      ? given
      : { ...Object.fromEntries(outputNames.map((name) => [name, []])), ...given };
    return orderByName(`${owner}: ${model.label}`, option, outputNames, byName, isNothing) as readonly List[];
  };
  const plain = listsOf('metrics', metrics);
  const weighted = listsOf('weightedMetrics', weightedMetrics);
  return losses.map(({ output, loss }, i) =>
    getMetrics(
      { metrics: plain[i]!, weightedMetrics: weighted[i]! },
      readsSigmoidLogits(loss),
      output === undefined ? '' : `${output}_`,
    ),
  );
}

/** A list of metrics is for one output, so that a value is never one by itself. */
function isNothing(_value: unknown): _value is List {
  return false;
}
