/** The size of a step: a number, or a function of the step's number, which counts from 0. */
export type LearningRate = number | ((step: number) => number);

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
 */
export function exponentialDecay(options: ExponentialDecayOptions): (step: number) => number {
  const { initialLearningRate, decaySteps, decayRate, staircase = false } = options;
  checkSteps('exponentialDecay', 'decaySteps', decaySteps);
  return (step) => {
    const power = step / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(power) : power);
  };
}

/** Settings of `cosineDecay`. */
export interface CosineDecayOptions {
  /** The rate at the start; with a warm-up, the rate the warm-up starts from. */
  readonly initialLearningRate: number;
  /** How many steps the fall takes, the warm-up not counted. */
  readonly decaySteps: number;
  /** The share of the highest rate that is left at the end; default 0. */
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
 */
export function cosineDecay(options: CosineDecayOptions): (step: number) => number {
  const { initialLearningRate, decaySteps, alpha = 0, warmupTarget, warmupSteps = 0 } = options;
  checkSteps('cosineDecay', 'decaySteps', decaySteps);
  const warm = warmupTarget === undefined ? 0 : warmupSteps;
  const highest = warmupTarget ?? initialLearningRate;
  return (step) => {
    if (step < warm) return initialLearningRate + (highest - initialLearningRate) * (step / warm);
    const share = Math.min((step - warm) / decaySteps, 1);
    return highest * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * share)) + alpha);
  };
}

function checkSteps(owner: string, option: string, steps: number): void {
  if (!(steps > 0 && Number.isFinite(steps))) {
    throw new RangeError(`${owner}: ${option} must be a positive number, got ${steps}.`);
  }
}
