import type { AnyBackendKernel, BackendKernel, PoolAttributes } from '@seqloom/backend';
import type { HeapTensors } from '../tensors.ts';

/** Pooling over time, one pass each way; equal the portable kernels of the names. */
export function poolKernels({ kernels, at, output }: HeapTensors): AnyBackendKernel[] {
  const maxPool: BackendKernel<'MaxPool1D'> = {
    name: 'MaxPool1D',
    run: ({ inputs: { x }, attributes }) => {
      const [batch, length, channels] = x.shape as Sizes;
      const { poolSize, stride, padLeft, padRight } = attributes;
      const y = output([batch, outLength(length, attributes), channels]);
      kernels.maxPool({
        batch,
        length,
        channels,
        poolSize,
        stride,
        padLeft,
        padRight,
        x: at(x),
        y: at(y),
      });
      return y;
    },
  };
  const maxPoolGrad: BackendKernel<'MaxPool1DGrad'> = {
    name: 'MaxPool1DGrad',
    run: ({ inputs: { x, y, dy }, attributes }) => {
      const [batch, length, channels] = x.shape as Sizes;
      const { poolSize, stride, padLeft, padRight } = attributes;
      const dx = output(x.shape);
      kernels.maxPoolGradient({
        batch,
        length,
        channels,
        poolSize,
        stride,
        padLeft,
        padRight,
        x: at(x),
        y: at(y),
        dy: at(dy),
        dx: at(dx),
      });
      return dx;
    },
  };
  const avgPool: BackendKernel<'AvgPool1D'> = {
    name: 'AvgPool1D',
    run: ({ inputs: { x }, attributes }) => {
      const [batch, length, channels] = x.shape as Sizes;
      const { poolSize, stride, padLeft, padRight } = attributes;
      const y = output([batch, outLength(length, attributes), channels]);
      kernels.averagePool({
        batch,
        length,
        channels,
        poolSize,
        stride,
        padLeft,
        padRight,
        x: at(x),
        y: at(y),
      });
      return y;
    },
  };
  const avgPoolGrad: BackendKernel<'AvgPool1DGrad'> = {
    name: 'AvgPool1DGrad',
    run: ({ inputs: { dy }, attributes }) => {
      const [batch, , channels] = dy.shape as Sizes;
      const { poolSize, stride, padLeft, padRight, length } = attributes;
      const dx = output([batch, length, channels]);
      kernels.averagePoolGradient({
        batch,
        length,
        channels,
        poolSize,
        stride,
        padLeft,
        padRight,
        dy: at(dy),
        dx: at(dx),
      });
      return dx;
    },
  };
  return [maxPool, maxPoolGrad, avgPool, avgPoolGrad];
}

type Sizes = readonly [number, number, number];

function outLength(length: number, { poolSize, stride, padLeft, padRight }: PoolAttributes): number {
  return Math.floor((length + padLeft + padRight - poolSize) / stride) + 1;
}
