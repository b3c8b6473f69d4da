import type { KernelContext } from './context.ts';
import { type CheckedConv1DGeometry, geometryValues } from './conv1d-geometry.ts';
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
  { filter, ...arrays }: { x: number; filter: number; bias: number; y: number; activation: number },
): void {
  const values = { ...arrays, w: filter, ...geometryValues(g, items) };
  context.run('depthwise_conv1d', values, pieceCount(g.batch, items));
}

/** The input gradient of a depthwise convolution. */
export function depthwiseInputGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { filter, ...arrays }: { dy: number; filter: number; dx: number },
): void {
  const values = { ...arrays, w: filter, ...geometryValues(g, items) };
  context.run('depthwise_input_gradient', values, pieceCount(g.batch, items));
}

/** The filter gradient of a depthwise convolution. */
export function depthwiseFilterGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { x, dy, dFilter }: { x: number; dy: number; dFilter: number },
): void {
  const planes = pieceCount(g.batch, items);
  const size = g.kernelSize * g.channels;
  context.scratch(4 * planes * size, (partial) => {
    context.run('depthwise_filter_gradient', { x, dy, partial, ...geometryValues(g, items) }, planes);
    const sizes = { planes, rows: g.kernelSize, n: g.channels, rowsPerChunk: g.kernelSize };
    const finish = { partial, c: dFilter, bias: 0, activation: ACTIVATION.linear, ...sizes };
    context.run('gemm_finish', finish, 1);
  });
}
