import { notNegative, numberIn, optional, positive } from '@seqloom/options';
import type { ScheduleKind } from './schedule-kind.ts';

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

export const COSINE_DECAY: ScheduleKind<CosineDecayOptions> = {
  rules: {
    initialLearningRate: notNegative(),
    decaySteps: positive(),
    alpha: numberIn({ min: 0, max: 1 }, 0),
    warmupTarget: optional(notNegative()),
    warmupSteps: notNegative(0),
  },
  rate: ({ initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps }, step) => {
    const warm = warmupTarget === undefined ? 0 : warmupSteps;
    const highest = warmupTarget ?? initialLearningRate;
    if (step < warm) return initialLearningRate + (highest - initialLearningRate) * (step / warm);
    return highest * ((1 - alpha) * halfCosine((step - warm) / decaySteps) + alpha);
  },
};

/** Settings of `cosineDecayRestarts`. */
export interface CosineDecayRestartsOptions {
  readonly initialLearningRate: number;
  /** The number of steps of the first decay. */
  readonly firstDecaySteps: number;
  /** Each decay has this many times the steps of the one before, at least 1; default 2. */
  readonly tMul?: number;
  /** Each decay begins at this many times the rate at which the one before began; default 1. */
  readonly mMul?: number;
  /** Lower bound of the rate, as a fraction of `initialLearningRate`, in [0, 1]; default 0. */
  readonly alpha?: number;
}

export const COSINE_DECAY_RESTARTS: ScheduleKind<CosineDecayRestartsOptions> = {
  rules: {
    initialLearningRate: notNegative(),
    firstDecaySteps: positive(),
    tMul: numberIn({ min: 1 }, 2),
    mMul: notNegative(1),
    alpha: numberIn({ min: 0, max: 1 }, 0),
  },
  rate: ({ initialLearningRate, firstDecaySteps, tMul, mMul, alpha }, step) => {
    let [restarts, passed, length] = [0, step, firstDecaySteps];
    if (tMul === 1) {
      restarts = Math.floor(passed / length);
      passed -= restarts * length;
    }
    // Subtraction is exact at a restart, where a quotient of logarithms may round to the decay before.
    for (; passed >= length; length *= tMul) {
      passed -= length;
      restarts++;
    }
    return initialLearningRate * ((1 - alpha) * mMul ** restarts * halfCosine(passed / length) + alpha);
  },
};

/** From 1 at progress 0 down to 0 at 1 and beyond. */
function halfCosine(progress: number): number {
  return 0.5 * (1 + Math.cos(Math.PI * Math.min(progress, 1)));
}
