import type { KernelContext } from './context.ts';
import { type CheckedConv1DGeometry, conv1dCounts, flippedGeometry } from './conv1d-geometry.ts';
import { ACTIVATION } from './generated/constants.ts';
import { PIECE_PRODUCTS, pieceCount, rowsPerPiece } from './pieces.ts';

/** Offsets of the arrays of a convolution, and the code of its activation. */
export interface ConvolutionArrays {
  readonly x: number;
  readonly filter: number;
  readonly bias: number;
  readonly y: number;
  readonly activation: number;
}

/** Convolves any geometry. */
export function plainConvolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { x, filter, bias, y, activation }: ConvolutionArrays,
): void {
  withPacked(context, g, filter, false, (packed) => {
    convolve(context, g, items, { x, packed, bias, y, activation });
  });
}

/** The input gradient of any geometry. */
export function plainInputGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { dy, filter, dx }: { dy: number; filter: number; dx: number },
): void {
  withPacked(context, g, filter, true, (packed) => {
    if (g.stride === 1) {
      convolve(context, flippedGeometry(g), items, {
        x: dy,
        packed,
        bias: 0,
        y: dx,
        activation: ACTIVATION.linear,
      });
    } else {
      const { batch, length, outLength, channels, filters, kernelSize, stride, dilation, padLeft, groups } =
        g;
      const values = {
        dy,
        packed,
        dx,
        batch,
        length,
        outLength,
        channels,
        filters,
        taps: kernelSize,
        stride,
        dilation,
        padLeft,
        groups,
        itemsPerChunk: items,
      };
      context.run('conv1d_scatter', values, pieceCount(batch, items));
    }
  });
}

/** The filter gradient of any geometry. */
export function plainFilterGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { x, dy, dFilter }: { x: number; dy: number; dFilter: number },
): void {
  const { batch, length, outLength, channels, filters, kernelSize, stride, dilation, padLeft, groups } = g;
  const planes = pieceCount(batch, items);
  context.scratch(4 * planes * conv1dCounts(g).filter, (partial) => {
    const values = {
      x,
      dy,
      partial,
      batch,
      length,
      outLength,
      channels,
      filters,
      taps: kernelSize,
      stride,
      dilation,
      padLeft,
      groups,
      itemsPerChunk: items,
    };
    context.run('conv1d_filter_gradient', values, planes);
    const rows = kernelSize * (channels / groups);
    const perChunk = rowsPerPiece(planes * filters);
    const finish = {
      partial,
      c: dFilter,
      bias: 0,
      planes,
      rows,
      n: filters,
      rowsPerChunk: perChunk,
      activation: ACTIVATION.linear,
    };
    context.run('gemm_finish', finish, pieceCount(rows, perChunk));
  });
}

/** Calls `body` with the packed filter, flipped for the input gradient. */
function withPacked(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  filter: number,
  flip: boolean,
  body: (packed: number) => void,
): void {
  const [channels, filters] = [g.channels / g.groups, g.filters / g.groups];
  const [rows, columns] = flip ? [filters, channels] : [channels, filters];
  // Every panel is padded to whole vectors.
  const floats = g.groups * g.kernelSize * rows * (columns + context.lanes);
  context.scratch(4 * floats, (packed) => {
    const values = {
      w: filter,
      packed,
      taps: g.kernelSize,
      groupChannels: channels,
      filters: g.filters,
      groups: g.groups,
      flip: flip ? 1 : 0,
    };
    context.run('conv1d_pack', values, g.groups);
    body(packed);
  });
}

function convolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { x, packed, bias, y, activation }: Omit<ConvolutionArrays, 'filter'> & { readonly packed: number },
): void {
  const { batch, length, outLength, channels, filters, kernelSize, stride, dilation, padLeft, groups } = g;
  const work = (kernelSize * channels * filters) / groups;
  // Pieces of an item are cut at multiples of 32 outputs, so that all but the last are whole tiles.
  const rows = items > 1 ? outLength : Math.min(outLength, Math.ceil(PIECE_PRODUCTS / work / 32) * 32);
  const values = {
    x,
    packed,
    bias,
    y,
    batch,
    length,
    outLength,
    channels,
    filters,
    taps: kernelSize,
    stride,
    dilation,
    padLeft,
    groups,
    itemsPerChunk: items,
    rowsPerChunk: rows,
    activation,
  };
  context.run('conv1d', values, pieceCount(batch, items) * pieceCount(outLength, rows));
}
