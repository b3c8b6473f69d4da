import { cast, concat, div, fill, maximum, mul, reshape, scalar, square, sub, sum } from '@seqloom/backend';
import { warn } from '@seqloom/nn';
import { count, type OptionRules, oneOf, resolveOptions } from '@seqloom/options';
import { countsFor, weigh } from './counts.ts';
import { Metric } from './metric.ts';
import { numericTargets } from './metric-inputs.ts';
import { type MetricOptions, nameRules } from './metric-options.ts';

/** Options of `r2Score`. */
export interface R2ScoreOptions<Name extends string = string> extends MetricOptions<Name> {
  /** How the scores of several outputs become one: their mean, or their mean by the variance of the targets; default the mean. */
  readonly classAggregation?: 'uniformAverage' | 'varianceWeightedAverage';
  /** p, the number of independent regressors of the model, for the adjusted score; default 0: the score itself. */
  readonly numRegressors?: number;
}

/** Numbers of a batch before those of its outputs: how many outputs, and how many targets count. */
const LEAD = 2;

/** Keeps the mean of a batch in which nothing counts at 0. */
const SMALLEST_COUNT = 1e-30;

/**
 * `1 − Σ (t − p)² / Σ (t − mean t)²`: the fraction of the variance of the targets that the predictions explain. Below 0 they are worse
 * than the mean of the targets. If all targets of an output are equal, its score is 1 for exact predictions and otherwise 0.
 *
 * With `numRegressors` p the score R² becomes `1 − (1 − R²) (n − 1) / (n − p − 1)`. n counts the targets of all outputs, as in Keras, and
 * leaves out those that a mask or a weight of 0 does. Where n ≤ p + 1 it stays R², with a warning.
 *
 * Shapes: targets and predictions `[B, …, D]`.
 *
 * Each batch contributes its own mean and its sum of squares around it, so that nothing is lost where the mean is far from 0.
 *
 * @throws RangeError or TypeError for an option that does not exist or is out of its range; RangeError for targets that are not
 * finite
 *
 * **Source**: `keras.metrics.R2Score`, `sklearn.metrics.r2_score`; Chan et al. 1979 for joining the batches.
 */
export function r2Score<const Name extends string = 'r2Score'>(
  options: R2ScoreOptions<Name> = {},
): Metric<Name> {
  const rules: OptionRules<R2ScoreOptions> = {
    ...nameRules('r2Score'),
    classAggregation: oneOf(['uniformAverage', 'varianceWeightedAverage'], 'uniformAverage'),
    numRegressors: count(0),
  };
  const { name, classAggregation, numRegressors } = resolveOptions<R2ScoreOptions>('r2Score', options, rules);
  let reported = false;
  const adjusted = (score: number, targets: number) => {
    if (numRegressors === 0) return score;
    const freedom = targets - numRegressors - 1;
    if (freedom > 0) return 1 - ((1 - score) * (targets - 1)) / freedom;
    if (!reported) {
      warn(
        `r2Score: numRegressors ${numRegressors} needs at least ${numRegressors + 2} targets, got ${targets}. The score is not adjusted.`,
      );
    }
    reported = true;
    return score;
  };
  return new Metric({
    name: name as Name, // the default is in the type, too
    direction: 'max',
    settings: { classAggregation, numRegressors },
    combine: 'append',
    measure: (targets, predictions, counts) => {
      const matched = numericTargets('r2Score', targets, predictions);
      const outputs = predictions.rank > 1 ? predictions.shape.at(-1)! : 1;
      const ones = fill(predictions.shape, 1);
      const given = countsFor(predictions, counts);
      const weights = given ? mul(ones, given) : ones;
      const total = (values: typeof ones) => sum(reshape(weigh(values, weights), [-1, outputs]), 0);
      const count = total(ones);
      const mean = div(total(matched), maximum(count, scalar(SMALLEST_COUNT)));
      const squares = total(square(sub(matched, mean)));
      const errors = total(square(sub(matched, predictions)));
      const targetsThatCount = reshape(sum(cast(cast(weights, 'bool'), 'float32')), [1]);
      return concat([fill([1], outputs), targetsThatCount, count, mean, squares, errors], 0);
    },
    summarize: (batches) => adjusted(scoreOf(batches, classAggregation), targetsIn(batches)),
  });
}

/** The targets that count in all batches. */
function targetsIn(batches: Float64Array): number {
  let targets = 0;
  for (let at = 0; at < batches.length; at += LEAD + 4 * batches[0]!) targets += batches[at + 1]!;
  return targets;
}

/** @param batches each the number of outputs, the targets that count, and of every output: Σ w, the mean, Σ w (t − mean)², Σ w (t − p)² */
function scoreOf(batches: Float64Array, aggregation: R2ScoreOptions['classAggregation']): number {
  const outputs = batches[0]!;
  const scores: number[] = [];
  const variances: number[] = [];
  for (let output = 0; output < outputs; output++) {
    let [count, mean, squares, errors] = [0, 0, 0, 0];
    for (let at = LEAD + output; at < batches.length; at += LEAD + 4 * outputs) {
      const [added, meanAdded] = [batches[at]!, batches[at + outputs]!];
      if (added === 0) continue;
      const distance = meanAdded - mean;
      squares += batches[at + 2 * outputs]! + (distance ** 2 * count * added) / (count + added);
      count += added;
      mean += (distance * added) / count;
      errors += batches[at + 3 * outputs]!;
    }
    variances.push(squares);
    scores.push(squares > 0 ? 1 - errors / squares : Number(errors === 0));
  }
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  const weightOf = (output: number) =>
    aggregation === 'uniformAverage' || total === 0 ? 1 / outputs : variances[output]! / total;
  return scores.reduce((sum, score, output) => sum + weightOf(output) * score, 0);
}
