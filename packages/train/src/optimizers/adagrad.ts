import { notNegative, type OptionRules } from '@seqloom/options';
import { Optimizer } from './optimizer.ts';
import {
  configOf,
  LEAST_ROOT,
  type OptimizerOptions,
  optimizerRules,
  resolveSettings,
} from './optimizer-definition.ts';

/** Settings of `adagrad`. */
export interface AdagradOptions extends OptimizerOptions {
  /** What the sums of squares start from; default 0.1. */
  readonly initialAccumulatorValue?: number;
  /** Added inside the root; default 1e-7, at least 1e-30. */
  readonly epsilon?: number;
}

const ADAGRAD_RULES: OptionRules<AdagradOptions> = {
  ...optimizerRules({ learningRate: 0.001, weightDecay: 0 }),
  initialAccumulatorValue: notNegative(0.1),
  epsilon: notNegative(1e-7),
};

/**
 * Adagrad: `a ← a + g²`, `w ← w − η g / √(a + ε)`.
 *
 * **Source**: `keras.optimizers.Adagrad`, Duchi et al. 2011; default step size 0.001, 1 in the paper. PyTorch adds ε outside the root,
 * and its own sums start from 0.
 *
 * @throws RangeError or TypeError for a setting that does not exist or is out of its range
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const settings = resolveSettings('adagrad', options, ADAGRAD_RULES);
  const { initialAccumulatorValue, epsilon } = settings;
  return new Optimizer({
    config: configOf('adagrad', settings),
    options: settings,
    slotNames: ['accumulator'],
    slotValues: { accumulator: initialAccumulatorValue },
    rowGradients: 'never',
    rule: (learningRate) => ({ type: 'adagrad', learningRate, epsilon: Math.max(epsilon, LEAST_ROOT ** 2) }),
  });
}
