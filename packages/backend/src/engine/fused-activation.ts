import { formatValue } from '@seqloom/options';
import { relu, sigmoid, tanh } from './arithmetic.ts';
import { runKernel } from './kernel.ts';
import type { Tensor } from './tensor.ts';

/** Activations that `dense` and the convolutions apply themselves. Their gradients follow from the output alone. */
export type FusedActivation = 'linear' | 'relu' | 'sigmoid' | 'tanh';

const ACTIVATIONS: Readonly<Record<FusedActivation, (z: Tensor) => Tensor>> = {
  linear: (z) => z,
  relu,
  sigmoid,
  tanh,
};

/** y = activation(z). */
export function activate(activation: FusedActivation, z: Tensor): Tensor {
  return ACTIVATIONS[activation](z);
}

/** dL/dz from dL/dy and y = activation(z). */
export function activationGradient(activation: FusedActivation, dy: Tensor, y: Tensor): Tensor {
  if (activation === 'linear') return dy;
  const [dz] = runKernel('ActivationGrad', { dy, y }, { activation });
  return dz!;
}

/** Whether an activation is one of them. */
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
