import { argumentLayout } from './arguments.ts';
import type { KernelContext } from './context.ts';
import { type CheckedConv1DGeometry, geometryValues } from './conv1d-geometry.ts';
import { finishArguments } from './gemm.ts';
import { pieceCount } from './pieces.ts';

const GEOMETRY = {
  batch: 'int',
  length: 'int',
  out_length: 'int',
  channels: 'int',
  taps: 'int',
  stride: 'int',
  dilation: 'int',
  pad_left: 'int',
  items_per_chunk: 'int',
} as const;

const convArguments = argumentLayout('depthwise_conv1d', {
  ...({ x: 'at', w: 'at', bias: 'at', y: 'at' } as const),
  ...GEOMETRY,
  ...({ activation: 'int' } as const),
});

const inputGradientArguments = argumentLayout('depthwise_input_gradient', {
  ...({ dy: 'at', w: 'at', dx: 'at' } as const),
  ...GEOMETRY,
});

const filterGradientArguments = argumentLayout('depthwise_filter_gradient', {
  ...({ x: 'at', dy: 'at', partial: 'at' } as const),
  ...GEOMETRY,
});

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
  context.run(
    convArguments,
    { ...arrays, w: filter, ...geometryValues(g, items) },
    pieceCount(g.batch, items),
  );
}

/** The input gradient of a depthwise convolution. */
export function depthwiseInputGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { filter, ...arrays }: { dy: number; filter: number; dx: number },
): void {
  context.run(
    inputGradientArguments,
    { ...arrays, w: filter, ...geometryValues(g, items) },
    pieceCount(g.batch, items),
  );
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
    context.run(filterGradientArguments, { x, dy, partial, ...geometryValues(g, items) }, planes);
    const sizes = { planes, rows: g.kernelSize, n: g.channels, rows_per_chunk: g.kernelSize };
    context.run(finishArguments, { partial, c: dFilter, bias: 0, activation: 0, ...sizes }, 1);
  });
}
