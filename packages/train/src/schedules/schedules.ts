import {
  checkNotNegative,
  formatValue,
  notNegative,
  positiveInteger,
  resolveOptions,
  rule,
} from '@seqloom/options';
import {
  COSINE_DECAY,
  COSINE_DECAY_RESTARTS,
  type CosineDecayOptions,
  type CosineDecayRestartsOptions,
} from './cosine-decays.ts';
import {
  EXPONENTIAL_DECAY,
  type ExponentialDecayOptions,
  INVERSE_TIME_DECAY,
  type InverseTimeDecayOptions,
  PIECEWISE_CONSTANT_DECAY,
  type PiecewiseConstantDecayOptions,
  POLYNOMIAL_DECAY,
  type PolynomialDecayOptions,
} from './decays.ts';
import type { ScheduleKind } from './schedule-kind.ts';

/**
 * The size of a step: a number, a schedule, or a function of the step number (from 0). Files hold numbers and schedules, not
 * functions.
 */
export type LearningRate = number | Schedule | ((step: number) => number);

/** Step sizes that change over time, as plain data. Made by `exponentialDecay` and the functions beside it. */
export type Schedule =
  | ({ readonly type: 'exponentialDecay' } & ExponentialDecayOptions)
  | ({ readonly type: 'inverseTimeDecay' } & InverseTimeDecayOptions)
  | ({ readonly type: 'polynomialDecay' } & PolynomialDecayOptions)
  | ({ readonly type: 'piecewiseConstantDecay' } & PiecewiseConstantDecayOptions)
  | ({ readonly type: 'cosineDecay' } & CosineDecayOptions)
  | ({ readonly type: 'cosineDecayRestarts' } & CosineDecayRestartsOptions)
  | ({ readonly type: 'linearWarmup' } & LinearWarmupOptions);

/** Settings of `linearWarmup`. */
export interface LinearWarmupOptions {
  /** The number of steps of the warm-up. */
  readonly warmupSteps: number;
  /** The step sizes after the warm-up: a number, or a schedule, which then begins at its step 0. */
  readonly learningRate: number | Schedule;
  /** The rate that the warm-up starts from; default 0. */
  readonly initialLearningRate?: number;
}

const LINEAR_WARMUP: ScheduleKind<LinearWarmupOptions> = {
  rules: {
    warmupSteps: positiveInteger(),
    learningRate: rule<number | Schedule>((owner, option, value) => {
      if (typeof value === 'function') {
        throw new TypeError(`${owner}: ${option} must be a number or a schedule, got a function.`);
      }
      checkLearningRate(owner, option, value);
    }),
    initialLearningRate: notNegative(0),
  },
  rate: ({ warmupSteps, learningRate, initialLearningRate }, step) => {
    if (step >= warmupSteps) return learningRateAt(learningRate, step - warmupSteps);
    const target = learningRateAt(learningRate, 0);
    return initialLearningRate + (target - initialLearningRate) * (step / warmupSteps);
  },
};

/** By the type that the schedule bears in files. */
const KINDS = {
  exponentialDecay: EXPONENTIAL_DECAY,
  inverseTimeDecay: INVERSE_TIME_DECAY,
  polynomialDecay: POLYNOMIAL_DECAY,
  piecewiseConstantDecay: PIECEWISE_CONSTANT_DECAY,
  cosineDecay: COSINE_DECAY,
  cosineDecayRestarts: COSINE_DECAY_RESTARTS,
  linearWarmup: LINEAR_WARMUP,
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
  return checked({ type: 'exponentialDecay', ...options });
}

/**
 * `initialLearningRate / (1 + decayRate · step / decaySteps)`.
 *
 * **Source**: `keras.optimizers.schedules.InverseTimeDecay`.
 *
 * @throws RangeError or TypeError for a setting out of its range
 */
export function inverseTimeDecay(options: InverseTimeDecayOptions): Schedule {
  return checked({ type: 'inverseTimeDecay', ...options });
}

/**
 * `(initialLearningRate − endLearningRate) · (1 − step / decaySteps)^power + endLearningRate`, then `endLearningRate`. With `cycle`,
 * `decaySteps` is replaced by its first multiple that is not below the step.
 *
 * **Source**: `keras.optimizers.schedules.PolynomialDecay`.
 *
 * @throws RangeError or TypeError for a setting out of its range
 */
export function polynomialDecay(options: PolynomialDecayOptions): Schedule {
  return checked({ type: 'polynomialDecay', ...options });
}

/**
 * One value up to each boundary, included, and the last value after the last boundary.
 *
 * **Source**: `keras.optimizers.schedules.PiecewiseConstantDecay`.
 *
 * @throws RangeError or TypeError for a setting out of its range, for boundaries that do not rise, and unless there is one
 * value more than boundaries
 *
 * @example
 * ```ts
 * const optimizer = sgd({ learningRate: piecewiseConstantDecay({ boundaries: [1000, 2000], values: [0.1, 0.01, 0.001] }) });
 * ```
 */
export function piecewiseConstantDecay(options: PiecewiseConstantDecayOptions): Schedule {
  return checked({ type: 'piecewiseConstantDecay', ...options });
}

/**
 * Half a cosine wave from the highest rate down to `alpha` times it, after a linear warm-up if there is one.
 *
 * **Source**: `keras.optimizers.schedules.CosineDecay`; Loshchilov & Hutter 2016.
 *
 * @throws RangeError or TypeError for a setting out of its range
 */
export function cosineDecay(options: CosineDecayOptions): Schedule {
  return checked({ type: 'cosineDecay', ...options });
}

/**
 * Half a cosine wave from `initialLearningRate` down to `alpha` times it, which starts again at its end: `tMul` times as long,
 * from `mMul` times the rate.
 *
 * **Source**: `keras.optimizers.schedules.CosineDecayRestarts`; Loshchilov & Hutter 2016. Keras also takes a `t_mul` below 1, with
 * which the rate becomes NaN after a number of steps.
 *
 * @throws RangeError or TypeError for a setting out of its range
 */
export function cosineDecayRestarts(options: CosineDecayRestartsOptions): Schedule {
  return checked({ type: 'cosineDecayRestarts', ...options });
}

/**
 * A straight line from `initialLearningRate` to the rate at which another schedule begins, and then that schedule.
 *
 * **Source**: Goyal et al. 2017; the warm-up of `keras.optimizers.schedules.CosineDecay`, before any schedule.
 *
 * @throws RangeError or TypeError for a setting out of its range
 *
 * @example
 * ```ts
 * const decay = polynomialDecay({ initialLearningRate: 0.001, decaySteps: 10_000 });
 * const optimizer = adamW({ learningRate: linearWarmup({ warmupSteps: 500, learningRate: decay }) });
 * ```
 */
export function linearWarmup(options: LinearWarmupOptions): Schedule {
  return checked({ type: 'linearWarmup', ...options });
}

/**
 * The step size at a step number (from 0).
 *
 * @throws RangeError or TypeError for a schedule that is not known or a setting out of its range
 */
export function learningRateAt(rate: LearningRate, step: number): number {
  if (typeof rate === 'number') return rate;
  if (typeof rate === 'function') return rate(step);
  checkKind('learningRateAt', rate);
  const { kind, options } = resolved(rate);
  return kind.rate(options, step);
}

/**
 * Checks a step size, for instance one from a file.
 *
 * @throws RangeError or TypeError unless it is a number ≥ 0, a schedule whose settings are all known, or a function
 */
export function checkLearningRate(owner: string, option: string, rate: unknown): void {
  if (typeof rate === 'function') return;
  if (typeof rate !== 'object' || rate === null) {
    checkNotNegative(owner, option, rate);
    return;
  }
  checkKind(owner, rate as Schedule);
  checked(rate as Schedule);
}

/** @throws RangeError unless the type of a schedule is known */
function checkKind(owner: string, schedule: Schedule): void {
  if (Object.hasOwn(KINDS, schedule.type)) return;
  const known = Object.keys(KINDS).join(', ');
  throw new RangeError(`${owner}: unknown schedule, got ${formatValue(schedule)}. Known: ${known}.`);
}

/** @throws RangeError or TypeError for a setting out of its range */
function checked(schedule: Schedule): Schedule {
  const { kind, options } = resolved(schedule);
  kind.check?.(options);
  return schedule;
}

function resolved({ type, ...settings }: Schedule) {
  // The compiler does not follow that the settings belong to the type.
  const kind = KINDS[type] as unknown as ScheduleKind<object>;
  return { kind, options: resolveOptions(type, settings, kind.rules) };
}
