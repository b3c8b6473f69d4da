import {
  boolean,
  formatValue,
  notNegative,
  numberIn,
  type OptionRules,
  resolveOptions,
  rule,
} from '@seqloom/options';
import { checkDistributions, checkUnitInterval } from '../values/check-values.ts';
import {
  OTHER_TARGETS,
  SMOOTHED_CROSSENTROPY_RULES,
  type SmoothedCrossentropyOptions,
} from './crossentropies.ts';
import { crossentropy } from './crossentropy-loss.ts';
import {
  binaryFocalOfLogits,
  binaryFocalOfProbabilities,
  categoricalFocalOfLogits,
  categoricalFocalOfProbabilities,
} from './focal-ops.ts';
import { matchSmoothed } from './label-smoothing.ts';
import type { Loss } from './loss.ts';

/** Options of `binaryFocalCrossentropy`. */
export interface BinaryFocalOptions extends SmoothedCrossentropyOptions {
  /** Whether to weight the classes by α; default false. */
  readonly applyClassBalancing?: boolean;
  /** α, the weight of class 1; class 0 has the weight 1 − α. In [0, 1], default 0.25. */
  readonly alpha?: number;
  /** γ, the power of the factor; 0 makes it the cross-entropy. Default 2. */
  readonly gamma?: number;
}

const BINARY_RULES: OptionRules<BinaryFocalOptions> = {
  ...SMOOTHED_CROSSENTROPY_RULES,
  applyClassBalancing: boolean(false),
  alpha: numberIn({ min: 0, max: 1 }, 0.25),
  gamma: notNegative(2),
};

/**
 * The binary cross-entropy with less weight on samples that are predicted well: times `(1 − q)ᵞ`, mean over the last axis, with the
 * probability `q = t p + (1 − t)(1 − p)` of the target; with `applyClassBalancing` also times `t α + (1 − t)(1 − α)`.
 *
 * Shapes: targets `[B]` or as predictions, 0 … 1; predictions `[B, D]`.
 *
 * If the model ends in a sigmoid, the loss is computed from the input of the sigmoid.
 *
 * @throws RangeError for targets outside 0 … 1, in `fit` and `evaluate` also for such outputs, on backends that read
 * tensors without waiting; RangeError or TypeError for an option that does not exist or is out of its range
 *
 * **Source**: `keras.losses.BinaryFocalCrossentropy`, which clips the sigmoid of logits; Lin et al. 2017.
 */
export function binaryFocalCrossentropy(options: BinaryFocalOptions = {}): Loss {
  const owner = 'binaryFocalCrossentropy';
  const settings = resolveOptions(owner, options, BINARY_RULES);
  const { applyClassBalancing, gamma } = settings;
  const focus = { gamma, alpha: applyClassBalancing ? settings.alpha : undefined };
  return crossentropy(owner, settings, {
    activation: 'sigmoid',
    targets: 'probabilities',
    checkTargets: (name, targets, _outputShape, counts) => checkUnitInterval(name, targets, counts),
    match: matchSmoothed(settings.labelSmoothing, 2),
    ofLogits: (t, x, probabilities) => binaryFocalOfLogits(t, x, focus, probabilities),
    ofProbabilities: (t, p) => binaryFocalOfProbabilities(t, p, focus),
  });
}

/** Options of `categoricalFocalCrossentropy`. */
export interface CategoricalFocalOptions extends SmoothedCrossentropyOptions {
  /** α, the weight of all classes or a list with that of each; default 0.25. */
  readonly alpha?: number | readonly number[];
  /** γ, the power of the factor; 0 makes it the weighted cross-entropy. Default 2. */
  readonly gamma?: number;
}

const CATEGORICAL_RULES: OptionRules<CategoricalFocalOptions> = {
  ...SMOOTHED_CROSSENTROPY_RULES,
  alpha: rule<number | readonly number[]>((owner, option, value) => {
    if (!Array.isArray(value)) notNegative().check(owner, option, value);
    else if (value.length === 0)
      throw new RangeError(`${owner}: ${option} must not be empty, got ${formatValue(value)}.`);
    else for (const [i, each] of value.entries()) notNegative().check(owner, `${option}[${i}]`, each);
  }, 0.25),
  gamma: notNegative(2),
};

/**
 * The categorical cross-entropy with less weight on samples that are predicted well: `−Σ α · (1 − p)ᵞ · t · ln p` over the last axis.
 *
 * Shapes: targets and predictions `[B, …, C]`.
 *
 * If the model ends in a softmax, the loss is computed from the input of the softmax.
 *
 * @throws RangeError for targets outside 0 … 1 and for those of a sample that do not sum to 1 (within 0.01), in `fit` and
 * `evaluate` also for outputs outside 0 … 1, on backends that read tensors without waiting; RangeError or TypeError for an
 * option that does not exist or is out of its range
 *
 * **Source**: `keras.losses.CategoricalFocalCrossentropy`, which clips the softmax of logits; Lin et al. 2017.
 */
export function categoricalFocalCrossentropy(options: CategoricalFocalOptions = {}): Loss {
  const owner = 'categoricalFocalCrossentropy';
  const settings = resolveOptions(owner, options, CATEGORICAL_RULES);
  const { alpha, gamma } = settings;
  const match = matchSmoothed(settings.labelSmoothing);
  return crossentropy(owner, settings, {
    activation: 'softmax',
    targets: 'probabilities',
    checkTargets: (name, targets, _outputShape, counts) =>
      checkDistributions(name, targets, counts, OTHER_TARGETS),
    match: (name, targets, output) => {
      const classes = output.shape.at(-1)!;
      if (typeof alpha === 'number' || alpha.length === classes) return match(name, targets, output);
      throw new RangeError(
        `${name}: alpha must hold a weight for each of the ${classes} classes, got ${alpha.length}.`,
      );
    },
    ofLogits: (t, x) => categoricalFocalOfLogits(t, x, { alpha, gamma }),
    ofProbabilities: (t, p) => categoricalFocalOfProbabilities(t, p, { alpha, gamma }),
  });
}
