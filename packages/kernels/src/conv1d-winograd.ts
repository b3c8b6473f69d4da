import type { KernelContext } from './context.ts';
import { type CheckedConv1DGeometry, flippedGeometry } from './conv1d-geometry.ts';
import type { ConvolutionArrays } from './conv1d-plain.ts';
import { ACTIVATION, MOST_GROUPS, TILE, WIDEST } from './generated/constants.ts';
import { pieceCount, rowsPerPiece } from './pieces.ts';

/** Narrower convolutions gain too little (with 4 channels a tenth to two fifths) to be worth rounding a little worse. */
const NARROWEST = 8;
const SHORTEST = 16;
/**
 * With more channels or filters the transformed filters outgrow the cache. Several groups of taps then lose more by that
 * than they save in products (7 taps, 512 channels: filter gradient 0.94 times as fast), and so do short sequences.
 */
const WIDE = 256;
const SHORTEST_WIDE = 32;

/** Long sequences are cut into pieces of so many outputs, whole tiles. */
const ROWS_PER_PIECE = 512;

/** How `c/conv1d-winograd.h` cuts the taps: five make one group of eight products, others groups of four of seven. */
function tiling(g: CheckedConv1DGeometry): { groups: number; points: number } {
  return g.kernelSize === 5 ? { groups: 1, points: 8 } : { groups: Math.ceil(g.kernelSize / 4), points: 7 };
}

/** Whether a convolution saves a quarter of its multiplications or more by tiles of four outputs. */
export function suitsWinograd(g: CheckedConv1DGeometry): boolean {
  const { groups, points } = tiling(g);
  const widest = Math.max(g.channels, g.filters);
  return (
    g.stride === 1 &&
    g.dilation === 1 &&
    g.groups === 1 &&
    Math.min(g.channels, g.filters) >= NARROWEST &&
    widest <= WIDEST &&
    g.outLength >= (widest > WIDE ? SHORTEST_WIDE : SHORTEST) &&
    (widest <= WIDE || groups === 1) &&
    groups <= MOST_GROUPS &&
    points * groups <= 0.75 * TILE * g.kernelSize
  );
}

/** Convolves by tiles of four outputs. */
export function winogradConvolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  arrays: ConvolutionArrays,
): void {
  convolve(context, g, items, arrays, {
    first: 0,
    tapStride: g.channels * g.filters,
    rowStride: g.filters,
    columnStride: 1,
  });
}

/** The input gradient by tiles of four outputs, for stride 1. */
export function winogradInputGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { dy, filter, dx }: { dy: number; filter: number; dx: number },
): void {
  const tap = g.channels * g.filters;
  const arrays = { x: dy, filter, bias: 0, y: dx, activation: ACTIVATION.linear };
  // The filter is read transposed and from its last tap to its first.
  convolve(context, flippedGeometry(g), items, arrays, {
    first: (g.kernelSize - 1) * tap,
    tapStride: -tap,
    rowStride: 1,
    columnStride: g.filters,
  });
}

/** The filter gradient by tiles of four outputs. */
export function winogradFilterGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { x, dy, dFilter }: { x: number; dy: number; dFilter: number },
): void {
  const { batch, length, outLength, channels, filters, kernelSize, padLeft } = g;
  const { groups, points } = tiling(g);
  const planes = pieceCount(batch, items);
  const rows = groups * channels;
  context.scratch(4 * planes * points * rows * filters, (partial) => {
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
      padLeft,
      itemsPerChunk: items,
    };
    context.run('winograd_filter_gradient', values, planes);
    const perChunk = rowsPerPiece(planes * points * filters);
    const finish = {
      partial,
      dw: dFilter,
      planes,
      channels,
      filters,
      taps: kernelSize,
      rowsPerChunk: perChunk,
    };
    context.run('winograd_filter_finish', finish, pieceCount(rows, perChunk));
  });
}

function convolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { x, filter, bias, y, activation }: ConvolutionArrays,
  { first, tapStride, rowStride, columnStride }: FilterStrides,
): void {
  const { batch, length, outLength, channels, filters, kernelSize, padLeft } = g;
  const { groups, points } = tiling(g);
  // Every panel is padded to whole vectors.
  const floats = points * groups * channels * (filters + context.lanes);
  context.scratch(4 * floats, (packed) => {
    const pack = {
      w: filter,
      packed,
      taps: kernelSize,
      rows: channels,
      columns: filters,
      first,
      tapStride,
      rowStride,
      columnStride,
    };
    context.run('winograd_pack', pack, groups);
    const rows = items > 1 ? outLength : Math.min(outLength, ROWS_PER_PIECE);
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
      padLeft,
      itemsPerChunk: items,
      rowsPerChunk: rows,
      activation,
    };
    context.run('winograd_conv1d', values, pieceCount(batch, items) * pieceCount(outLength, rows));
  });
}

/** How the filter is read, in floats. */
interface FilterStrides {
  readonly first: number;
  readonly tapStride: number;
  readonly rowStride: number;
  readonly columnStride: number;
}
