import { fraction, notNegative, type OptionRules } from '@seqloom/options';
import { type OptimizerOptions, optimizerRules } from './optimizer-definition.ts';

/** Settings of the optimizers that keep running means of the gradients and of their squares. */
export interface MomentsOptions extends OptimizerOptions {
  /** Decay of the running mean of gradients, in [0, 1); default 0.9. */
  readonly beta1?: number;
  /** Decay of the running mean of squared gradients, in [0, 1); default 0.999. */
  readonly beta2?: number;
  /** Added outside the root; default 1e-7, at least 1e-15. */
  readonly epsilon?: number;
}

export const MOMENTS_RULES: OptionRules<MomentsOptions> = {
  ...optimizerRules({ learningRate: 0.001, weightDecay: 0 }),
  beta1: fraction(0.9),
  beta2: fraction(0.999),
  epsilon: notNegative(1e-7),
};
