import type { AdamRule, Formula, InPlaceRule, NadamRule, UpdateRule } from '../contract/update-rule.ts';

/** Number of slots a rule keeps per parameter. */
export function slotCount(rule: Formula): number {
  switch (rule.type) {
    case 'sgd':
      return rule.momentum > 0 ? 1 : 0;
    case 'rmsprop':
      return 1 + Number(rule.centered) + Number(rule.momentum > 0);
    case 'adam':
    case 'nadam':
      return 2;
    case 'adagrad':
      return 1;
  }
}

/** Keras' alpha: the learning rate with Adam's two bias corrections folded in. */
export function adamAlpha({ learningRate, beta1, beta2, step }: AdamRule): number {
  return (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
}

/** Keras' u(t): the momentum of Nadam in a step, which grows from about half of β₁ to β₁. */
export function nadamMomentum({ beta1 }: Pick<NadamRule, 'beta1'>, step: number): number {
  return beta1 * (1 - 0.5 * 0.96 ** step);
}

/** Whether a backend may do the step in place. */
export function mayBeInPlace(rule: UpdateRule): rule is InPlaceRule {
  return rule.type !== 'nadam' && rule.type !== 'adagrad';
}
