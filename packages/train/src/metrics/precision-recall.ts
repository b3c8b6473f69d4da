import { cast, greater, mul, scalar, stack, sum, type Tensor } from '@seqloom/backend';
import { countsFor } from './counts.ts';
import { Metric } from './metric.ts';
import { binaryInputs, unlessBroken } from './metric-inputs.ts';
import { readThreshold, type ThresholdOptions } from './metric-options.ts';

/**
 * The fraction of true positives among all predicted positives; 0 if there are none.
 *
 * **Source**: `keras.metrics.Precision`.
 */
export function precision<const Name extends string = 'precision'>(
  options: ThresholdOptions<Name> = {},
): Metric<Name> {
  return hitsAmong('precision', options, (_targets, predicted) => predicted);
}

/**
 * The fraction of true positives among all positives; 0 if there are none.
 *
 * **Source**: `keras.metrics.Recall`.
 */
export function recall<const Name extends string = 'recall'>(
  options: ThresholdOptions<Name> = {},
): Metric<Name> {
  return hitsAmong('recall', options, (targets) => targets);
}

function hitsAmong<Name extends string>(
  owner: string,
  options: ThresholdOptions<Name>,
  among: (targets: Tensor, predicted: Tensor) => Tensor,
): Metric<Name> {
  const { name, ...settings } = readThreshold(owner, options);
  const { threshold, fromLogits } = settings;
  return new Metric({
    name,
    direction: 'max',
    settings,
    measure: (targets, predictions, counts) => {
      const {
        targets: positive,
        outputs,
        broken,
      } = binaryInputs(owner, fromLogits, targets, predictions, counts);
      const predicted = cast(greater(outputs, scalar(threshold)), 'float32');
      const weights = countsFor(predictions, counts);
      const counting = (values: Tensor) => sum(weights ? mul(values, weights) : values);
      return unlessBroken(
        broken,
        stack([counting(mul(positive, predicted)), counting(among(positive, predicted))], 0),
      );
    },
    summarize: ([hits, all]) => (all === 0 ? 0 : hits! / all!),
  });
}
