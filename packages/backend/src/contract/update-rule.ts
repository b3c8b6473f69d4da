/** Stochastic gradient descent, with one slot (velocity) if `momentum` > 0 and none otherwise. */
export interface SGDRule {
  readonly type: 'sgd';
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
}

/**
 * RMSprop. Slots: velocity, then the average gradient if `centered`, then the momentum if `momentum` > 0.
 * Epsilon is added inside the root, as in Keras.
 */
export interface RMSpropRule {
  readonly type: 'rmsprop';
  readonly learningRate: number;
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;
}

/** Adam. Slots: m, v. Epsilon is added outside the root and is not bias-corrected, as in Keras. */
export interface AdamRule {
  readonly type: 'adam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Number of this step, from 1. */
  readonly step: number;
}

/** The formula of an optimizer, with its numbers. */
export type Formula = SGDRule | RMSpropRule | AdamRule;

/** One step of an optimizer, with its numbers. */
export type UpdateRule = Formula & {
  /** The gradient is multiplied by this first; clipping by the norm uses it. Default 1. */
  readonly gradientScale?: number;
};
