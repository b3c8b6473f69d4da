import { neg, type Tensor } from '@seqloom/backend';
import { type OptionRules, positive, resolveOptions } from '@seqloom/options';
import { checkFinite, hostValues } from '../values/check-values.ts';
import { matchTargets } from '../values/match-shapes.ts';
import { absoluteError, huberError, logCoshError, percentageError, squaredError } from './difference-ops.ts';
import { similarity } from './distribution-ops.ts';
import { defineLoss, type Loss } from './loss.ts';

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

/**
 * `100 |t − p| / max(|t|, 1e-7)`, mean over the last axis, in percent. Shapes: as `binaryCrossentropy`.
 *
 * @throws RangeError for targets that are not finite, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.MeanAbsolutePercentageError`.
 */
export function meanAbsolutePercentageError(): Loss {
  return regression('meanAbsolutePercentageError', percentageError);
}

/** Options of `huber`. */
export interface HuberOptions {
  /** δ, the error from which on the loss is linear; default 1. */
  readonly delta?: number;
}

const HUBER_RULES: OptionRules<HuberOptions> = { delta: positive(1) };

/**
 * With e = p − t: `e² / 2` where |e| ≤ δ, and `δ |e| − δ² / 2` elsewhere; mean over the last axis. Shapes: as
 * `binaryCrossentropy`.
 *
 * @throws RangeError for targets that are not finite, on backends that read tensors without waiting; RangeError or TypeError
 * for an option that does not exist or is out of its range
 *
 * **Source**: `keras.losses.Huber`.
 *
 * @example
 * ```ts
 * await fit(model, data, { loss: huber({ delta: 0.5 }) });
 * ```
 */
export function huber(options: HuberOptions = {}): Loss {
  const settings = resolveOptions('huber', options, HUBER_RULES);
  return regression('huber', (t, p) => huberError(t, p, settings.delta), settings);
}

/**
 * `ln cosh(p − t)`, mean over the last axis: close to half the square of small errors and to the magnitude of large ones.
 * Shapes: as `binaryCrossentropy`.
 *
 * @throws RangeError for targets that are not finite, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.LogCosh`; small errors are computed without its difference of equal numbers.
 */
export function logCosh(): Loss {
  return regression('logCosh', logCoshError);
}

/**
 * `−Σ t · p / (‖t‖ ‖p‖)` over the last axis, from −1 for the same direction to 1 for opposite ones; 0 where a vector is 0.
 *
 * Shapes: targets and predictions `[B, …, D]`.
 *
 * @throws RangeError for targets that are not finite, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.CosineSimilarity`.
 */
export function cosineSimilarity(): Loss {
  return regression('cosineSimilarity', (t, p) => neg(similarity(t, p)));
}

function regression(
  name: string,
  error: (targets: Tensor, predictions: Tensor) => Tensor,
  settings?: object,
): Loss {
  return defineLoss({
    name,
    ...(settings && { settings }),
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
