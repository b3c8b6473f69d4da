import { abs, add, mul, scalar, square, sum, type Tensor, tidy } from '@seqloom/backend';
import { formatValue, notNegative, type OptionRules, resolveOptions } from '@seqloom/options';

/** A penalty on the size of weights: `l1 · Σ|w| + l2 · Σ w²`. */
export interface Regularizer {
  /** Weight of the sum of absolute values; default 0. */
  readonly l1?: number;
  /** Weight of the sum of squares; default 0. */
  readonly l2?: number;
}

const REGULARIZER_RULES: OptionRules<Regularizer> = { l1: notNegative(0), l2: notNegative(0) };

/** Penalises absolute values: `strength · Σ|w|`. */
export function l1(strength = 0.01): Regularizer {
  return { l1: strength };
}

/** Penalises squares: `strength · Σ w²`. */
export function l2(strength = 0.01): Regularizer {
  return { l2: strength };
}

/** Penalises both: `l1 · Σ|w| + l2 · Σ w²`; what is left out counts 0, as in `keras.regularizers.L1L2`. */
export function l1l2(strengths: Regularizer = {}): Regularizer {
  return resolveOptions('l1l2', strengths, REGULARIZER_RULES);
}

/**
 * Checks a regularizer option.
 *
 * @throws TypeError unless it is an object of numbers, RangeError unless both strengths are finite and not negative
 */
export function checkRegularizer(owner: string, option: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null) {
    throw new TypeError(`${owner}: ${option} must be { l1?, l2? }, got ${formatValue(value)}.`);
  }
  resolveOptions(`${owner}: ${option}`, value as Regularizer, REGULARIZER_RULES);
}

/** The penalty of one weight tensor, a scalar that gradients flow through; the caller's. */
export function regularizationLoss(regularizer: Regularizer, weights: Tensor): Tensor {
  return tidy(() => {
    const l1Loss = regularizer.l1 ? mul(sum(abs(weights)), scalar(regularizer.l1)) : undefined;
    const l2Loss = regularizer.l2 ? mul(sum(square(weights)), scalar(regularizer.l2)) : undefined;
    if (l1Loss && l2Loss) return add(l1Loss, l2Loss);
    return l1Loss ?? l2Loss ?? scalar(0);
  });
}
