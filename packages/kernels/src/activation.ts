/** An activation that kernels apply themselves; defined as in Keras 3. */
export type FusedActivation =
  | 'linear'
  | 'relu'
  | 'sigmoid'
  | 'tanh'
  | 'exponential'
  | 'relu6'
  | 'leakyRelu'
  | 'hardSigmoid'
  | 'hardTanh'
  | 'elu'
  | 'selu'
  | 'softplus'
  | 'softsign';

/** The numbers of `enum activation` in `c/activation.h`. */
const CODES: Readonly<Record<FusedActivation, number>> = {
  linear: 0,
  relu: 1,
  sigmoid: 2,
  tanh: 3,
  exponential: 4,
  relu6: 5,
  leakyRelu: 6,
  hardSigmoid: 7,
  hardTanh: 8,
  elu: 9,
  selu: 10,
  softplus: 11,
  softsign: 12,
};

/**
 * Whether kernels have an activation. They have those whose derivative is a function of their result; `silu`, `gelu`,
 * `mish` and `softmax`, for example, are not among them.
 */
export function isFusedActivation(name: string): name is FusedActivation {
  return Object.hasOwn(CODES, name);
}

/** @throws RangeError for an activation that kernels do not have */
export function activationCode(kernel: string, activation: FusedActivation): number {
  if (!isFusedActivation(activation)) {
    throw new RangeError(
      `${kernel}: activation must be one of ${Object.keys(CODES).join(', ')}, got ${JSON.stringify(activation)}.`,
    );
  }
  return CODES[activation];
}
