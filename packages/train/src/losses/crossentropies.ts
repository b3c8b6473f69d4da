import { cast, oneHot, type Tensor } from '@seqloom/backend';
import { boolean, numberIn, type OptionRules, resolveOptions } from '@seqloom/options';
import { checkDistributions, checkLabels, checkUnitInterval } from '../values/check-values.ts';
import { matchLabels } from '../values/match-shapes.ts';
import { crossentropy } from './crossentropy-loss.ts';
import {
  binaryCrossentropyOfLogits,
  binaryCrossentropyOfProbabilities,
  categoricalCrossentropyOfLogits,
  categoricalCrossentropyOfProbabilities,
} from './crossentropy-ops.ts';
import { matchSmoothed } from './label-smoothing.ts';
import type { Loss } from './loss.ts';

/** Options of the cross-entropies. */
export interface CrossentropyOptions {
  /** Whether the predictions are logits, not probabilities; default false. */
  readonly fromLogits?: boolean;
}

/** Options of the cross-entropies whose targets are probabilities. */
export interface SmoothedCrossentropyOptions extends CrossentropyOptions {
  /**
   * s in [0, 1]: targets become `t (1 − s) + s / C`, with the number of classes C, which is 2 for `binaryCrossentropy`; default 0.
   */
  readonly labelSmoothing?: number;
}

const RULES: OptionRules<CrossentropyOptions> = { fromLogits: boolean(false) };

/** The rules of the cross-entropies whose targets are probabilities. */
export const SMOOTHED_CROSSENTROPY_RULES: OptionRules<SmoothedCrossentropyOptions> = {
  ...RULES,
  labelSmoothing: numberIn({ min: 0, max: 1 }, 0),
};

/**
 * `−(t · ln p + (1 − t) · ln(1 − p))`, mean over the last axis.
 *
 * Shapes: targets `[B]` or as predictions, 0 … 1; predictions `[B, D]`.
 *
 * If the model ends in a sigmoid, the loss is computed from the input x of the sigmoid, `softplus(x) − t · x`, which has a
 * gradient for every x.
 *
 * @throws RangeError for targets outside 0 … 1, in `fit` and `evaluate` also for such outputs, on backends that
 * read tensors without waiting
 *
 * **Source**: `keras.losses.BinaryCrossentropy`; probabilities are clipped to `[1e-7, 1 − 1e-7]`.
 */
export function binaryCrossentropy(options: SmoothedCrossentropyOptions = {}): Loss {
  const settings = resolveOptions('binaryCrossentropy', options, SMOOTHED_CROSSENTROPY_RULES);
  return crossentropy('binaryCrossentropy', settings, {
    activation: 'sigmoid',
    targets: 'probabilities',
    checkTargets: (owner, targets, _outputShape, counts) => checkUnitInterval(owner, targets, counts),
    match: matchSmoothed(settings.labelSmoothing, 2),
    ofLogits: binaryCrossentropyOfLogits,
    ofProbabilities: binaryCrossentropyOfProbabilities,
  });
}

/** Advice for targets that are not distributions over classes. */
export const OTHER_TARGETS: string =
  'For class numbers use sparseCategoricalCrossentropy, for several labels at once binaryCrossentropy.';

/**
 * `−Σ t · ln p` over the last axis, for targets that are distributions over classes: one-hot rows or soft labels.
 *
 * Shapes: targets and predictions `[B, …, C]`.
 *
 * If the model ends in a softmax, the loss is computed from the input of the softmax.
 *
 * @throws RangeError for targets outside 0 … 1 and for those of a sample that do not sum to 1 (within 0.01), in `fit` and
 * `evaluate` also for outputs outside 0 … 1, on backends that read tensors without waiting
 *
 * **Source**: `keras.losses.CategoricalCrossentropy`; probabilities are scaled to the sum 1 and clipped.
 */
export function categoricalCrossentropy(options: SmoothedCrossentropyOptions = {}): Loss {
  const settings = resolveOptions('categoricalCrossentropy', options, SMOOTHED_CROSSENTROPY_RULES);
  return crossentropy('categoricalCrossentropy', settings, {
    activation: 'softmax',
    targets: 'probabilities',
    checkTargets: (owner, targets, _outputShape, counts) =>
      checkDistributions(owner, targets, counts, OTHER_TARGETS),
    match: matchSmoothed(settings.labelSmoothing),
    ofLogits: categoricalCrossentropyOfLogits,
    ofProbabilities: categoricalCrossentropyOfProbabilities,
  });
}

/**
 * `−ln p[t]`, for targets that are class numbers: `categoricalCrossentropy` of their one-hot rows.
 *
 * Shapes: targets `[B, …]` (or `[B, …, 1]`) with integers 0 … C − 1; predictions `[B, …, C]`.
 *
 * If the model ends in a softmax, the loss is computed from the input of the softmax.
 *
 * @throws RangeError for a label that is not a class number, in `fit` and `evaluate` also for outputs outside 0 … 1, on
 * backends that read tensors without waiting
 *
 * **Source**: `keras.losses.SparseCategoricalCrossentropy`; probabilities are scaled to the sum 1 and clipped.
 */
export function sparseCategoricalCrossentropy(options: CrossentropyOptions = {}): Loss {
  const rows = (labels: Tensor, output: Tensor) =>
    cast(oneHot(cast(labels, 'int32'), output.shape.at(-1)!), 'float32');
  const settings = resolveOptions('sparseCategoricalCrossentropy', options, RULES);
  return crossentropy('sparseCategoricalCrossentropy', settings, {
    activation: 'softmax',
    targets: 'labels',
    checkTargets: (owner, targets, outputShape, counts) =>
      checkLabels(owner, targets, outputShape.at(-1)!, counts),
    match: matchLabels,
    ofLogits: (labels, x) => categoricalCrossentropyOfLogits(rows(labels, x), x),
    ofProbabilities: (labels, p) => categoricalCrossentropyOfProbabilities(rows(labels, p), p),
  });
}
