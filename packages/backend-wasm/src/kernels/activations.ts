import type { BackendKernel } from '@seqloom/backend';
import { sizeOf, type Workshop } from '../tensors.ts';

/** `Tanh` and `Sigmoid` as vectors of four (≤ 3e-7 off), which tfjs computes one number at a time. */
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
  return [body('Tanh', 'tanh'), body('Sigmoid', 'sigmoid')];
}
