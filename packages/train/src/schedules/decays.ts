import {
  boolean,
  formatValue,
  notNegative,
  type OptionCheck,
  type OptionRules,
  positive,
  rule,
} from '@seqloom/options';
import type { ScheduleKind } from './schedule-kind.ts';

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

export const EXPONENTIAL_DECAY: ScheduleKind<ExponentialDecayOptions> = {
  rules: EXPONENTIAL_DECAY_RULES,
  rate: ({ initialLearningRate, decaySteps, decayRate, staircase }, step) =>
    initialLearningRate * decayRate ** periods(step / decaySteps, staircase),
};

/** Settings of `inverseTimeDecay`. */
export interface InverseTimeDecayOptions {
  readonly initialLearningRate: number;
  /** The number of steps in which the divisor grows by `decayRate`. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Whether the rate falls in steps, each after `decaySteps`; default false. */
  readonly staircase?: boolean;
}

export const INVERSE_TIME_DECAY: ScheduleKind<InverseTimeDecayOptions> = {
  rules: { ...EXPONENTIAL_DECAY_RULES, decayRate: notNegative() },
  rate: ({ initialLearningRate, decaySteps, decayRate, staircase }, step) =>
    initialLearningRate / (1 + decayRate * periods(step / decaySteps, staircase)),
};

/** The number of periods of a decay, in whole periods for a staircase. */
function periods(passed: number, staircase: boolean): number {
  return staircase ? Math.floor(passed) : passed;
}

/** Settings of `polynomialDecay`. */
export interface PolynomialDecayOptions {
  readonly initialLearningRate: number;
  /** The number of steps of the decay. */
  readonly decaySteps: number;
  /** The rate at the end; default 0.0001. */
  readonly endLearningRate?: number;
  /** The power of the polynomial; default 1, a straight line. */
  readonly power?: number;
  /** Whether the decay starts again after its end, from a rate that is lower each time; default false: the rate stays. */
  readonly cycle?: boolean;
}

export const POLYNOMIAL_DECAY: ScheduleKind<PolynomialDecayOptions> = {
  rules: {
    initialLearningRate: notNegative(),
    decaySteps: positive(),
    endLearningRate: notNegative(0.0001),
    power: notNegative(1),
    cycle: boolean(false),
  },
  rate: ({ initialLearningRate, decaySteps, endLearningRate, power, cycle }, step) => {
    const cycles = cycle ? Math.max(Math.ceil(step / decaySteps), 1) : 1;
    const progress = Math.min(step / (decaySteps * cycles), 1);
    return (initialLearningRate - endLearningRate) * (1 - progress) ** power + endLearningRate;
  },
};

/** Settings of `piecewiseConstantDecay`. */
export interface PiecewiseConstantDecayOptions {
  /** The last step of each value but the last, in rising order. */
  readonly boundaries: readonly number[];
  /** The step sizes, one more than boundaries. */
  readonly values: readonly number[];
}

export const PIECEWISE_CONSTANT_DECAY: ScheduleKind<PiecewiseConstantDecayOptions> = {
  rules: {
    boundaries: rule<readonly number[]>(eachNotNegative),
    values: rule<readonly number[]>(eachNotNegative),
  },
  check: ({ boundaries, values }) => {
    if (values.length !== boundaries.length + 1) {
      throw new RangeError(
        `piecewiseConstantDecay: values must hold one number more than boundaries, got ${values.length} for ` +
          `${boundaries.length} boundaries.`,
      );
    }
    const wrong = boundaries.findIndex((boundary, i) => i > 0 && boundary <= boundaries[i - 1]!);
    if (wrong < 0) return;
    throw new RangeError(
      `piecewiseConstantDecay: boundaries must rise, got ${boundaries[wrong]} after ${boundaries[wrong - 1]}.`,
    );
  },
  rate: ({ boundaries, values }, step) => {
    const piece = boundaries.findIndex((boundary) => step <= boundary);
    return piece < 0 ? values.at(-1)! : values[piece]!;
  },
};

function eachNotNegative(...[owner, option, value]: Parameters<OptionCheck>): void {
  if (!Array.isArray(value)) {
    throw new TypeError(`${owner}: ${option} must be a list of numbers, got ${formatValue(value)}.`);
  }
  for (const [i, each] of value.entries()) notNegative().check(owner, `${option}[${i}]`, each);
}
