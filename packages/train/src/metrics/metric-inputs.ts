import { cast, mul, peek, scalar, sigmoid, sum, type Tensor } from '@seqloom/backend';
import {
  checkBinary,
  checkDistributions,
  checkFinite,
  checkLabels,
  checkProbabilities,
  countsOf,
  hasNaN,
  hostValues,
} from '../values/check-values.ts';
import { matchLabels, matchTargets } from '../values/match-shapes.ts';

/** Targets and outputs of a batch as a metric reads them. */
export interface MetricInputs {
  readonly targets: Tensor;
  readonly outputs: Tensor;
  /** Whether an output that counts is NaN; no number follows from such a batch. */
  readonly broken: boolean;
}

/**
 * Targets 0 and 1 and the probabilities of 1.
 *
 * @throws RangeError for other targets, and for outputs that are no probabilities
 */
export function binaryInputs(
  owner: string,
  fromLogits: boolean,
  targets: Tensor,
  predictions: Tensor,
  counts: Tensor | undefined,
): MetricInputs {
  const matched = matchTargets(owner, cast(targets, 'float32'), predictions);
  const given = hostValues(targets);
  if (given) checkBinary(owner, given, countsOf(given, counts));
  if (fromLogits)
    return { targets: matched, outputs: sigmoid(predictions), broken: anyNaN(predictions, counts) };
  const values = hostValues(predictions);
  const wayOut = `End the model in a sigmoid or softmax, or give the metric as ${owner}({ fromLogits: true }) when they are logits.`;
  const broken = values ? checkProbabilities(owner, values, countsOf(values, counts), wayOut) : false;
  return { targets: matched, outputs: predictions, broken };
}

/**
 * Targets that are distributions over classes, and scores of the classes, probabilities or logits.
 *
 * @throws RangeError for targets that are no distributions
 */
export function categoricalInputs(
  owner: string,
  targets: Tensor,
  predictions: Tensor,
  counts: Tensor | undefined,
): MetricInputs {
  const matched = matchTargets(owner, cast(targets, 'float32'), predictions);
  const given = hostValues(targets);
  const wayOut =
    'For class numbers there is sparseCategoricalAccuracy, for several labels at once binaryAccuracy.';
  if (given) checkDistributions(owner, given, countsOf(given, counts), wayOut);
  return { targets: matched, outputs: predictions, broken: anyNaN(predictions, counts) };
}

/**
 * Targets that are class numbers, int32, and scores of the classes, probabilities or logits.
 *
 * @throws RangeError for targets that are no class numbers
 */
export function sparseInputs(
  owner: string,
  targets: Tensor,
  predictions: Tensor,
  counts: Tensor | undefined,
): MetricInputs {
  const matched = cast(matchLabels(owner, targets, predictions), 'int32');
  const given = hostValues(targets);
  if (given) checkLabels(owner, given, predictions.shape.at(-1)!, countsOf(given, counts));
  return { targets: matched, outputs: predictions, broken: anyNaN(predictions, counts) };
}

/**
 * Targets that are quantities.
 *
 * @throws RangeError for targets that are not finite
 */
export function numericTargets(owner: string, targets: Tensor, predictions: Tensor): Tensor {
  const given = hostValues(targets);
  if (given) checkFinite(owner, given);
  return matchTargets(owner, cast(targets, 'float32'), predictions);
}

/** What a batch gave, or NaN where its outputs are: comparisons make numbers of them that mean nothing. */
export function unlessBroken(broken: boolean, measured: Tensor): Tensor {
  return broken ? mul(measured, scalar(Number.NaN)) : measured;
}

function anyNaN(predictions: Tensor, counts: Tensor | undefined): boolean {
  // A NaN makes one of the sum, which a kernel finds in a fraction of the time that reading all outputs takes.
  const total = peek(sum(predictions));
  if (!total || !Number.isNaN(total[0])) return false;
  const values = hostValues(predictions);
  return values ? hasNaN(values, countsOf(values, counts)) : false;
}
