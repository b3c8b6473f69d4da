import { checkBoolean, checkKeys, checkNotNegative, checkPositive, formatValue } from '@seqloom/options';

/**
 * The size of a step: a number, a schedule, or a function of the step's number, which counts from 0. Files hold numbers
 * and schedules, not functions.
 */
export type LearningRate = number | Schedule | ((step: number) => number);

/** Step sizes that change over time, as plain data. Made by `exponentialDecay` and `cosineDecay`. */
export type Schedule =
  | ({ readonly type: 'exponentialDecay' } & ExponentialDecayOptions)
  | ({ readonly type: 'cosineDecay' } & CosineDecayOptions);

/** Settings of `exponentialDecay`. */
export interface ExponentialDecayOptions {
  readonly initialLearningRate: number;
  /** After so many steps the rate has been multiplied by `decayRate` once. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Whether it falls in stairs; default false. */
  readonly staircase?: boolean;
}

/**
 * `initialLearningRate · decayRate^(step / decaySteps)`.
 *
 * **Source**: `keras.optimizers.schedules.ExponentialDecay`.
 *
 * @throws RangeError or TypeError for a setting out of its range
 *
 * @example
 * ```ts
 * const optimizer = adam({ learningRate: exponentialDecay({ initialLearningRate: 0.01, decaySteps: 1000, decayRate: 0.9 }) });
 * ```
 */
export function exponentialDecay(options: ExponentialDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  checkNotNegative('exponentialDecay', 'initialLearningRate', initialLearningRate);
  checkPositive('exponentialDecay', 'decaySteps', decaySteps);
  checkPositive('exponentialDecay', 'decayRate', decayRate);
  checkBoolean('exponentialDecay', 'staircase', staircase);
  return { type: 'exponentialDecay', ...options };
}

/** Settings of `cosineDecay`. */
export interface CosineDecayOptions {
  /** The rate at the start; with a warm-up, the rate the warm-up starts from. */
  readonly initialLearningRate: number;
  /** How many steps the fall takes, the warm-up not counted. */
  readonly decaySteps: number;
  /** The share of the highest rate that is left at the end, in [0, 1]; default 0. */
  readonly alpha?: number;
  /** The rate that the warm-up reaches. */
  readonly warmupTarget?: number;
  /** How many steps the warm-up takes; default 0. */
  readonly warmupSteps?: number;
}

/**
 * Half a cosine wave from the highest rate down to `alpha` times it, after a linear warm-up if there is one.
 *
 * **Source**: `keras.optimizers.schedules.CosineDecay`; Loshchilov & Hutter 2016.
 *
 * @throws RangeError or TypeError for a setting out of its range
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  const { initialLearningRate, decaySteps, alpha = 0, warmupTarget = 0, warmupSteps = 0 } = options;
  checkNotNegative('cosineDecay', 'initialLearningRate', initialLearningRate);
  checkPositive('cosineDecay', 'decaySteps', decaySteps);
  checkNotNegative('cosineDecay', 'alpha', alpha);
  if (alpha > 1) throw new RangeError(`cosineDecay: alpha must be in [0, 1], got ${alpha}.`);
  checkNotNegative('cosineDecay', 'warmupTarget', warmupTarget);
  checkNotNegative('cosineDecay', 'warmupSteps', warmupSteps);
  return { type: 'cosineDecay', ...options };
}

/** The step size at a step, which counts from 0. */
export function learningRateAt(rate: LearningRate, step: number): number {
  if (typeof rate === 'number') return rate;
  if (typeof rate === 'function') return rate(step);
  return rate.type === 'exponentialDecay' ? exponentialRate(rate, step) : cosineRate(rate, step);
}

/**
 * Checks a step size, for instance one from a file.
 *
 * @throws RangeError or TypeError unless it is a number ≥ 0, a schedule whose settings are all known, or a function
 */
export function checkLearningRate(owner: string, rate: LearningRate): void {
  if (typeof rate === 'function') return;
  if (typeof rate !== 'object' || rate === null) {
    checkNotNegative(owner, 'learningRate', rate);
    return;
  }
  const { type, ...settings } = rate;
  if (type === 'exponentialDecay') {
    checkKeys(type, settings, ['initialLearningRate', 'decaySteps', 'decayRate', 'staircase']);
    exponentialDecay(settings as ExponentialDecayOptions); // checks the kinds
  } else if (type === 'cosineDecay') {
    checkKeys(type, settings, ['initialLearningRate', 'decaySteps', 'alpha', 'warmupTarget', 'warmupSteps']);
    cosineDecay(settings as CosineDecayOptions);
  } else {
    throw new RangeError(
      `${owner}: unknown schedule, got ${formatValue(rate)}. Known: exponentialDecay, cosineDecay.`,
    );
  }
}

function exponentialRate(options: ExponentialDecayOptions, step: number): number {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  const power = step / decaySteps;
  return initialLearningRate * decayRate ** (staircase ? Math.floor(power) : power);
}

function cosineRate(options: CosineDecayOptions, step: number): number {
  const { initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 } = options;
  const warm = warmupTarget === undefined ? 0 : warmupSteps;
  const highest = warmupTarget ?? initialLearningRate;
  if (step < warm) return initialLearningRate + (highest - initialLearningRate) * (step / warm);
  const share = Math.min((step - warm) / decaySteps, 1);
  return highest * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * share)) + alpha);
}
