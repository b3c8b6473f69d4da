import { ACTIVATION } from './generated/constants.ts';

/** An activation that kernels apply themselves; defined as in Keras 3. */
export type FusedActivation = keyof typeof ACTIVATION;

/**
 * Whether kernels have an activation. They have those whose derivative is a function of their result; `silu`, `gelu`,
 * `mish` and `softmax`, for example, are not among them.
 */
export function isFusedActivation(name: string): name is FusedActivation {
  return Object.hasOwn(ACTIVATION, name);
}

/** @throws RangeError for an activation that kernels do not have */
export function activationCode(kernel: string, activation: FusedActivation): number {
  if (!isFusedActivation(activation)) {
    throw new RangeError(
      `${kernel}: activation must be one of ${Object.keys(ACTIVATION).join(', ')}, got ${JSON.stringify(activation)}.`,
    );
  }
  return ACTIVATION[activation];
}
