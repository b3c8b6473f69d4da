import {
  argMax,
  cast,
  concat,
  greater,
  mul,
  oneHot,
  reshape,
  scalar,
  sum,
  type Tensor,
} from '@seqloom/backend';
import { numberIn, type OptionRules, oneOf, optional, positive, resolveOptions } from '@seqloom/options';
import { countsFor } from './counts.ts';
import { Metric } from './metric.ts';
import {
  areClassRows,
  binaryInputs,
  categoricalInputs,
  type MetricInputs,
  sparseInputs,
  unlessBroken,
} from './metric-inputs.ts';
import { type ProbabilityOptions, probabilityRules } from './metric-options.ts';

/** Options of `f1Score`. */
export interface F1ScoreOptions<Name extends string = string> extends ProbabilityOptions<Name> {
  /**
   * How the scores of classes become one: their mean (`macro`), their mean by the number of targets (`weighted`), or the score of all
   * decisions together (`micro`); default `macro`.
   */
  readonly average?: 'macro' | 'weighted' | 'micro';
  /**
   * Makes every output a decision of its own: a probability above it counts as positive, in (0, 1]. Default: the most probable class;
   * 0.5 for a single output.
   */
  readonly threshold?: number | undefined;
}

/** Options of `fBetaScore`. */
export interface FBetaScoreOptions<Name extends string = string> extends F1ScoreOptions<Name> {
  /** How many times as important recall is as precision; default 1. */
  readonly beta?: number;
}

/**
 * The harmonic mean of precision and recall, `2 TP / (2 TP + FP + FN)`; 0 where nothing is positive. With several outputs it is the mean
 * over the classes, all of them, also those that do not occur.
 *
 * Shapes: outputs `[B, …, C]`, probabilities or (without `threshold`) logits; targets class numbers `[B, …]` or rows `[B, …, C]`. A single
 * output is the probability of class 1.
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError for targets and outputs
 * that it is not defined for
 *
 * **Source**: `keras.metrics.F1Score`, whose `average` is none by default; `sklearn.metrics.f1_score`.
 */
export function f1Score<const Name extends string = 'f1Score'>(
  options: F1ScoreOptions<Name> = {},
): Metric<Name> {
  const settings = resolveOptions<F1ScoreOptions>('f1Score', options, f1Rules('f1Score'));
  return scoreMetric<Name>('f1Score', { ...settings, beta: 1 });
}

/**
 * `(1 + β²) TP / ((1 + β²) TP + FP + β² FN)`, as `f1Score` otherwise.
 *
 * **Source**: `keras.metrics.FBetaScore`; van Rijsbergen 1979.
 *
 * @throws as `f1Score`
 */
export function fBetaScore<const Name extends string = 'fBetaScore'>(
  options: FBetaScoreOptions<Name> = {},
): Metric<Name> {
  const rules: OptionRules<FBetaScoreOptions> = { ...f1Rules('fBetaScore'), beta: positive(1) };
  return scoreMetric<Name>('fBetaScore', resolveOptions<FBetaScoreOptions>('fBetaScore', options, rules));
}

function f1Rules(metric: string): OptionRules<F1ScoreOptions> {
  return {
    ...probabilityRules(metric),
    average: oneOf(['macro', 'weighted', 'micro'], 'macro'),
    threshold: optional(numberIn({ above: 0, max: 1 })),
  };
}

function scoreMetric<Name extends string>(
  owner: string,
  { name, ...settings }: Required<FBetaScoreOptions>,
): Metric<Name> {
  const { average, beta, threshold, fromLogits } = settings;
  return new Metric({
    name: name as Name, // the default is in the type, too
    direction: 'max',
    settings,
    measure: (targets, predictions, counts) => {
      const decided = decisions(owner, fromLogits, threshold, targets, predictions, counts);
      const weights = countsFor(predictions, counts);
      const classes = predictions.shape.at(-1)!;
      const counting = (values: Tensor) =>
        sum(reshape(weights ? mul(values, weights) : values, [-1, classes]), 0);
      const { targets: positive, outputs: predicted, broken } = decided;
      return unlessBroken(
        broken,
        concat([counting(mul(positive, predicted)), counting(predicted), counting(positive)], 0),
      );
    },
    summarize: (sums) => averageScore(sums, average, beta),
  });
}

/** Targets and decisions as 0 or 1 for every class. */
function decisions(
  owner: string,
  fromLogits: boolean,
  threshold: number | undefined,
  ...batch: readonly [targets: Tensor, predictions: Tensor, counts: Tensor | undefined]
): MetricInputs {
  const [targets, predictions] = batch;
  const classes = predictions.shape.at(-1)!;
  if (classes === 1 || threshold !== undefined) {
    const inputs = binaryInputs(owner, fromLogits, ...batch);
    return { ...inputs, outputs: cast(greater(inputs.outputs, scalar(threshold ?? 0.5)), 'float32') };
  }
  const rows = (labels: Tensor) => cast(oneHot(labels, classes), 'float32');
  if (areClassRows(targets, predictions)) {
    const inputs = categoricalInputs(owner, ...batch);
    return { ...inputs, outputs: rows(argMax(predictions, -1)) };
  }
  const inputs = sparseInputs(owner, ...batch);
  return { ...inputs, targets: rows(inputs.targets), outputs: rows(argMax(predictions, -1)) };
}

/** @param sums of true positives, predicted positives and positives, of every class each */
function averageScore(sums: Float64Array, average: F1ScoreOptions['average'], beta: number): number {
  const classes = sums.length / 3;
  const [hits, predicted, positive] = [0, 1, 2].map((i) => sums.subarray(i * classes, (i + 1) * classes)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const score = (hit: number, called: number, actual: number) => {
    // (1 + β²) TP + FP + β² FN
    const all = called + beta ** 2 * actual;
    return all === 0 ? 0 : ((1 + beta ** 2) * hit) / all;
  };
  if (average === 'micro') return score(total(hits), total(predicted), total(positive));
  const scores = hits.map((hit, c) => score(hit, predicted[c]!, positive[c]!));
  if (average === 'macro') return total(scores) / classes;
  const support = total(positive);
  return support === 0 ? 0 : total(scores.map((value, c) => value * positive[c]!)) / support;
}
