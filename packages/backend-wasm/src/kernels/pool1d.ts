import type { AnyBackendKernel, BackendKernel, PoolAttributes, TensorHandle } from '@seqloom/backend';
import type { Pool1DGeometry } from '@seqloom/kernels';
import type { HeapTensors } from '../tensors.ts';

/** Pooling over time, one pass each way; equal the portable kernels of the names. */
export function poolKernels({ kernels, at, output }: HeapTensors): AnyBackendKernel[] {
  const maxPool: BackendKernel<'MaxPool1D'> = {
    name: 'MaxPool1D',
    run: ({ inputs: { x }, attributes }) => {
      const geometry = geometryOf(x, x.shape[1]!, attributes);
      const y = output(outShape(geometry));
      kernels.maxPool({ ...geometry, x: at(x), y: at(y) });
      return y;
    },
  };
  const maxPoolGrad: BackendKernel<'MaxPool1DGrad'> = {
    name: 'MaxPool1DGrad',
    run: ({ inputs: { x, y, dy }, attributes }) => {
      const geometry = geometryOf(x, x.shape[1]!, attributes);
      const dx = output(x.shape);
      kernels.maxPoolGradient({ ...geometry, x: at(x), y: at(y), dy: at(dy), dx: at(dx) });
      return dx;
    },
  };
  const avgPool: BackendKernel<'AvgPool1D'> = {
    name: 'AvgPool1D',
    run: ({ inputs: { x }, attributes }) => {
      const geometry = geometryOf(x, x.shape[1]!, attributes);
      const y = output(outShape(geometry));
      kernels.averagePool({ ...geometry, x: at(x), y: at(y) });
      return y;
    },
  };
  const avgPoolGrad: BackendKernel<'AvgPool1DGrad'> = {
    name: 'AvgPool1DGrad',
    run: ({ inputs: { dy }, attributes }) => {
      const { length } = attributes;
      const dx = output(dy.shape.with(1, length));
      kernels.averagePoolGradient({ ...geometryOf(dy, length, attributes), dy: at(dy), dx: at(dx) });
      return dx;
    },
  };
  return [maxPool, maxPoolGrad, avgPool, avgPoolGrad];
}

type Geometry = Required<Pool1DGeometry>;

function geometryOf({ shape }: TensorHandle, length: number, attributes: PoolAttributes): Geometry {
  const { poolSize, stride, padLeft, padRight } = attributes;
  return { batch: shape[0]!, length, channels: shape[2]!, poolSize, stride, padLeft, padRight };
}

/** `[B, T', C]` */
function outShape({ batch, length, channels, poolSize, stride, padLeft, padRight }: Geometry): number[] {
  return [batch, Math.floor((length + padLeft + padRight - poolSize) / stride) + 1, channels];
}
