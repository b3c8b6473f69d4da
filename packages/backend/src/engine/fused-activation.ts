import { formatValue } from '@seqloom/options';
import type { FusedActivation } from '../contract/activation.ts';
import type { Tensor } from '../contract/tensor.ts';
import { relu, sigmoid, tanh } from './functions.ts';
import { runKernel } from './kernel.ts';

const ACTIVATIONS: Readonly<Record<FusedActivation, (z: Tensor) => Tensor>> = {
  linear: (z) => z,
  relu,
  sigmoid,
  tanh,
};

/** y = activation(z). */
export function applyFusedActivation(activation: FusedActivation, z: Tensor): Tensor {
  return ACTIVATIONS[activation](z);
}

/** dL/dz from dL/dy and y = activation(z). */
export function activationGradient(activation: FusedActivation, dy: Tensor, y: Tensor): Tensor {
  if (activation === 'linear') return dy;
  const [dz] = runKernel('ActivationGrad', { dy, y }, { activation });
  return dz;
}

/** Whether an activation is one that `dense` and the convolutions apply in the same kernel as their product. */
export function isFusedActivation(activation: string): activation is FusedActivation {
  return Object.hasOwn(ACTIVATIONS, activation);
}

/** @throws RangeError for an activation that is not one of them */
export function checkFusedActivation(op: string, activation: string): void {
  if (isFusedActivation(activation)) return;
  throw new RangeError(
    `${op}: activation must be one of ${Object.keys(ACTIVATIONS).join(', ')}, got ${formatValue(activation)}.`,
  );
}
