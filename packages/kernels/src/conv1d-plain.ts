import type { KernelContext } from './context.ts';
import {
  type CheckedConv1DGeometry,
  conv1dCounts,
  flippedGeometry,
  geometryValues,
} from './conv1d-geometry.ts';
import { ACTIVATION } from './generated/constants.ts';
import { PIECE_PRODUCTS, pieceCount, rowsPerPiece } from './pieces.ts';

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
      convolve(context, flippedGeometry(g), items, {
        x: dy,
        packed,
        bias: 0,
        y: dx,
        activation: ACTIVATION.linear,
      });
    } else {
      const values = { dy, packed, dx, ...geometryValues(g, items) };
      context.run('conv1d_scatter', values, pieceCount(g.batch, items));
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
    context.run('conv1d_filter_gradient', { x, dy, partial, ...geometryValues(g, items) }, planes);
    const rows = g.kernelSize * (g.channels / g.groups);
    const perChunk = rowsPerPiece(planes * g.filters);
    const sizes = { planes, rows, n: g.filters, rowsPerChunk: perChunk };
    const finish = { partial, c: dFilter, bias: 0, activation: ACTIVATION.linear };
    context.run('gemm_finish', { ...finish, ...sizes }, pieceCount(rows, perChunk));
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
    const sizes = { taps: g.kernelSize, groupChannels: channels, filters: g.filters, groups: g.groups };
    context.run('conv1d_pack', { w: filter, packed, ...sizes, flip: flip ? 1 : 0 }, g.groups);
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
  const values = { ...arrays, ...geometryValues(g, items), rowsPerChunk: rows };
  context.run('conv1d', values, pieceCount(g.batch, items) * pieceCount(g.outLength, rows));
}
