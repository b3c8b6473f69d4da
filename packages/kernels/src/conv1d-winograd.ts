import { argumentLayout } from './arguments.ts';
import type { KernelContext } from './context.ts';
import type { CheckedConv1DGeometry } from './conv1d-geometry.ts';
import { pieceCount, rowsPerPiece } from './pieces.ts';

/** Outputs per tile. */
const TILE = 4;
/** What the stack blocks of `c/conv1d-winograd.c` hold. */
const WIDEST = 256;
const MOST_GROUPS = 8;
/** Narrower convolutions gain too little (with 4 channels a tenth to two fifths) to be worth rounding a little worse. */
const NARROWEST = 8;
const SHORTEST = 16;

const packArguments = argumentLayout('winograd_pack', {
  w: 'at',
  packed: 'at',
  taps: 'int',
  rows: 'int',
  columns: 'int',
  first: 'int',
  tap_stride: 'int',
  row_stride: 'int',
  column_stride: 'int',
});

const GEOMETRY = {
  batch: 'int',
  length: 'int',
  out_length: 'int',
  channels: 'int',
  filters: 'int',
  taps: 'int',
  pad_left: 'int',
  items_per_chunk: 'int',
} as const;

const convArguments = argumentLayout('winograd_conv1d', {
  ...({ x: 'at', packed: 'at', bias: 'at', y: 'at' } as const),
  ...GEOMETRY,
  ...({ rows_per_chunk: 'int', activation: 'int' } as const),
});

const filterGradientArguments = argumentLayout('winograd_filter_gradient', {
  ...({ x: 'at', dy: 'at', partial: 'at' } as const),
  ...GEOMETRY,
});

const finishArguments = argumentLayout('winograd_filter_finish', {
  partial: 'at',
  dw: 'at',
  planes: 'int',
  channels: 'int',
  filters: 'int',
  taps: 'int',
  rows_per_chunk: 'int',
});

/** Long sequences are cut into pieces of so many outputs, whole tiles. */
const ROWS_PER_PIECE = 512;

/** How `c/conv1d-winograd.c` cuts the taps: five make one group of eight products, others groups of four of seven. */
function tiling(g: CheckedConv1DGeometry): { groups: number; points: number } {
  return g.kernelSize === 5 ? { groups: 1, points: 8 } : { groups: Math.ceil(g.kernelSize / 4), points: 7 };
}

/** Whether a convolution saves a quarter of its multiplications or more by tiles of four outputs. */
export function suitsWinograd(g: CheckedConv1DGeometry): boolean {
  const { groups, points } = tiling(g);
  return (
    g.stride === 1 &&
    g.dilation === 1 &&
    g.groups === 1 &&
    Math.min(g.channels, g.filters) >= NARROWEST &&
    Math.max(g.channels, g.filters) <= WIDEST &&
    g.outLength >= SHORTEST &&
    groups <= MOST_GROUPS &&
    points * groups <= 0.75 * TILE * g.kernelSize
  );
}

/** The geometry as the kernels take it. */
function geometryValues(g: CheckedConv1DGeometry, itemsPerChunk: number) {
  return {
    ...{
      batch: g.batch,
      length: g.length,
      out_length: g.outLength,
      channels: g.channels,
      filters: g.filters,
    },
    ...{ taps: g.kernelSize, pad_left: g.padLeft, items_per_chunk: itemsPerChunk },
  };
}

/**
 * Convolves by tiles of four outputs.
 *
 * @param flipped - the filter is that of the convolution whose input gradient this is: `[kernelSize, g.filters,
 * g.channels]`, read transposed and with its taps in reverse order
 */
export function winogradConvolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  arrays: { x: number; filter: number; bias: number; y: number; activation: number; flipped: boolean },
): void {
  const { x, filter, bias, y, activation, flipped } = arrays;
  const { groups, points } = tiling(g);
  const tap = g.channels * g.filters;
  const strides = flipped
    ? { first: (g.kernelSize - 1) * tap, tap_stride: -tap, row_stride: 1, column_stride: g.channels }
    : { first: 0, tap_stride: tap, row_stride: g.filters, column_stride: 1 };
  // The packed columns are padded to a vector, at most 16 floats.
  const floats = points * groups * g.channels * (g.filters + 16);
  context.scratch(4 * floats, (packed) => {
    const sizes = { taps: g.kernelSize, rows: g.channels, columns: g.filters };
    context.run(packArguments, { w: filter, packed, ...sizes, ...strides }, groups);
    const rows = items > 1 ? g.outLength : Math.min(g.outLength, ROWS_PER_PIECE);
    const values = { x, packed, bias, y, activation, ...geometryValues(g, items), rows_per_chunk: rows };
    context.run(convArguments, values, pieceCount(g.batch, items) * pieceCount(g.outLength, rows));
  });
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
    context.run(filterGradientArguments, { x, dy, partial, ...geometryValues(g, items) }, planes);
    const perChunk = rowsPerPiece(planes * points * g.filters);
    const sizes = { planes, channels: g.channels, filters: g.filters, taps: g.kernelSize };
    const values = { partial, dw: dFilter, ...sizes, rows_per_chunk: perChunk };
    context.run(finishArguments, values, pieceCount(rows, perChunk));
  });
}
