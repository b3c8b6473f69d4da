import type { AdamRule, Formula } from '../contract/update-rule.ts';

/** Number of slots a rule keeps per parameter. */
export function slotCount(rule: Formula): number {
  switch (rule.type) {
    case 'sgd':
      return rule.momentum > 0 ? 1 : 0;
    case 'rmsprop':
      return 1 + Number(rule.centered) + Number(rule.momentum > 0);
    case 'adam':
      return 2;
  }
}

/** Keras' alpha: the learning rate with Adam's two bias corrections folded in. */
export function adamAlpha({ learningRate, beta1, beta2, step }: AdamRule): number {
  return (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
}
