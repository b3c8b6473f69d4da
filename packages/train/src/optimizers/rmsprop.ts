import { boolean, fraction, notNegative, type OptionRules } from '@seqloom/options';
import { clipsByNorm } from './clip-gradients.ts';
import { Optimizer } from './optimizer.ts';
import {
  configOf,
  LEAST_ROOT,
  type OptimizerOptions,
  optimizerRules,
  resolveSettings,
} from './optimizer-definition.ts';

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

const RMSPROP_RULES: OptionRules<RMSpropOptions> = {
  ...optimizerRules({ learningRate: 0.001, weightDecay: 0 }),
  rho: fraction(0.9),
  momentum: fraction(0),
  epsilon: notNegative(1e-7),
  centered: boolean(false),
};

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
