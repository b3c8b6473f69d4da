import { cast, concat, greater, mul, reshape, scalar, sub, sum, type Tensor, tensor } from '@seqloom/backend';
import { checkOptions, checkPositiveInteger } from '@seqloom/options';
import { alignToFirstAxes } from './align-to-first-axes.ts';
import { matchTargets } from './match-shapes.ts';
import { Metric } from './metric.ts';

/** Options of `auc`. */
export interface AucOptions {
  /** Key in the logs; default `auc`. */
  readonly name?: string;
  /** At how many thresholds the curve is taken; default 200. */
  readonly numThresholds?: number;
}

/**
 * Area under the ROC curve: how probable it is that a positive sample is ranked above a negative one. The curve is taken
 * at evenly spaced thresholds and integrated by the trapezoidal rule. 0 when one of the classes is absent.
 *
 * **Source**: `keras.metrics.AUC`, same defaults and thresholds.
 */
export function auc(options: AucOptions = {}): Metric {
  checkOptions('auc', options, { name: true, numThresholds: true });
  const { name = 'auc', numThresholds = 200 } = options;
  checkPositiveInteger('auc', 'numThresholds', numThresholds - 1);
  // Keras' thresholds: the ends lie just outside [0, 1], so that the curve reaches (0, 0) and (1, 1).
  const thresholds = Float32Array.from({ length: numThresholds }, (_, i) => i / (numThresholds - 1));
  thresholds[0] = -1e-7;
  thresholds[numThresholds - 1] = 1 + 1e-7;
  return new Metric({
    name,
    direction: 'max',
    measure: (targets, predictions, mask) => {
      const counts = mask && alignToFirstAxes(mask, predictions);
      const counting = (values: Tensor) => reshape(counts ? mul(values, counts) : values, [-1, 1]);
      const t = matchTargets(name, cast(targets, 'float32'), predictions);
      const positive = counting(t);
      const negative = counting(sub(scalar(1), t));
      const called = cast(
        greater(reshape(predictions, [-1, 1]), tensor(thresholds, [1, numThresholds])),
        'float32',
      );
      const truePositives = sum(mul(positive, called), 0);
      const falsePositives = sum(mul(negative, called), 0);
      return concat([truePositives, falsePositives], 0);
    },
    summarize: (sums) => area(sums.subarray(numThresholds), sums.subarray(0, numThresholds)),
  });
}

/** Both rates fall from 1 to 0 with the threshold; counts at the lowest threshold are all samples of a class. */
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
