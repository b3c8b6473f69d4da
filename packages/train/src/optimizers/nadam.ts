import { nadamMomentum } from '@seqloom/backend';
import { MOMENTS_RULES, type MomentsOptions } from './moments.ts';
import { Optimizer } from './optimizer.ts';
import { configOf, LEAST_ROOT, resolveSettings } from './optimizer-definition.ts';

/** Settings of `nadam`. */
export interface NadamOptions extends MomentsOptions {
  /** Decay of the running mean of gradients once it has grown to it, in [0, 1); default 0.9. */
  readonly beta1?: number;
}

/**
 * Adam with Nesterov's momentum. With m and v as in Adam, `u(t) = β₁ (1 − ½ · 0.96ᵗ)` and `P = u(1) · … · u(t)`:
 * `m̂ = u(t+1) m / (1 − P u(t+1)) + (1 − u(t)) g / (1 − P)`, `w ← w − η m̂ / (√(v / (1 − β₂ᵗ)) + ε)`.
 *
 * **Source**: `keras.optimizers.Nadam`, Dozat 2015; default step size 0.001. It is `torch.optim.NAdam` with `momentum_decay` 1.
 *
 * @throws RangeError or TypeError for a setting that does not exist or is out of its range
 */
export function nadam(options: NadamOptions = {}): Optimizer {
  const settings = resolveSettings('nadam', options, MOMENTS_RULES);
  const { beta1, beta2, epsilon } = settings;
  const momentumProduct = nadamMomentumProduct(beta1);
  return new Optimizer({
    config: configOf('nadam', settings),
    options: settings,
    slotNames: ['momentum', 'velocity'],
    rowGradients: 'never',
    rule: (learningRate, step) => ({
      type: 'nadam',
      learningRate,
      beta1,
      beta2,
      epsilon: Math.max(epsilon, LEAST_ROOT),
      step,
      momentumProduct: momentumProduct(step),
    }),
  });
}

/** P by step, from 1 on. A product below the rounding of 1 − P counts as 0, so that the list of products ends. */
function nadamMomentumProduct(beta1: number): (step: number) => number {
  const products = [1];
  return (step) => {
    while (products.length <= step && products.at(-1)! > 1e-20) {
      products.push(products.at(-1)! * nadamMomentum({ beta1 }, products.length));
    }
    return products[step] ?? 0;
  };
}
