import { activationCode, type KernelActivation } from './activation.ts';
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
  flippedGeometry,
} from './conv1d-geometry.ts';
import { plainConvolve, plainFilterGradient, plainInputGradient } from './conv1d-plain.ts';
import {
  suitsWinograd,
  winogradConvolve,
  winogradFilterGradient,
  winogradInputGradient,
} from './conv1d-winograd.ts';
import { PIECE_PRODUCTS } from './pieces.ts';

/** A convolution. Pointers are byte offsets of dense float32 arrays. */
export interface Conv1DOptions extends Conv1DGeometry {
  /** `[batch, length, channels]`. */
  readonly x: number;
  /** `[kernelSize, channels / groups, filters]`. */
  readonly filter: number;
  /** `[batch, outLength, filters]`, written. */
  readonly y: number;
  /** `[filters]`. Default none. */
  readonly bias?: number | undefined;
  /** Default `linear`. */
  readonly activation?: KernelActivation;
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
 * Stride 1 with 8 to 256 channels and filters, from 16 outputs on, runs in tiles of four outputs by Winograd's identity,
 * which leaves half the multiplications of seven taps and 40 % of those of five; up to 512 channels and filters with
 * three to five taps, from 32 outputs on. Rounding errors are about twice those of the plain sum, and a NaN or infinity
 * reaches up to three outputs beyond those that see it. Causal convolutions run plainly: no output depends on a later
 * input.
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

/** Most partial results of a filter gradient. */
const MAX_PLANES = 16;
/** The convolutions of a context. */
export function conv1dKernels(context: KernelContext): Conv1DKernels {
  return {
    conv1d(options) {
      const g = checkConv1D('conv1d', options);
      const { x, filter, y, bias, activation = 'linear' } = options;
      const counts = conv1dCounts(g);
      checkArray(context, 'conv1d', 'x', x, counts.x);
      checkArray(context, 'conv1d', 'filter', filter, counts.filter);
      checkArray(context, 'conv1d', 'y', y, counts.y);
      if (bias !== undefined) checkArray(context, 'conv1d', 'bias', bias, g.filters);
      const arrays = { x, filter, bias: bias ?? 0, y, activation: activationCode('conv1d', activation) };
      // In a tile, rounding makes earlier outputs depend on later inputs; causal outputs must not.
      const causal = g.padLeft >= (g.kernelSize - 1) * g.dilation;
      if (isDepthwise(g)) depthwiseConvolve(context, g, itemsPerPiece(g), arrays);
      else if (suitsWinograd(g) && !causal) winogradConvolve(context, g, itemsPerPiece(g), arrays);
      else plainConvolve(context, g, itemsPerPiece(g), arrays);
    },

    conv1dInputGradient(options) {
      const g = checkConv1D('conv1dInputGradient', options);
      const { dy, filter, dx } = options;
      const counts = conv1dCounts(g);
      checkArray(context, 'conv1dInputGradient', 'dy', dy, counts.y);
      checkArray(context, 'conv1dInputGradient', 'filter', filter, counts.filter);
      checkArray(context, 'conv1dInputGradient', 'dx', dx, counts.x);
      const arrays = { dy, filter, dx };
      if (isDepthwise(g)) depthwiseInputGradient(context, g, itemsPerPiece(g), arrays);
      else if (suitsWinograd(flippedGeometry(g))) winogradInputGradient(context, g, itemsPerPiece(g), arrays);
      else plainInputGradient(context, g, itemsPerPiece(g), arrays);
    },

    conv1dFilterGradient(options) {
      const g = checkConv1D('conv1dFilterGradient', options);
      const { x, dy, dFilter } = options;
      const counts = conv1dCounts(g);
      checkArray(context, 'conv1dFilterGradient', 'x', x, counts.x);
      checkArray(context, 'conv1dFilterGradient', 'dy', dy, counts.y);
      checkArray(context, 'conv1dFilterGradient', 'dFilter', dFilter, counts.filter);
      if (g.batch === 0) {
        new Float32Array(context.heap.memory.buffer, dFilter, counts.filter).fill(0);
        return;
      }
      const items = Math.max(itemsPerPiece(g), Math.ceil(g.batch / MAX_PLANES));
      const arrays = { x, dy, dFilter };
      if (isDepthwise(g)) depthwiseFilterGradient(context, g, items, arrays);
      else if (suitsWinograd(g)) winogradFilterGradient(context, g, items, arrays);
      else plainFilterGradient(context, g, items, arrays);
    },
  };
}

/** Items of the batch that make one piece. */
function itemsPerPiece(g: CheckedConv1DGeometry): number {
  const work = g.outLength * g.kernelSize * (g.channels / g.groups) * g.filters;
  return Math.max(1, Math.min(g.batch, Math.floor(PIECE_PRODUCTS / work)));
}
