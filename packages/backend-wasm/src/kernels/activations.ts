import type { BackendKernel } from '@seqloom/backend';
import type { FusedActivation } from '@seqloom/kernels';
import { sizeOf, type Workshop } from '../tensors.ts';

/**
 * `Tanh` and `Sigmoid` as vectors of four (≤ 3e-7 off), which tfjs computes one number at a time, and the way back
 * through an activation in one pass; equals the portable `ActivationGrad`.
 */
export function activationKernels({ kernels, at, output }: Workshop): BackendKernel[] {
  const body = (name: string, activation: 'tanh' | 'sigmoid'): BackendKernel => ({
    name,
    accepts: ({ inputs: { x } }) => x!.dtype === 'float32',
    run: ({ inputs: { x } }) => {
      const y = output(x!.shape);
      kernels.activate({ activation, x: at(x), y: at(y), count: sizeOf(x!.shape) });
      return y;
    },
  });
  return [
    body('Tanh', 'tanh'),
    body('Sigmoid', 'sigmoid'),
    {
      name: 'ActivationGrad',
      run: ({ inputs: { dy, y }, attributes }) => {
        const dz = output(y!.shape);
        const activation = attributes.activation as FusedActivation;
        kernels.activationGradient({
          activation,
          y: at(y),
          dy: at(dy),
          dx: at(dz),
          count: sizeOf(y!.shape),
        });
        return dz;
      },
    },
  ];
}
