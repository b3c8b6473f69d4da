import type { Tensor } from '@seqloom/backend';
import { checkFinite, hostValues } from '../values/check-values.ts';
import { matchTargets } from '../values/match-shapes.ts';
import { defineLoss, type Loss } from './loss.ts';
import { absoluteError, squaredError } from './loss-ops.ts';

/**
 * `(t − p)²`, mean over the last axis. Shapes: as `binaryCrossentropy`.
 *
 * @throws RangeError for targets that are not finite, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.MeanSquaredError`.
 */
export function meanSquaredError(): Loss {
  return regression('meanSquaredError', squaredError);
}

/**
 * `|t − p|`, mean over the last axis. Shapes: as `binaryCrossentropy`.
 *
 * @throws RangeError for targets that are not finite, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.MeanAbsoluteError`.
 */
export function meanAbsoluteError(): Loss {
  return regression('meanAbsoluteError', absoluteError);
}

function regression(name: string, error: (targets: Tensor, predictions: Tensor) => Tensor): Loss {
  return defineLoss({
    name,
    targets: 'quantities',
    checkTargets: (targets) => checkFinite(name, targets),
    measure: (targets, { output }) => {
      const matched = matchTargets(name, targets, output);
      const given = hostValues(targets);
      if (given) checkFinite(name, given);
      return error(matched, output);
    },
  });
}
