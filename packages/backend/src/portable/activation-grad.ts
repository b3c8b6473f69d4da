import type { FusedActivation } from '../contract/activation.ts';
import type { PortableKernel } from '../contract/kernel.ts';
import type { Tensor } from '../contract/tensor.ts';
import { mul, sub } from '../engine/arithmetic.ts';
import { cast } from '../engine/cast.ts';
import { greater } from '../engine/compare.ts';
import { scalar } from '../engine/create.ts';
import { square } from '../engine/functions.ts';

/** dy/dz as a function of y. */
const DERIVATIVES: Readonly<Record<Exclude<FusedActivation, 'linear'>, (y: Tensor) => Tensor>> = {
  relu: (y) => cast(greater(y, scalar(0)), 'float32'),
  sigmoid: (y) => mul(y, sub(scalar(1), y)),
  tanh: (y) => sub(scalar(1), square(y)),
};

/** The way back through an activation. */
export const activationGrad: PortableKernel<'ActivationGrad'> = {
  name: 'ActivationGrad',
  run: ({ dy, y }, { activation }) => mul(dy, DERIVATIVES[activation](y)),
};
