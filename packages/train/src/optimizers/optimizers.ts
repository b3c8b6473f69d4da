import { boolean, checkOneOf, fraction, notNegative, type OptionRules } from '@seqloom/options';
import type { Clipping } from './clip-gradients.ts';
import { Optimizer } from './optimizer.ts';
import {
  configOf,
  type OptimizerConfig,
  type OptimizerName,
  type OptimizerOptions,
  optimizerRules,
  resolveSettings,
} from './optimizer-definition.ts';

/** Settings of `sgd`. */
export interface SGDOptions extends OptimizerOptions {
  /** The fraction of the last step that is added to the next one, in [0, 1); default 0. */
  readonly momentum?: number;
  /** Nesterov's momentum: the gradient is applied after the step of the momentum; default false. */
  readonly nesterov?: boolean;
}

/** Settings of `rmsprop`. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Decay of the running mean of squared gradients, in [0, 1); default 0.9. */
  readonly rho?: number;
  /** The fraction of the last step that is added to the next one, in [0, 1); default 0. */
  readonly momentum?: number;
  /** Added inside the root; default 1e-7, at least 1e-30. */
  readonly epsilon?: number;
  /** Whether to divide by the root of the variance instead of the mean square; default false. */
  readonly centered?: boolean;
}

/** Settings of `adam`. */
export interface AdamOptions extends OptimizerOptions {
  /** Decay of the running mean of gradients, in [0, 1); default 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of squared gradients, in [0, 1); default 0.999. */
  readonly beta2?: number;
  /** Added outside the root; default 1e-7, at least 1e-15. */
  readonly epsilon?: number;
  /**
   * Whether rows of an embedding that do not occur in a batch stay as they are, with their running means, instead of moving on
   * along them; default false. It saves the pass over the whole table, and trains a little differently.
   */
  readonly sparse?: boolean;
}

const SGD_RULES: OptionRules<SGDOptions> = {
  ...optimizerRules({ learningRate: 0.01, weightDecay: 0 }),
  momentum: fraction(0),
  nesterov: boolean(false),
};

const RMSPROP_RULES: OptionRules<RMSpropOptions> = {
  ...optimizerRules({ learningRate: 0.001, weightDecay: 0 }),
  rho: fraction(0.9),
  momentum: fraction(0),
  epsilon: notNegative(1e-7),
  centered: boolean(false),
};

const ADAM_RULES: OptionRules<AdamOptions> = {
  ...optimizerRules({ learningRate: 0.001, weightDecay: 0 }),
  beta1: fraction(0.9),
  beta2: fraction(0.999),
  epsilon: notNegative(1e-7),
  sparse: boolean(false),
};

const ADAMW_RULES: OptionRules<AdamOptions> = { ...ADAM_RULES, weightDecay: notNegative(0.004) };

/**
 * Stochastic gradient descent: `w ← w − η g`; with momentum `v ← μ v − η g`, then `w ← w + v`, or
 * `w ← w + μ v − η g` with Nesterov's.
 *
 * **Source**: `keras.optimizers.SGD`; default step size 0.01.
 *
 * @throws RangeError or TypeError for a setting that does not exist or is out of its range
 *
 * @example
 * ```ts
 * const optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
 * ```
 */
export function sgd(options: SGDOptions = {}): Optimizer {
  const settings = resolveSettings('sgd', options, SGD_RULES);
  const { momentum, nesterov } = settings;
  return new Optimizer({
    config: configOf('sgd', settings),
    options: settings,
    slotNames: momentum > 0 ? ['momentum'] : [],
    rowGradients: momentum > 0 || clipsByNorm(settings) ? 'never' : 'cheaper',
    rule: (learningRate) => ({ type: 'sgd', learningRate, momentum, nesterov }),
  });
}

/**
 * RMSprop: `v ← ρ v + (1 − ρ) g²`, `w ← w − η g / √(v + ε)`.
 *
 * **Source**: `keras.optimizers.RMSprop`; default step size 0.001. PyTorch adds ε outside the root, and its own default
 * is ρ = 0.99.
 *
 * @throws RangeError or TypeError for a setting that does not exist or is out of its range
 *
 * @example
 * ```ts
 * const optimizer = rmsprop({ learningRate: 0.001, clipnorm: 1 });
 * ```
 */
export function rmsprop(options: RMSpropOptions = {}): Optimizer {
  const settings = resolveSettings('rmsprop', options, RMSPROP_RULES);
  const { rho, momentum, epsilon, centered } = settings;
  return new Optimizer({
    config: configOf('rmsprop', settings),
    options: settings,
    slotNames: ['velocity', ...(centered ? ['averageGradient'] : []), ...(momentum > 0 ? ['momentum'] : [])],
    rowGradients: momentum > 0 || clipsByNorm(settings) ? 'never' : 'cheaper',
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
 * With `sparse`, a parameter that the model only looks rows up of in one place (an Embedding without a regularizer) is updated in the
 * rows of the batch alone; the bias corrections count all steps. `torch.optim.SparseAdam` and LazyAdam do the same. Without it,
 * every row whose mean of gradients is not 0 moves in every step, at the cost of a pass over table and slots.
 *
 * @throws RangeError or TypeError for a setting that does not exist or is out of its range
 *
 * @example
 * ```ts
 * const optimizer = adam({ learningRate: cosineDecay({ initialLearningRate: 1e-3, decaySteps: 5000 }) });
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return makeAdam('adam', options, ADAM_RULES);
}

/**
 * Adam with decoupled weight decay: every step first subtracts `η λ w` from each weight.
 *
 * **Source**: `keras.optimizers.AdamW`, Loshchilov & Hutter 2019; default `weightDecay` 0.004.
 *
 * @throws RangeError or TypeError for a setting that does not exist or is out of its range
 *
 * @example
 * ```ts
 * const optimizer = adamW({ weightDecay: 0.01 });
 * ```
 */
export function adamW(options: AdamOptions = {}): Optimizer {
  return makeAdam('adamW', options, ADAMW_RULES);
}

function makeAdam(name: 'adam' | 'adamW', options: AdamOptions, rules: OptionRules<AdamOptions>): Optimizer {
  const settings = resolveSettings(name, options, rules);
  const { beta1, beta2, epsilon, sparse } = settings;
  return new Optimizer({
    config: configOf(name, settings),
    options: settings,
    slotNames: ['momentum', 'velocity'],
    rowGradients: sparse ? 'always' : 'never',
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

/** The norm of rows is a sum in another order, which may differ from that of the whole gradient in the last bit. */
function clipsByNorm({ clipnorm, globalClipnorm }: Clipping): boolean {
  return clipnorm !== undefined || globalClipnorm !== undefined;
}

/**
 * Replaces a smaller epsilon: the smallest root of a mean square that the kernels keep. With less, a weight whose
 * gradients have all been 0, such as the row of a word that has not occurred, would become 0 / 0.
 */
const LEAST_ROOT = 1e-15;

/** Each makes an optimizer of settings, which it checks. */
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
  checkOneOf('optimizer', 'name', name, [...OPTIMIZERS.keys()]);
  return OPTIMIZERS.get(name)!(settings);
}

/** @throws RangeError unless the value is an optimizer or the name of one, with the list of names */
export function checkOptimizer(owner: string, option: string, value: unknown): void {
  if (value instanceof Optimizer) return;
  const wayOut = 'Or give an Optimizer, such as adam({ learningRate: 0.001 }).';
  checkOneOf(owner, option, value, [...OPTIMIZERS.keys()], wayOut);
}
