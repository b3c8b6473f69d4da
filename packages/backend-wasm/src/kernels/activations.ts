import type { AnyBackendKernel, BackendKernel } from '@seqloom/backend';
import { sizeOf } from '@seqloom/options';
import type { HeapTensors } from '../tensors.ts';

/**
 * `Tanh` and `Sigmoid` as vectors of four (≤ 3e-7 off), which tfjs computes one number at a time, and the way back
 * through an activation in one pass; equals the portable `ActivationGrad`.
 */
export function activationKernels({ kernels, at, output }: HeapTensors): AnyBackendKernel[] {
  const tanh: BackendKernel<'Tanh'> = {
    name: 'Tanh',
    accepts: ({ inputs: { x } }) => x.dtype === 'float32',
    run: ({ inputs: { x } }) => {
      const y = output(x.shape);
      kernels.activate({ activation: 'tanh', x: at(x), y: at(y), count: sizeOf(x.shape) });
      return y;
    },
  };
  const sigmoid: BackendKernel<'Sigmoid'> = {
    name: 'Sigmoid',
    accepts: ({ inputs: { x } }) => x.dtype === 'float32',
    run: ({ inputs: { x } }) => {
      const y = output(x.shape);
      kernels.activate({ activation: 'sigmoid', x: at(x), y: at(y), count: sizeOf(x.shape) });
      return y;
    },
  };
  const activationGrad: BackendKernel<'ActivationGrad'> = {
    name: 'ActivationGrad',
    run: ({ inputs: { dy, y }, attributes: { activation } }) => {
      const dx = output(y.shape);
      kernels.activationGradient({ activation, y: at(y), dy: at(dy), dx: at(dx), count: sizeOf(y.shape) });
      return dx;
    },
  };
  return [tanh, sigmoid, activationGrad];
}
