import { mul, square, sub } from '../engine/arithmetic.ts';
import { greater } from '../engine/compare.ts';
import { scalar } from '../engine/create.ts';
import type { FusedActivation } from '../engine/fused-activation.ts';
import { cast } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { PortableKernel } from '../plugin/contract.ts';

/** dy/dz as a function of y. */
const DERIVATIVES: Readonly<Record<Exclude<FusedActivation, 'linear'>, (y: Tensor) => Tensor>> = {
  relu: (y) => cast(greater(y, scalar(0)), 'float32'),
  sigmoid: (y) => mul(y, sub(scalar(1), y)),
  tanh: (y) => sub(scalar(1), square(y)),
};

/** The way back through an activation: `dy`, `y = activation(z)` of one shape → dL/dz. */
export const activationGrad: PortableKernel = {
  name: 'ActivationGrad',
  run: ({ dy, y }, { activation }) => [
    mul(dy!, DERIVATIVES[activation as keyof typeof DERIVATIVES](y!)), // `linear` never comes here
  ],
};
