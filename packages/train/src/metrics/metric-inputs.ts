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

/** The targets and outputs of a batch, prepared for a metric. */
export interface MetricInputs {
  readonly targets: Tensor;
  readonly outputs: Tensor;
  /** Whether an output that counts is NaN. The metric is then NaN, too. */
  readonly broken: boolean;
}

/**
 * For targets of 0 and 1 and probabilities of 1.
 *
 * @throws RangeError for other targets, and for outputs that are not probabilities
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
 * For targets that are distributions over classes, and outputs that are probabilities or logits of the classes.
 *
 * @throws RangeError for targets that are not distributions
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
    'For class numbers use sparseCategoricalAccuracy, for several labels at once binaryAccuracy.';
  if (given) checkDistributions(owner, given, countsOf(given, counts), wayOut);
  return { targets: matched, outputs: predictions, broken: anyNaN(predictions, counts) };
}

/**
 * For targets that are class numbers (made int32), and outputs that are probabilities or logits of the classes.
 *
 * @throws RangeError for targets that are not class numbers
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

/** Whether targets are rows over the classes of the predictions, not class numbers. */
export function areClassRows(targets: Tensor, predictions: Tensor): boolean {
  return targets.rank === predictions.rank && targets.shape.at(-1) !== 1;
}

/**
 * For targets that are quantities.
 *
 * @throws RangeError for targets that are not finite
 */
export function numericTargets(owner: string, targets: Tensor, predictions: Tensor): Tensor {
  const given = hostValues(targets);
  if (given) checkFinite(owner, given);
  return matchTargets(owner, cast(targets, 'float32'), predictions);
}

/** NaN if an output is NaN, because comparisons with NaN give numbers without meaning; otherwise the value itself. */
export function unlessBroken(broken: boolean, measured: Tensor): Tensor {
  return broken ? mul(measured, scalar(Number.NaN)) : measured;
}

/** Whether an output that counts is NaN; false on backends that would have to wait for it. */
export function anyNaN(predictions: Tensor, counts: Tensor | undefined): boolean {
  // A NaN makes the sum NaN, and a kernel computes the sum in a fraction of the time of reading all outputs.
  const total = peek(sum(predictions));
  if (!total || !Number.isNaN(total[0])) return false;
  const values = hostValues(predictions);
  return values ? hasNaN(values, countsOf(values, counts)) : false;
}
