import { abs, cast, mean, square, sub, type Tensor } from '@seqloom/backend';
import { checkFinite, hostValues } from '../values/check-values.ts';
import { matchTargets } from '../values/match-shapes.ts';
import { defineLoss, type Loss } from './loss.ts';

/**
 * `(t − p)²`, mean over the last axis. Shapes: as `binaryCrossentropy`.
 *
 * @throws RangeError for targets that are not finite, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.MeanSquaredError`.
 */
export function meanSquaredError(): Loss {
  return regression('meanSquaredError', square);
}

/**
 * `|t − p|`, mean over the last axis. Shapes: as `binaryCrossentropy`.
 *
 * @throws RangeError for targets that are not finite, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.MeanAbsoluteError`.
 */
export function meanAbsoluteError(): Loss {
  return regression('meanAbsoluteError', abs);
}

function regression(name: string, penalty: (difference: Tensor) => Tensor): Loss {
  return defineLoss({
    name,
    targets: 'quantities',
    checkTargets: (targets) => checkFinite(name, targets),
    measure: (targets, { output }) => {
      const matched = matchTargets(name, cast(targets, 'float32'), output);
      const given = hostValues(targets);
      if (given) checkFinite(name, given);
      return mean(penalty(sub(output, matched)), -1);
    },
  });
}
