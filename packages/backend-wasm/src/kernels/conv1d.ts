import type { BackendKernel, KernelCall } from '@seqloom/backend';
import type { Conv1DGeometry, FusedActivation } from '@seqloom/kernels';
import type { Workshop } from '../tensors.ts';

/** One-dimensional convolution without a copy of its windows; equal the portable kernels of the names. */
export function convolutionKernels({ kernels, at, output }: Workshop): BackendKernel[] {
  return [
    {
      name: 'Conv1D',
      run: ({ inputs: { x, filter, bias }, attributes }) => {
        const [batch, length, channels] = x!.shape as Sizes;
        const [kernelSize, , filters] = filter!.shape as Sizes;
        const geometry = { batch, length, channels, filters, kernelSize, ...windowOf(attributes) };
        const y = output([batch, outLength(geometry), filters]);
        kernels.conv1d({
          ...geometry,
          ...{ x: at(x), filter: at(filter), y: at(y) },
          ...(bias && { bias: at(bias) }),
          activation: attributes.activation as FusedActivation,
        });
        return y;
      },
    },
    {
      name: 'Conv1DInputGrad',
      run: ({ inputs: { dy, filter }, attributes }) => {
        const [batch] = dy!.shape as Sizes;
        const [kernelSize, depth, filters] = filter!.shape as Sizes;
        const { length, groups } = attributes as Readonly<Record<'length' | 'groups', number>>;
        const channels = depth * groups;
        const dx = output([batch, length, channels]);
        kernels.conv1dInputGradient({
          ...{ batch, length, channels, filters, kernelSize, ...windowOf(attributes) },
          ...{ dy: at(dy), filter: at(filter), dx: at(dx) },
        });
        return dx;
      },
    },
    {
      name: 'Conv1DFilterGrad',
      run: ({ inputs: { x, dy }, attributes }) => {
        const [batch, length, channels] = x!.shape as Sizes;
        const filters = dy!.shape[2]!;
        const { kernelSize, groups } = attributes as Readonly<Record<'kernelSize' | 'groups', number>>;
        const dFilter = output([kernelSize, channels / groups, filters]);
        kernels.conv1dFilterGradient({
          ...{ batch, length, channels, filters, kernelSize, ...windowOf(attributes) },
          ...{ x: at(x), dy: at(dy), dFilter: at(dFilter) },
        });
        return dFilter;
      },
    },
  ];
}

type Sizes = readonly [number, number, number];
type Window = Required<Pick<Conv1DGeometry, 'stride' | 'dilation' | 'padLeft' | 'padRight' | 'groups'>>;

function windowOf(attributes: KernelCall['attributes']): Window {
  const { stride, dilation, padLeft, padRight, groups } = attributes as unknown as Window;
  return { stride, dilation, padLeft, padRight, groups };
}

function outLength(g: Conv1DGeometry & Window): number {
  return Math.floor((g.length + g.padLeft + g.padRight - (g.kernelSize - 1) * g.dilation - 1) / g.stride) + 1;
}
