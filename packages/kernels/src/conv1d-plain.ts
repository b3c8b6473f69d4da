import { argumentLayout } from './arguments.ts';
import type { KernelContext } from './context.ts';
import {
  type CheckedConv1DGeometry,
  conv1dCounts,
  flippedGeometry,
  geometryValues,
} from './conv1d-geometry.ts';
import { finishArguments } from './gemm.ts';
import { PIECE_PRODUCTS, pieceCount, rowsPerPiece } from './pieces.ts';

const packArguments = argumentLayout('conv1d_pack', {
  w: 'at',
  packed: 'at',
  taps: 'int',
  group_channels: 'int',
  filters: 'int',
  groups: 'int',
  flip: 'int',
});

const GEOMETRY = {
  batch: 'int',
  length: 'int',
  out_length: 'int',
  channels: 'int',
  filters: 'int',
  taps: 'int',
  stride: 'int',
  dilation: 'int',
  pad_left: 'int',
  groups: 'int',
  items_per_chunk: 'int',
} as const;

const convArguments = argumentLayout('conv1d', {
  ...({ x: 'at', packed: 'at', bias: 'at', y: 'at' } as const),
  ...GEOMETRY,
  ...({ rows_per_chunk: 'int', activation: 'int' } as const),
});

const scatterArguments = argumentLayout('conv1d_scatter', {
  ...({ dy: 'at', packed: 'at', dx: 'at' } as const),
  ...GEOMETRY,
});

const filterGradientArguments = argumentLayout('conv1d_filter_gradient', {
  ...({ x: 'at', dy: 'at', partial: 'at' } as const),
  ...GEOMETRY,
});

/** Panels are padded to vectors, at most this many floats wide. */
const MAX_VECTOR = 16;

/** Convolves any geometry. */
export function plainConvolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  { filter, ...arrays }: { x: number; filter: number; bias: number; y: number; activation: number },
): void {
  withPacked(context, g, filter, false, (packed) => {
    convolve(context, g, items, { ...arrays, packed });
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
      convolve(context, flippedGeometry(g), items, { x: dy, packed, bias: 0, y: dx, activation: 0 });
    } else {
      const values = { dy, packed, dx, ...geometryValues(g, items) };
      context.run(scatterArguments, values, pieceCount(g.batch, items));
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
  const planes = pieceCount(g.batch, items);
  context.scratch(4 * planes * conv1dCounts(g).filter, (partial) => {
    context.run(filterGradientArguments, { x, dy, partial, ...geometryValues(g, items) }, planes);
    const rows = g.kernelSize * (g.channels / g.groups);
    const perChunk = rowsPerPiece(planes * g.filters);
    const sizes = { planes, rows, n: g.filters, rows_per_chunk: perChunk };
    const finish = { partial, c: dFilter, bias: 0, activation: 0 };
    context.run(finishArguments, { ...finish, ...sizes }, pieceCount(rows, perChunk));
  });
}

/** Packs the filter into scratch, for as long as `body` runs; flipped, it is that of the input gradient. */
function withPacked(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  filter: number,
  flip: boolean,
  body: (packed: number) => void,
): void {
  const [channels, filters] = [g.channels / g.groups, g.filters / g.groups];
  const [rows, columns] = flip ? [filters, channels] : [channels, filters];
  const floats = g.groups * g.kernelSize * rows * (columns + MAX_VECTOR);
  context.scratch(4 * floats, (packed) => {
    const sizes = { taps: g.kernelSize, group_channels: channels, filters: g.filters, groups: g.groups };
    context.run(packArguments, { w: filter, packed, ...sizes, flip: flip ? 1 : 0 }, g.groups);
    body(packed);
  });
}

function convolve(
  context: KernelContext,
  g: CheckedConv1DGeometry,
  items: number,
  arrays: { x: number; packed: number; bias: number; y: number; activation: number },
): void {
  const work = (g.kernelSize * g.channels * g.filters) / g.groups;
  // Pieces of an item are cut at multiples of 32 outputs, so that all but the last are whole tiles.
  const rows = items > 1 ? g.outLength : Math.min(g.outLength, Math.ceil(PIECE_PRODUCTS / work / 32) * 32);
  const values = { ...arrays, ...geometryValues(g, items), rows_per_chunk: rows };
  context.run(convArguments, values, pieceCount(g.batch, items) * pieceCount(g.outLength, rows));
}
