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

/**
 * Adam with Nesterov's momentum. Slots: m, v. With `u(t) = β₁ (1 − ½ · 0.96ᵗ)` and `P = u(1) · … · u(t)`, as in Keras:
 * `m̂ = u(t+1) m / (1 − P u(t+1)) + (1 − u(t)) g / (1 − P)`, `v̂ = v / (1 − β₂ᵗ)`, and w moves by `−η m̂ / (√v̂ + ε)`.
 */
export interface NadamRule {
  readonly type: 'nadam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Number of this step, from 1. */
  readonly step: number;
  /** P. */
  readonly momentumProduct: number;
}

/** Adagrad. Slot: the sum of squared gradients, at first above 0. Epsilon is added inside the root, as in Keras. */
export interface AdagradRule {
  readonly type: 'adagrad';
  readonly learningRate: number;
  readonly epsilon: number;
}

/** The formula of an optimizer, with its numbers. */
export type Formula = SGDRule | RMSpropRule | AdamRule | NadamRule | AdagradRule;

interface Scaled {
  /** The gradient is multiplied by this first; clipping by the norm uses it. Default 1. */
  readonly gradientScale?: number;
}

/** One step of an optimizer, with its numbers. */
export type UpdateRule = Formula & Scaled;

/** The steps that a backend may do in place. Others are sums of operations on every backend. */
export type InPlaceRule = (SGDRule | RMSpropRule | AdamRule) & Scaled;
