/** An activation that a kernel applies to its result on the way out. */
export type FusedActivation = 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'exponential';

/** The numbers of `enum activation` in `c/activation.h`. */
const CODES: Readonly<Record<FusedActivation, number>> = {
  linear: 0,
  relu: 1,
  sigmoid: 2,
  tanh: 3,
  exponential: 4,
};

/** @throws RangeError for an activation that kernels do not have */
export function activationCode(kernel: string, activation: FusedActivation): number {
  const code = CODES[activation];
  if (code === undefined) {
    throw new RangeError(
      `${kernel}: activation must be one of ${Object.keys(CODES).join(', ')}, got ${JSON.stringify(activation)}.`,
    );
  }
  return code;
}
