import { boolean, fraction, type OptionRules } from '@seqloom/options';
import { clipsByNorm } from './clip-gradients.ts';
import { Optimizer } from './optimizer.ts';
import { configOf, type OptimizerOptions, optimizerRules, resolveSettings } from './optimizer-definition.ts';

/** Settings of `sgd`. */
export interface SGDOptions extends OptimizerOptions {
  /** The fraction of the last step that is added to the next one, in [0, 1); default 0. */
  readonly momentum?: number;
  /** Nesterov's momentum: the gradient is applied after the step of the momentum; default false. */
  readonly nesterov?: boolean;
}

const SGD_RULES: OptionRules<SGDOptions> = {
  ...optimizerRules({ learningRate: 0.01, weightDecay: 0 }),
  momentum: fraction(0),
  nesterov: boolean(false),
};

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
