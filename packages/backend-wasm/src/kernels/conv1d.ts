import type { AnyBackendKernel, BackendKernel, ConvolutionAttributes } from '@seqloom/backend';
import type { HeapTensors } from '../tensors.ts';

/** One-dimensional convolution without a copy of its windows; equal the portable kernels of the names. */
export function convolutionKernels({ kernels, at, output }: HeapTensors): AnyBackendKernel[] {
  const conv1d: BackendKernel<'Conv1D'> = {
    name: 'Conv1D',
    run: ({ inputs: { x, filter, bias }, attributes }) => {
      const [batch, length, channels] = x.shape as Sizes;
      const [kernelSize, , filters] = filter.shape as Sizes;
      const { stride, dilation, padLeft, padRight, groups, activation } = attributes;
      const y = output([batch, outLength(length, kernelSize, attributes), filters]);
      kernels.conv1d({
        batch,
        length,
        channels,
        filters,
        kernelSize,
        stride,
        dilation,
        padLeft,
        padRight,
        groups,
        x: at(x),
        filter: at(filter),
        y: at(y),
        bias: bias && at(bias),
        activation,
      });
      return y;
    },
  };
  const inputGrad: BackendKernel<'Conv1DInputGrad'> = {
    name: 'Conv1DInputGrad',
    run: ({ inputs: { dy, filter }, attributes }) => {
      const [batch] = dy.shape as Sizes;
      const [kernelSize, depth, filters] = filter.shape as Sizes;
      const { stride, dilation, padLeft, padRight, groups, length } = attributes;
      const channels = depth * groups;
      const dx = output([batch, length, channels]);
      kernels.conv1dInputGradient({
        batch,
        length,
        channels,
        filters,
        kernelSize,
        stride,
        dilation,
        padLeft,
        padRight,
        groups,
        dy: at(dy),
        filter: at(filter),
        dx: at(dx),
      });
      return dx;
    },
  };
  const filterGrad: BackendKernel<'Conv1DFilterGrad'> = {
    name: 'Conv1DFilterGrad',
    run: ({ inputs: { x, dy }, attributes }) => {
      const [batch, length, channels] = x.shape as Sizes;
      const filters = dy.shape[2]!;
      const { stride, dilation, padLeft, padRight, groups, kernelSize } = attributes;
      const dFilter = output([kernelSize, channels / groups, filters]);
      kernels.conv1dFilterGradient({
        batch,
        length,
        channels,
        filters,
        kernelSize,
        stride,
        dilation,
        padLeft,
        padRight,
        groups,
        x: at(x),
        dy: at(dy),
        dFilter: at(dFilter),
      });
      return dFilter;
    },
  };
  return [conv1d, inputGrad, filterGrad];
}

type Sizes = readonly [number, number, number];

function outLength(length: number, kernelSize: number, window: ConvolutionAttributes): number {
  const { stride, dilation, padLeft, padRight } = window;
  return Math.floor((length + padLeft + padRight - (kernelSize - 1) * dilation - 1) / stride) + 1;
}
