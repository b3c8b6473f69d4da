import { activationCode, type FusedActivation } from './activation.ts';
import { argumentLayout } from './arguments.ts';
import { checkArray } from './check.ts';
import type { KernelContext } from './context.ts';
import {
  depthwiseConvolve,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  isDepthwise,
} from './conv1d-depthwise.ts';
import {
  type CheckedConv1DGeometry,
  type Conv1DGeometry,
  checkConv1D,
  conv1dCounts,
} from './conv1d-geometry.ts';
import { suitsWinograd, winogradConvolve, winogradFilterGradient } from './conv1d-winograd.ts';
import { finishArguments } from './gemm.ts';
import { pieceCount, rowsPerPiece } from './pieces.ts';

/** A convolution. Pointers are byte offsets of dense float32 arrays. */
export interface Conv1DOptions extends Conv1DGeometry {
  /** `[batch, length, channels]`. */
  readonly x: number;
  /** `[kernelSize, channels / groups, filters]`. */
  readonly filter: number;
  /** `[batch, outLength, filters]`, written. */
  readonly y: number;
  /** `[filters]`. Default none. */
  readonly bias?: number;
  /** Default `linear`. */
  readonly activation?: FusedActivation;
}

/** The gradient of a convolution with respect to its input. */
export interface Conv1DInputGradientOptions extends Conv1DGeometry {
  /** `[batch, outLength, filters]`. */
  readonly dy: number;
  /** `[kernelSize, channels / groups, filters]`. */
  readonly filter: number;
  /** `[batch, length, channels]`, written. */
  readonly dx: number;
}

/** The gradient of a convolution with respect to its filter. */
export interface Conv1DFilterGradientOptions extends Conv1DGeometry {
  /** `[batch, length, channels]`. */
  readonly x: number;
  /** `[batch, outLength, filters]`. */
  readonly dy: number;
  /** `[kernelSize, channels / groups, filters]`, written. */
  readonly dFilter: number;
}

/**
 * One-dimensional convolution, channels last, without a copy of its windows.
 *
 * Stride 1 with 8 to 256 channels and filters runs in tiles of four outputs by Winograd's identity, which leaves half
 * the multiplications of seven taps and 40 % of those of five; rounding errors are about twice those of the plain sum,
 * and a NaN or infinity reaches up to three outputs beyond those that see it. Causal convolutions run plainly: no
 * output depends on a later input.
 *
 * All throw RangeError for sizes that are not whole, groups that do not divide, a window longer than the padded input,
 * and arrays outside the heap. The gradient of a bias is `sum` over `[1, batch·outLength, filters]`; that of a fused
 * activation is `activationGradient`.
 */
export interface Conv1DKernels {
  /** y[b, t, f] = act(bias[f] + Σ x[b, t·stride + k·dilation − padLeft, c] · filter[k, c, f]), 0 outside the input. */
  conv1d(options: Conv1DOptions): void;
  /** dx[b, i, c] = Σ dy[b, t, f] · filter[k, c, f] over the t, k, f with t·stride + k·dilation − padLeft = i. */
  conv1dInputGradient(options: Conv1DInputGradientOptions): void;
  /** dFilter[k, c, f] = Σ x[b, t·stride + k·dilation − padLeft, c] · dy[b, t, f]. */
  conv1dFilterGradient(options: Conv1DFilterGradientOptions): void;
}

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

/** Multiply-adds that make a piece worth handing to another thread. */
const PIECE = 2 ** 20;
/** Most partial results of a filter gradient. */
const MAX_PLANES = 16;
/** Panels are padded to vectors, at most this many floats wide. */
const MAX_VECTOR = 16;

/** The geometry as the kernels take it, with the items of the batch that make one piece. */
function geometryValues(g: CheckedConv1DGeometry, itemsPerChunk: number) {
  return {
    ...{
      batch: g.batch,
      length: g.length,
      out_length: g.outLength,
      channels: g.channels,
      filters: g.filters,
    },
    ...{ taps: g.kernelSize, stride: g.stride, dilation: g.dilation, pad_left: g.padLeft, groups: g.groups },
    items_per_chunk: itemsPerChunk,
  };
}

function itemWork(g: CheckedConv1DGeometry): number {
  return g.outLength * g.kernelSize * (g.channels / g.groups) * g.filters;
}

function itemsPerPiece(g: CheckedConv1DGeometry): number {
  return Math.max(1, Math.min(g.batch, Math.floor(PIECE / itemWork(g))));
}

/** The convolutions of a context. */
export function conv1dKernels(context: KernelContext): Conv1DKernels {
  /** Packs the filter into scratch, for as long as `body` runs. */
  function withPacked(
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

  function convolve(g: CheckedConv1DGeometry, arrays: ConvolveArrays): void {
    const items = itemsPerPiece(g);
    const work = (g.kernelSize * g.channels * g.filters) / g.groups;
    // Pieces of an item are cut at multiples of 32 outputs, so that all but the last are whole tiles.
    const rows = items > 1 ? g.outLength : Math.min(g.outLength, Math.ceil(PIECE / work / 32) * 32);
    const values = { ...arrays, ...geometryValues(g, items), rows_per_chunk: rows };
    context.run(convArguments, values, pieceCount(g.batch, items) * pieceCount(g.outLength, rows));
  }

  return {
    conv1d({ x, filter, y, bias, activation = 'linear', ...geometry }) {
      const g = checkConv1D('conv1d', geometry);
      const counts = conv1dCounts(g);
      checkArray(context, 'conv1d', 'x', x, counts.x);
      checkArray(context, 'conv1d', 'filter', filter, counts.filter);
      checkArray(context, 'conv1d', 'y', y, counts.y);
      if (bias !== undefined) checkArray(context, 'conv1d', 'bias', bias, g.filters);
      const code = activationCode('conv1d', activation);
      if (isDepthwise(g)) {
        const arrays = { x, w: filter, bias: bias ?? 0, y, activation: code };
        depthwiseConvolve(context, g, itemsPerPiece(g), arrays);
        return;
      }
      // A tile of outputs reads inputs that its earlier outputs do not see; causal ones must not change with the future.
      const causal = g.padLeft >= (g.kernelSize - 1) * g.dilation;
      if (suitsWinograd(g) && !causal) {
        const arrays = { x, filter, bias: bias ?? 0, y, activation: code, flipped: false };
        winogradConvolve(context, g, itemsPerPiece(g), arrays);
        return;
      }
      withPacked(g, filter, false, (packed) => {
        convolve(g, { x, packed, bias: bias ?? 0, y, activation: code });
      });
    },

    conv1dInputGradient({ dy, filter, dx, ...geometry }) {
      const g = checkConv1D('conv1dInputGradient', geometry);
      const counts = conv1dCounts(g);
      checkArray(context, 'conv1dInputGradient', 'dy', dy, counts.y);
      checkArray(context, 'conv1dInputGradient', 'filter', filter, counts.filter);
      checkArray(context, 'conv1dInputGradient', 'dx', dx, counts.x);
      const items = itemsPerPiece(g);
      if (isDepthwise(g)) {
        depthwiseInputGradient(context, g, items, { dy, w: filter, dx });
        return;
      }
      // With stride 1 the gradient is itself a convolution of dy, with the filter flipped.
      const [length, outLength, channels, filters] = [g.outLength, g.length, g.filters, g.channels];
      const padLeft = (g.kernelSize - 1) * g.dilation - g.padLeft;
      const flipped = { ...g, length, outLength, channels, filters, padLeft };
      if (suitsWinograd(flipped)) {
        const arrays = { x: dy, filter, bias: 0, y: dx, activation: 0, flipped: true };
        winogradConvolve(context, flipped, items, arrays);
        return;
      }
      withPacked(g, filter, true, (packed) => {
        if (g.stride === 1) {
          convolve(flipped, { x: dy, packed, bias: 0, y: dx, activation: 0 });
        } else {
          const values = { dy, packed, dx, ...geometryValues(g, items) };
          context.run(scatterArguments, values, pieceCount(g.batch, items));
        }
      });
    },

    conv1dFilterGradient({ x, dy, dFilter, ...geometry }) {
      const g = checkConv1D('conv1dFilterGradient', geometry);
      const counts = conv1dCounts(g);
      checkArray(context, 'conv1dFilterGradient', 'x', x, counts.x);
      checkArray(context, 'conv1dFilterGradient', 'dy', dy, counts.y);
      checkArray(context, 'conv1dFilterGradient', 'dFilter', dFilter, counts.filter);
      if (g.batch === 0) {
        new Float32Array(context.heap.memory.buffer, dFilter, counts.filter).fill(0);
        return;
      }
      const items = Math.max(itemsPerPiece(g), Math.ceil(g.batch / MAX_PLANES));
      if (isDepthwise(g)) {
        depthwiseFilterGradient(context, g, items, { x, dy, dFilter });
        return;
      }
      if (suitsWinograd(g)) {
        winogradFilterGradient(context, g, items, { x, dy, dFilter });
        return;
      }
      const planes = pieceCount(g.batch, items);
      context.scratch(4 * planes * counts.filter, (partial) => {
        context.run(filterGradientArguments, { x, dy, partial, ...geometryValues(g, items) }, planes);
        const rows = g.kernelSize * (g.channels / g.groups);
        const perChunk = rowsPerPiece(planes * g.filters);
        const sizes = { planes, rows, n: g.filters, rows_per_chunk: perChunk };
        const finish = { partial, c: dFilter, bias: 0, activation: 0 };
        context.run(finishArguments, { ...finish, ...sizes }, pieceCount(rows, perChunk));
      });
    },
  };
}

interface ConvolveArrays {
  readonly x: number;
  readonly packed: number;
  readonly bias: number;
  readonly y: number;
  readonly activation: number;
}
