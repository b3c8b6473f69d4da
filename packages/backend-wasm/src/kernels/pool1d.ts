import type { BackendKernel, KernelCall, TensorHandle } from '@seqloom/backend';
import type { Pool1DGeometry } from '@seqloom/kernels';
import type { Workshop } from '../tensors.ts';

/** Pooling over time, one pass each way; equal the portable kernels of the names. */
export function poolKernels({ kernels, at, output }: Workshop): BackendKernel[] {
  const forward = (name: string, kernel: 'maxPool' | 'averagePool'): BackendKernel => ({
    name,
    run: ({ inputs: { x }, attributes }) => {
      const geometry = geometryOf(x!, x!.shape[1]!, attributes);
      const { batch, length, channels, poolSize, stride, padLeft, padRight } = geometry;
      const count = Math.floor((length + padLeft + padRight - poolSize) / stride) + 1;
      const y = output([batch, count, channels]);
      kernels[kernel]({ ...geometry, x: at(x), y: at(y) });
      return y;
    },
  });
  return [
    forward('MaxPool1D', 'maxPool'),
    forward('AvgPool1D', 'averagePool'),
    {
      name: 'MaxPool1DGrad',
      run: ({ inputs: { x, y, dy }, attributes }) => {
        const dx = output(x!.shape);
        const arrays = { x: at(x), y: at(y), dy: at(dy), dx: at(dx) };
        kernels.maxPoolGradient({ ...geometryOf(x!, x!.shape[1]!, attributes), ...arrays });
        return dx;
      },
    },
    {
      name: 'AvgPool1DGrad',
      run: ({ inputs: { dy }, attributes }) => {
        const length = attributes.length as number;
        const dx = output(dy!.shape.with(1, length));
        kernels.averagePoolGradient({ ...geometryOf(dy!, length, attributes), dy: at(dy), dx: at(dx) });
        return dx;
      },
    },
  ];
}

function geometryOf(
  { shape }: TensorHandle,
  length: number,
  attributes: KernelCall['attributes'],
): Required<Pool1DGeometry> {
  const { poolSize, stride, padLeft, padRight } = attributes as unknown as Required<Pool1DGeometry>;
  return { batch: shape[0]!, length, channels: shape[2]!, poolSize, stride, padLeft, padRight };
}
