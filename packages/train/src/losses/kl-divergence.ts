import { checkProbabilities, checkUnitInterval, countsOf, hostValues } from '../values/check-values.ts';
import { matchTargets } from '../values/match-shapes.ts';
import { divergence } from './distribution-ops.ts';
import { defineLoss, type Loss } from './loss.ts';

/**
 * `Σ t · ln(t / p)` over the last axis: how far the distribution p is from the distribution t. Both are clipped to [1e-7, 1].
 *
 * Shapes: targets and predictions `[B, …, C]`.
 *
 * @throws RangeError for targets outside 0 … 1, in `fit` and `evaluate` also for such outputs, on backends that read tensors
 * without waiting
 *
 * **Source**: `keras.losses.KLDivergence`; Kullback & Leibler 1951.
 */
export function klDivergence(): Loss {
  const owner = 'klDivergence';
  return defineLoss({
    name: owner,
    targets: 'probabilities',
    checkTargets: (targets, _outputShape, counts) => checkUnitInterval(owner, targets, counts),
    checkOutputs: ({ output, mask }) => {
      const values = hostValues(output);
      if (values) checkProbabilities(owner, values, countsOf(values, mask), 'End the model in a softmax.');
    },
    measure: (targets, { output, mask }) => {
      const matched = matchTargets(owner, targets, output);
      const given = hostValues(targets);
      if (given) checkUnitInterval(owner, given, countsOf(given, mask));
      return divergence(matched, output);
    },
  });
}
