import { checkBoolean, checkKeys, checkNotNegative, checkShare, formatValue } from '@seqloom/options';
import { Optimizer } from './optimizer.ts';
import type { OptimizerConfig, OptimizerName, OptimizerOptions } from './optimizer-definition.ts';

/** Settings of `sgd`. */
export interface SGDOptions extends OptimizerOptions {
  /** How much of the last step goes into the next one, in [0, 1); default 0. */
  readonly momentum?: number;
  /** Whether the gradient counts as taken after the momentum's step; default false. */
  readonly nesterov?: boolean;
}

/** Settings of `rmsprop`. */
export interface RMSpropOptions extends OptimizerOptions {
  /** How slowly the mean of squared gradients forgets; default 0.9. */
  readonly rho?: number;
  /** How much of the last step goes into the next one; default 0. */
  readonly momentum?: number;
  /** Added inside the root; default 1e-7, at least 1e-30. */
  readonly epsilon?: number;
  /** Whether the variance takes the place of the mean square; default false. */
  readonly centered?: boolean;
}

/** Settings of `adam`. */
export interface AdamOptions extends OptimizerOptions {
  /** How slowly the mean of gradients forgets; default 0.9. */
  readonly beta1?: number;
  /** How slowly the mean of squared gradients forgets; default 0.999. */
  readonly beta2?: number;
  /** Added outside the root; default 1e-7, at least 1e-15. */
  readonly epsilon?: number;
}

/**
 * Stochastic gradient descent: `w ← w − η g`; with momentum `v ← μ v − η g`, then `w ← w + v`, or
 * `w ← w + μ v − η g` with Nesterov's.
 *
 * **Source**: `keras.optimizers.SGD`; default step size 0.01.
 *
 * @throws RangeError for a setting it does not know, or one out of its range
 */
export function sgd(given: SGDOptions = {}): Optimizer {
  checkKeys('sgd', given, [...COMMON, 'momentum', 'nesterov']);
  const { momentum = 0, nesterov = false, ...options } = given;
  checkShare('sgd', 'momentum', momentum);
  checkBoolean('sgd', 'nesterov', nesterov);
  return new Optimizer({
    config: config('sgd', options, { momentum, nesterov }),
    options: { learningRate: 0.01, ...options },
    slotNames: momentum > 0 ? ['momentum'] : [],
    rule: (learningRate) => ({ type: 'sgd', learningRate, momentum, nesterov }),
  });
}

/**
 * RMSprop: `v ← ρ v + (1 − ρ) g²`, `w ← w − η g / √(v + ε)`.
 *
 * **Source**: `keras.optimizers.RMSprop`; default step size 0.001. PyTorch adds ε outside the root, and its own default
 * is ρ = 0.99.
 *
 * @throws RangeError for a setting it does not know, or one out of its range
 */
export function rmsprop(given: RMSpropOptions = {}): Optimizer {
  checkKeys('rmsprop', given, [...COMMON, 'rho', 'momentum', 'epsilon', 'centered']);
  const { rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false, ...options } = given;
  checkShare('rmsprop', 'rho', rho);
  checkShare('rmsprop', 'momentum', momentum);
  checkNotNegative('rmsprop', 'epsilon', epsilon);
  checkBoolean('rmsprop', 'centered', centered);
  return new Optimizer({
    config: config('rmsprop', options, { rho, momentum, epsilon, centered }),
    options: { learningRate: 0.001, ...options },
    slotNames: ['velocity', ...(centered ? ['averageGradient'] : []), ...(momentum > 0 ? ['momentum'] : [])],
    rule: (learningRate) => ({
      type: 'rmsprop',
      learningRate,
      rho,
      momentum,
      epsilon: Math.max(epsilon, LEAST_ROOT ** 2), // inside the root
      centered,
    }),
  });
}

/**
 * Adam: `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`.
 *
 * **Source**: `keras.optimizers.Adam`, Kingma & Ba 2014 in the form before its section 2.1; default step size 0.001.
 * PyTorch corrects v before it adds ε, which makes its ε larger in the first steps.
 *
 * @throws RangeError for a setting it does not know, or one out of its range
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return makeAdam('adam', options);
}

/**
 * Adam with decoupled weight decay: every step first takes `η λ w` away.
 *
 * **Source**: `keras.optimizers.AdamW`, Loshchilov & Hutter 2019; default `weightDecay` 0.004.
 *
 * @throws RangeError for a setting it does not know, or one out of its range
 */
export function adamW(options: AdamOptions = {}): Optimizer {
  return makeAdam('adamW', { weightDecay: 0.004, ...options });
}

function makeAdam(name: 'adam' | 'adamW', given: AdamOptions): Optimizer {
  checkKeys(name, given, [...COMMON, 'beta1', 'beta2', 'epsilon']);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, ...options } = given;
  checkShare(name, 'beta1', beta1);
  checkShare(name, 'beta2', beta2);
  checkNotNegative(name, 'epsilon', epsilon);
  return new Optimizer({
    config: config(name, options, { beta1, beta2, epsilon }),
    options: { learningRate: 0.001, ...options },
    slotNames: ['momentum', 'velocity'],
    rule: (learningRate, step) => ({
      type: 'adam',
      learningRate,
      beta1,
      beta2,
      epsilon: Math.max(epsilon, LEAST_ROOT),
      step,
    }),
  });
}

/**
 * What stands for a smaller epsilon: the least root of a mean square that the kernels keep. With less, a weight whose
 * gradients have all been 0, such as the row of a word that has not occurred, would become 0 / 0.
 */
const LEAST_ROOT = 1e-15;

const COMMON = ['learningRate', 'weightDecay', 'clipnorm', 'clipvalue', 'globalClipnorm'];

/** What makes an optimizer of settings, which it checks. */
const OPTIMIZERS: ReadonlyMap<string, (settings: object) => Optimizer> = new Map<
  OptimizerName,
  (settings: object) => Optimizer
>([
  ['sgd', sgd],
  ['rmsprop', rmsprop],
  ['adam', adam],
  ['adamW', adamW],
]);

/**
 * The optimizer of a name or of plain data.
 *
 * @throws RangeError for an unknown name or setting, with the list of known ones; RangeError or TypeError for a setting
 * out of its range
 */
export function makeOptimizer({ name, settings }: OptimizerConfig): Optimizer {
  const make = OPTIMIZERS.get(name);
  if (!make) {
    throw new RangeError(
      `optimizer: unknown, got ${formatValue(name)}. Known: ${[...OPTIMIZERS.keys()].join(', ')}.`,
    );
  }
  return make(settings);
}

/** A function of the step is not part of the data. */
function config(
  name: OptimizerName,
  { learningRate, ...clipping }: OptimizerOptions,
  settings: Readonly<Record<string, number | boolean>>,
): OptimizerConfig {
  return {
    name,
    settings: {
      ...(learningRate !== undefined && typeof learningRate !== 'function' && { learningRate }),
      ...clipping,
      ...settings,
    },
  };
}
