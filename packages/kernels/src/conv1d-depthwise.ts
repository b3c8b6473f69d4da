import type { KernelContext } from './context.ts';
import type { CheckedConv1DGeometry } from './conv1d-geometry.ts';
import type { ConvolutionArrays } from './conv1d-plain.ts';
import { ACTIVATION } from './generated/constants.ts';
import { pieceCount } from './pieces.ts';

/** Whether every channel has one filter of its own. */
export function isDepthwise(g: CheckedConv1DGeometry): boolean {
  return g.groups === g.channels && g.filters === g.channels && g.channels > 1;
}

/** Convolves every channel with its own filter. */
export function depthwiseConvolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { x, filter, bias, y, activation }: ConvolutionArrays,
): void {
  const { batch, length, outLength, channels, kernelSize, stride, dilation, padLeft } = g;
  const values = {
    x,
    w: filter,
    bias,
    y,
    batch,
    length,
    outLength,
    channels,
    taps: kernelSize,
    stride,
    dilation,
    padLeft,
    itemsPerChunk: items,
    activation,
  };
  context.run('depthwise_conv1d', values, pieceCount(batch, items));
}

/** The input gradient of a depthwise convolution. */
export function depthwiseInputGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { dy, filter, dx }: { dy: number; filter: number; dx: number },
): void {
  const { batch, length, outLength, channels, kernelSize, stride, dilation, padLeft } = g;
  const values = {
    dy,
    w: filter,
    dx,
    batch,
    length,
    outLength,
    channels,
    taps: kernelSize,
    stride,
    dilation,
    padLeft,
    itemsPerChunk: items,
  };
  context.run('depthwise_input_gradient', values, pieceCount(batch, items));
}

/** The filter gradient of a depthwise convolution. */
export function depthwiseFilterGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { x, dy, dFilter }: { x: number; dy: number; dFilter: number },
): void {
  const { batch, length, outLength, channels, kernelSize, stride, dilation, padLeft } = g;
  const planes = pieceCount(batch, items);
  context.scratch(4 * planes * kernelSize * channels, (partial) => {
    const values = {
      x,
      dy,
      partial,
      batch,
      length,
      outLength,
      channels,
      taps: kernelSize,
      stride,
      dilation,
      padLeft,
      itemsPerChunk: items,
    };
    context.run('depthwise_filter_gradient', values, planes);
    const finish = {
      partial,
      c: dFilter,
      bias: 0,
      planes,
      rows: kernelSize,
      n: channels,
      rowsPerChunk: kernelSize,
      activation: ACTIVATION.linear,
    };
    context.run('gemm_finish', finish, 1);
  });
}
