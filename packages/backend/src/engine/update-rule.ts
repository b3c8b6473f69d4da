/** Stochastic gradient descent, with one slot (velocity) if `momentum` > 0 and none otherwise. */
export interface SGDRule {
  readonly type: 'sgd';
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
}

/**
 * RMSprop. Slots: velocity, then the average gradient if `centered`, then the momentum if `momentum` > 0.
 * Epsilon stands inside the root, as in Keras.
 */
export interface RMSpropRule {
  readonly type: 'rmsprop';
  readonly learningRate: number;
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
}

/** Adam. Slots: m, v. Epsilon stands outside the root and is not bias-corrected, as in Keras. */
export interface AdamRule {
  readonly type: 'adam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Number of this step, from 1. */
  readonly step: number;
}

/** What tells the optimizers apart. */
export type Formula = SGDRule | RMSpropRule | AdamRule;

/** One step of an optimizer, with its numbers. */
export type UpdateRule = Formula & {
  /** The gradient is multiplied by this first; clipping by the norm uses it. Default 1. */
  readonly gradientScale?: number;
};

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
