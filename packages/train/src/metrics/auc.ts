import {
  cast,
  concat,
  greater,
  mul,
  reshape,
  scalar,
  stack,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@seqloom/backend';
import { numberIn, type OptionRules, oneOf, optional, type Resolved, resolveOptions } from '@seqloom/options';
import { countsFor } from './counts.ts';
import { Metric } from './metric.ts';
import { binaryInputs, type MetricInputs, unlessBroken } from './metric-inputs.ts';
import { type ProbabilityOptions, probabilityRules } from './metric-options.ts';

/** Options of `auc`. */
export interface AucOptions<Name extends string = string> extends ProbabilityOptions<Name> {
  /**
   * The number of thresholds of the curve. Default 200 for probabilities. For logits, without it, the area is computed from the
   * ranks of all samples.
   */
  readonly numThresholds?: number | undefined;
  /** The curve: `ROC`, true against false positives, or `PR`, precision against recall; default `ROC`. */
  readonly curve?: 'ROC' | 'PR';
}

type AucSettings<Name extends string> = Resolved<AucOptions<Name>>;

const RULES: OptionRules<AucOptions> = {
  ...probabilityRules('auc'),
  numThresholds: optional(numberIn({ min: 2, integer: true })),
  curve: oneOf(['ROC', 'PR'], 'ROC'),
};

/**
 * Area under the ROC curve: the probability that a positive sample is ranked above a negative one. Targets are 0 or 1. The
 * area is 0 when one of the classes is absent. With `curve: 'PR'`, area under the curve of precision against recall, which tells more
 * where positives are few.
 *
 * For probabilities the curve is computed at evenly spaced thresholds and integrated by the trapezoidal rule; precision and recall by
 * the rule of Davis & Goadrich, as in Keras. Logits have no bounds between which to space thresholds: with `fromLogits` the area is
 * computed from the ranks of all samples, where ties count half; for precision and recall it is then the average precision. This keeps
 * 12 bytes per output. With `fromLogits` and `numThresholds` it uses the probabilities σ(x).
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError for targets other
 * than 0 and 1 and for probabilities outside 0 … 1
 *
 * **Source**: `keras.metrics.AUC`, same defaults and thresholds; Mann & Whitney 1947 and `sklearn.metrics.average_precision_score` for
 * the ranks; Davis & Goadrich 2006.
 */
export function auc<const Name extends string = 'auc'>(options: AucOptions<Name> = {}): Metric<Name> {
  const settings = resolveOptions<AucOptions>('auc', options, RULES) as AucSettings<Name>; // the default of the name is in the type, too
  const { numThresholds, fromLogits, curve } = settings;
  if (fromLogits && numThresholds === undefined)
    return ofRanks(settings, curve === 'PR' ? averagePrecision : areaOfRanks);
  return atThresholds(settings, numThresholds ?? 200, curve === 'PR' ? areaOfPrecision : area);
}

/** The area under a curve, from the weights of the samples above each threshold, from the lowest threshold on. */
type Area = (falsePositives: Float64Array, truePositives: Float64Array) => number;

function atThresholds<Name extends string>(
  { name, ...settings }: AucSettings<Name>,
  count: number,
  areaOf: Area,
): Metric<Name> {
  // Keras' thresholds: the ends lie just outside [0, 1], so that the curve reaches (0, 0) and (1, 1).
  const thresholds = Float32Array.from({ length: count }, (_, i) => i / (count - 1));
  thresholds[0] = -1e-7;
  thresholds[count - 1] = 1 + 1e-7;
  return new Metric({
    name,
    direction: 'max',
    settings,
    measure: (targets, predictions, counts) => {
      const inputs = binaryInputs('auc', settings.fromLogits, targets, predictions, counts);
      const { positive, negative } = weightsOfClasses(inputs, counts);
      const predicted = cast(
        greater(reshape(inputs.outputs, [-1, 1]), tensor(thresholds, [1, count])),
        'float32',
      );
      const truePositives = sum(mul(reshape(positive, [-1, 1]), predicted), 0);
      const falsePositives = sum(mul(reshape(negative, [-1, 1]), predicted), 0);
      return unlessBroken(inputs.broken, concat([truePositives, falsePositives], 0));
    },
    summarize: (sums) => areaOf(sums.subarray(count), sums.subarray(0, count)),
  });
}

/** Trapezoidal rule. The counts at the lowest threshold are all samples of a class; both rates fall from 1 to 0. */
function area(falsePositives: Float64Array, truePositives: Float64Array): number {
  const negatives = falsePositives[0]!;
  const positives = truePositives[0]!;
  if (negatives === 0 || positives === 0) return 0;
  let doubled = 0;
  for (let i = 1; i < truePositives.length; i++) {
    doubled += (falsePositives[i - 1]! - falsePositives[i]!) * (truePositives[i - 1]! + truePositives[i]!);
  }
  return doubled / (2 * negatives * positives);
}

/**
 * Precision over recall. Between two thresholds, true positives are taken to be linear in all positives, so that
 * `∫ TP / P dTP = s (ΔTP + (TP − s P) ln(P′ / P))` with `s = ΔTP / ΔP`.
 */
function areaOfPrecision(falsePositives: Float64Array, truePositives: Float64Array): number {
  const positives = truePositives[0]!;
  if (positives === 0) return 0;
  let sum = 0;
  for (let i = 1; i < truePositives.length; i++) {
    const [more, hits] = [truePositives[i - 1]! - truePositives[i]!, truePositives[i]!];
    const [moreCalled, called] = [
      more + falsePositives[i - 1]! - falsePositives[i]!,
      hits + falsePositives[i]!,
    ];
    if (moreCalled <= 0) continue;
    const slope = more / moreCalled;
    const ratio = called > 0 ? (called + moreCalled) / called : 1;
    sum += slope * (more + (hits - slope * called) * Math.log(ratio));
  }
  return sum / positives;
}

/** Keeps the score, the positive weight and the negative weight of every output. */
function ofRanks<Name extends string>(
  { name, ...settings }: AucSettings<Name>,
  areaOf: (rows: Float64Array) => number,
): Metric<Name> {
  return new Metric({
    name,
    direction: 'max',
    settings,
    combine: 'append',
    measure: (targets, predictions, counts) => {
      const inputs = binaryInputs('auc', true, targets, predictions, counts);
      const { positive, negative } = weightsOfClasses(inputs, counts);
      const rows = [predictions, positive, negative].map((values) => reshape(values, [-1]));
      return unlessBroken(inputs.broken, reshape(stack(rows, 1), [-1]));
    },
    summarize: areaOf,
  });
}

/** `Σ n · (P above + p / 2)` over the negatives n, group by group of equal scores, as a fraction of all pairs. */
function areaOfRanks(rows: Float64Array): number {
  let pairs = 0;
  const [positives, negatives] = eachGroup(rows, (positive, negative, positivesAbove) => {
    pairs += negative * (positivesAbove + positive / 2);
  });
  return positives * negatives !== 0 ? pairs / (positives * negatives) : 0;
}

/** The mean over the positives of the precision at their scores. */
function averagePrecision(rows: Float64Array): number {
  let sum = 0;
  const [positives] = eachGroup(rows, (positive, negative, positivesAbove, negativesAbove) => {
    const hits = positivesAbove + positive;
    if (positive > 0) sum += (positive * hits) / (hits + negativesAbove + negative);
  });
  return positives !== 0 ? sum / positives : 0;
}

/**
 * Calls `each` for the samples of every score, from the highest on.
 *
 * @returns the weights of all positives and of all negatives; NaN when a score is NaN
 */
function eachGroup(
  rows: Float64Array,
  each: (positive: number, negative: number, positivesAbove: number, negativesAbove: number) => void,
): readonly [positives: number, negatives: number] {
  const order = Uint32Array.from({ length: rows.length / 3 }, (_, i) => i);
  order.sort((a, b) => rows[3 * b]! - rows[3 * a]!);
  let positives = 0;
  let negatives = 0;
  for (let i = 0; i < order.length; ) {
    const score = rows[3 * order[i]!]!;
    if (Number.isNaN(score)) return [Number.NaN, Number.NaN];
    let positive = 0;
    let negative = 0;
    for (; i < order.length && rows[3 * order[i]!] === score; i++) {
      positive += rows[3 * order[i]! + 1]!;
      negative += rows[3 * order[i]! + 2]!;
    }
    each(positive, negative, positives, negatives);
    positives += positive;
    negatives += negative;
  }
  return [positives, negatives];
}

/** The weight of every output as a positive and as a negative. */
function weightsOfClasses(
  { targets, outputs }: MetricInputs,
  counts: Tensor | undefined,
): { positive: Tensor; negative: Tensor } {
  const weights = countsFor(outputs, counts);
  const counting = (values: Tensor) => (weights ? mul(values, weights) : values);
  return { positive: counting(targets), negative: counting(sub(scalar(1), targets)) };
}
