import type { AnyBackendKernel, BackendKernel, ConvolutionAttributes } from '@seqloom/backend';
import type { Conv1DGeometry } from '@seqloom/kernels';
import type { HeapTensors } from '../tensors.ts';

/** One-dimensional convolution without a copy of its windows; equal the portable kernels of the names. */
export function convolutionKernels({ kernels, at, output }: HeapTensors): AnyBackendKernel[] {
  const conv1d: BackendKernel<'Conv1D'> = {
    name: 'Conv1D',
    run: ({ inputs: { x, filter, bias }, attributes }) => {
      const [batch, length, channels] = x.shape as Sizes;
      const [kernelSize, , filters] = filter.shape as Sizes;
      const geometry = { batch, length, channels, filters, kernelSize, ...windowOf(attributes) };
      const y = output([batch, outLength(geometry), filters]);
      kernels.conv1d({
        ...geometry,
        x: at(x),
        filter: at(filter),
        y: at(y),
        ...(bias && { bias: at(bias) }),
        activation: attributes.activation,
      });
      return y;
    },
  };
  const inputGrad: BackendKernel<'Conv1DInputGrad'> = {
    name: 'Conv1DInputGrad',
    run: ({ inputs: { dy, filter }, attributes }) => {
      const [batch] = dy.shape as Sizes;
      const [kernelSize, depth, filters] = filter.shape as Sizes;
      const { length, groups } = attributes;
      const channels = depth * groups;
      const dx = output([batch, length, channels]);
      const geometry = { batch, length, channels, filters, kernelSize, ...windowOf(attributes) };
      kernels.conv1dInputGradient({ ...geometry, dy: at(dy), filter: at(filter), dx: at(dx) });
      return dx;
    },
  };
  const filterGrad: BackendKernel<'Conv1DFilterGrad'> = {
    name: 'Conv1DFilterGrad',
    run: ({ inputs: { x, dy }, attributes }) => {
      const [batch, length, channels] = x.shape as Sizes;
      const filters = dy.shape[2]!;
      const { kernelSize, groups } = attributes;
      const dFilter = output([kernelSize, channels / groups, filters]);
      const geometry = { batch, length, channels, filters, kernelSize, ...windowOf(attributes) };
      kernels.conv1dFilterGradient({ ...geometry, x: at(x), dy: at(dy), dFilter: at(dFilter) });
      return dFilter;
    },
  };
  return [conv1d, inputGrad, filterGrad];
}

type Sizes = readonly [number, number, number];

/** The window alone, without what else the attributes of a kernel say. */
function windowOf(attributes: ConvolutionAttributes): ConvolutionAttributes {
  const { stride, dilation, padLeft, padRight, groups } = attributes;
  return { stride, dilation, padLeft, padRight, groups };
}

function outLength(g: Conv1DGeometry & ConvolutionAttributes): number {
  return Math.floor((g.length + g.padLeft + g.padRight - (g.kernelSize - 1) * g.dilation - 1) / g.stride) + 1;
}
