import {
  boolean,
  checkNotNegative,
  formatValue,
  notNegative,
  numberIn,
  type OptionRules,
  optional,
  positive,
  type Resolved,
  resolveOptions,
} from '@seqloom/options';

/**
 * The size of a step: a number, a schedule, or a function of the step number (from 0). Files hold numbers and schedules, not
 * functions.
 */
export type LearningRate = number | Schedule | ((step: number) => number);

/** Step sizes that change over time, as plain data. Made by `exponentialDecay` and `cosineDecay`. */
export type Schedule =
  | ({ readonly type: 'exponentialDecay' } & ExponentialDecayOptions)
  | ({ readonly type: 'cosineDecay' } & CosineDecayOptions);

/** Settings of `exponentialDecay`. */
export interface ExponentialDecayOptions {
  readonly initialLearningRate: number;
  /** The number of steps in which the rate is multiplied by `decayRate`. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Whether the rate falls in steps, each after `decaySteps`; default false. */
  readonly staircase?: boolean;
}

const EXPONENTIAL_DECAY_RULES: OptionRules<ExponentialDecayOptions> = {
  initialLearningRate: notNegative(),
  decaySteps: positive(),
  decayRate: positive(),
  staircase: boolean(false),
};

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
  resolveOptions('exponentialDecay', options, EXPONENTIAL_DECAY_RULES);
  return { type: 'exponentialDecay', ...options };
}

/** Settings of `cosineDecay`. */
export interface CosineDecayOptions {
  /** The rate at the start; with a warm-up, the rate the warm-up starts from. */
  readonly initialLearningRate: number;
  /** The number of steps of the decay, without the warm-up. */
  readonly decaySteps: number;
  /** The rate at the end, as a fraction of the highest rate, in [0, 1]; default 0. */
  readonly alpha?: number;
  /** The rate that the warm-up reaches; without it there is no warm-up. */
  readonly warmupTarget?: number | undefined;
  /** The number of steps of the warm-up; default 0. */
  readonly warmupSteps?: number;
}

const COSINE_DECAY_RULES: OptionRules<CosineDecayOptions> = {
  initialLearningRate: notNegative(),
  decaySteps: positive(),
  alpha: numberIn({ min: 0, max: 1 }, 0),
  warmupTarget: optional(notNegative()),
  warmupSteps: notNegative(0),
};

/**
 * Half a cosine wave from the highest rate down to `alpha` times it, after a linear warm-up if there is one.
 *
 * **Source**: `keras.optimizers.schedules.CosineDecay`; Loshchilov & Hutter 2016.
 *
 * @throws RangeError or TypeError for a setting out of its range
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  resolveOptions('cosineDecay', options, COSINE_DECAY_RULES);
  return { type: 'cosineDecay', ...options };
}

/** The step size at a step number (from 0). */
export function learningRateAt(rate: LearningRate, step: number): number {
  if (typeof rate === 'number') return rate;
  if (typeof rate === 'function') return rate(step);
  const { type, ...settings } = rate;
  return type === 'exponentialDecay'
    ? exponentialRate(
        resolveOptions(type, settings as ExponentialDecayOptions, EXPONENTIAL_DECAY_RULES),
        step,
      )
    : cosineRate(resolveOptions(type, settings as CosineDecayOptions, COSINE_DECAY_RULES), step);
}

/**
 * Checks a step size, for instance one from a file.
 *
 * @throws RangeError or TypeError unless it is a number ≥ 0, a schedule whose settings are all known, or a function
 */
export function checkLearningRate(owner: string, option: string, rate: unknown): void {
  if (typeof rate === 'function') return;
  if (typeof rate !== 'object') {
    checkNotNegative(owner, option, rate);
    return;
  }
  const { type, ...settings } = rate as Schedule;
  if (type === 'exponentialDecay') {
    exponentialDecay(settings as ExponentialDecayOptions); // checks the settings
  } else if (type === 'cosineDecay') {
    cosineDecay(settings as CosineDecayOptions);
  } else {
    throw new RangeError(
      `${owner}: unknown schedule, got ${formatValue(rate)}. Known: exponentialDecay, cosineDecay.`,
    );
  }
}

function exponentialRate(options: Resolved<ExponentialDecayOptions>, step: number): number {
  const { initialLearningRate, decaySteps, decayRate, staircase } = options;
  const power = step / decaySteps;
  return initialLearningRate * decayRate ** (staircase ? Math.floor(power) : power);
}

function cosineRate(options: Resolved<CosineDecayOptions>, step: number): number {
  const { initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps } = options;
  const warm = warmupTarget === undefined ? 0 : warmupSteps;
  const highest = warmupTarget ?? initialLearningRate;
  if (step < warm) return initialLearningRate + (highest - initialLearningRate) * (step / warm);
  const progress = Math.min((step - warm) / decaySteps, 1);
  return highest * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * progress)) + alpha);
}
