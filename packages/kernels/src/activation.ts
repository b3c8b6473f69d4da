import { ACTIVATION } from './generated/constants.ts';

/** An activation that the kernels have code for; defined as in Keras 3. */
export type KernelActivation = keyof typeof ACTIVATION;

/**
 * Whether kernels have an activation. They have those whose derivative is a function of their result; `silu`, `gelu`,
 * `mish` and `softmax`, for example, are not among them.
 */
export function isKernelActivation(name: string): name is KernelActivation {
  return Object.hasOwn(ACTIVATION, name);
}

/** @throws RangeError for an activation that kernels do not have */
export function activationCode(kernel: string, activation: KernelActivation): number {
  if (!isKernelActivation(activation)) {
    throw new RangeError(
      `${kernel}: activation must be one of ${Object.keys(ACTIVATION).join(', ')}, got ${JSON.stringify(activation)}.`,
    );
  }
  return ACTIVATION[activation];
}
