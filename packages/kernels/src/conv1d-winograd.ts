import type { KernelContext } from './context.ts';
import { type CheckedConv1DGeometry, flippedGeometry, geometryValues } from './conv1d-geometry.ts';
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
  { filter, ...arrays }: { x: number; filter: number; bias: number; y: number; activation: number },
): void {
  const strides = { first: 0, tapStride: g.channels * g.filters, rowStride: g.filters, columnStride: 1 };
  convolve(context, g, items, { ...arrays, w: filter, ...strides });
}

/** The input gradient by tiles of four outputs, for stride 1. */
export function winogradInputGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { dy, filter, dx }: { dy: number; filter: number; dx: number },
): void {
  const tap = g.channels * g.filters;
  // The filter is read transposed and from its last tap to its first.
  const strides = {
    first: (g.kernelSize - 1) * tap,
    tapStride: -tap,
    rowStride: 1,
    columnStride: g.filters,
  };
  const arrays = { x: dy, w: filter, bias: 0, y: dx, activation: ACTIVATION.linear };
  convolve(context, flippedGeometry(g), items, { ...arrays, ...strides });
}

/** The filter gradient by tiles of four outputs. */
export function winogradFilterGradient(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  arrays: { x: number; dy: number; dFilter: number },
): void {
  const { x, dy, dFilter } = arrays;
  const { groups, points } = tiling(g);
  const planes = pieceCount(g.batch, items);
  const rows = groups * g.channels;
  context.scratch(4 * planes * points * rows * g.filters, (partial) => {
    context.run('winograd_filter_gradient', { x, dy, partial, ...geometryValues(g, items) }, planes);
    const perChunk = rowsPerPiece(planes * points * g.filters);
    const sizes = { planes, channels: g.channels, filters: g.filters, taps: g.kernelSize };
    const values = { partial, dw: dFilter, ...sizes, rowsPerChunk: perChunk };
    context.run('winograd_filter_finish', values, pieceCount(rows, perChunk));
  });
}

function convolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  values: ConvolveArrays,
): void {
  const { groups, points } = tiling(g);
  // Every panel is padded to whole vectors.
  const floats = points * groups * g.channels * (g.filters + context.lanes);
  context.scratch(4 * floats, (packed) => {
    const sizes = { taps: g.kernelSize, rows: g.channels, columns: g.filters };
    context.run('winograd_pack', { ...values, packed, ...sizes }, groups);
    const rows = items > 1 ? g.outLength : Math.min(g.outLength, ROWS_PER_PIECE);
    const all = { ...values, packed, ...geometryValues(g, items), rowsPerChunk: rows };
    context.run('winograd_conv1d', all, pieceCount(g.batch, items) * pieceCount(g.outLength, rows));
  });
}

/** Offsets, and the strides by which the filter is read. */
interface ConvolveArrays {
  readonly x: number;
  readonly w: number;
  readonly bias: number;
  readonly y: number;
  readonly activation: number;
  readonly first: number;
  readonly tapStride: number;
  readonly rowStride: number;
  readonly columnStride: number;
}
