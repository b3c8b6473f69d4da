import { boolean, notNegative, type OptionRules } from '@seqloom/options';
import { MOMENTS_RULES, type MomentsOptions } from './moments.ts';
import { Optimizer } from './optimizer.ts';
import { configOf, LEAST_ROOT, resolveSettings } from './optimizer-definition.ts';

/** Settings of `adam`. */
export interface AdamOptions extends MomentsOptions {
  /**
   * Whether rows of an embedding that do not occur in a batch stay as they are, with their running means, instead of moving on
   * along them; default false. It saves the pass over the whole table, and trains a little differently.
   */
  readonly sparse?: boolean;
}

const ADAM_RULES: OptionRules<AdamOptions> = { ...MOMENTS_RULES, sparse: boolean(false) };

const ADAMW_RULES: OptionRules<AdamOptions> = { ...ADAM_RULES, weightDecay: notNegative(0.004) };

/**
 * Adam: `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`, `w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)`.
 *
 * **Source**: `keras.optimizers.Adam`, Kingma & Ba 2014 in the form before its section 2.1; default step size 0.001.
 * PyTorch corrects v before it adds ε: its ε counts √(1 − β₂ᵗ) times here, which is less in the first steps.
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
  const { beta1, beta2, epsilon, sparse, gradientAccumulationSteps } = settings;
  if (sparse && gradientAccumulationSteps !== undefined) {
    throw new RangeError(
      `${name}: sparse follows the rows of one batch, got it with gradientAccumulationSteps ${gradientAccumulationSteps}. Leave one ` +
        'of them out.',
    );
  }
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
