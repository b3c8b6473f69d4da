import { checkArray, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { pieceCount, rowsPerPiece } from './pieces.ts';

/** Sizes of a pooling over `[batch, length, channels]`. */
export interface Pool1DGeometry {
  readonly batch: number;
  readonly length: number;
  readonly channels: number;
  /** Steps in a window. */
  readonly poolSize: number;
  /** Default `poolSize`. */
  readonly stride?: number;
  /** Steps that the first window begins before the input, default 0; below `poolSize`. */
  readonly padLeft?: number;
  /** Steps that the last window may end after the input, default 0; below `poolSize`. */
  readonly padRight?: number;
}

/** A pooling. Pointers are byte offsets of float32 arrays. */
export interface Pool1DOptions extends Pool1DGeometry {
  /** `[batch, length, channels]`. */
  readonly x: number;
  /** `[batch, outLength, channels]`, written. */
  readonly y: number;
}

/** The gradient of an average pooling. */
export interface AveragePoolGradientOptions extends Pool1DGeometry {
  /** `[batch, outLength, channels]`. */
  readonly dy: number;
  /** `[batch, length, channels]`, written. */
  readonly dx: number;
}

/** The gradient of a maximum pooling, which asks where the maxima were. */
export interface MaxPoolGradientOptions extends AveragePoolGradientOptions {
  /** `[batch, length, channels]`, what was pooled. */
  readonly x: number;
  /** `[batch, outLength, channels]`, what came out. */
  readonly y: number;
}

/**
 * Pooling along time, channels last. Steps outside the input take no part: an average is over the steps inside.
 *
 * All throw RangeError for sizes that are not whole, padding of a whole window, windows longer than the padded input
 * and arrays outside the heap.
 */
export interface Pool1DKernels {
  /** y[b, t, c] = max of x[b, i, c] over the window of t; NaN where one is NaN. */
  maxPool(options: Pool1DOptions): void;
  /** dx = Σ over windows of dy, at the first step that holds the maximum of the window. */
  maxPoolGradient(options: MaxPoolGradientOptions): void;
  /** y[b, t, c] = mean of x[b, i, c] over the window of t. */
  averagePool(options: Pool1DOptions): void;
  /** dx = Σ over windows of dy / (steps of the window inside the input). */
  averagePoolGradient(options: AveragePoolGradientOptions): void;
}

/** The poolings of a context. */
export function pool1dKernels(context: KernelContext): Pool1DKernels {
  /** Checks the sizes; adds the length of the result and the items of the batch that make one piece. */
  function checkSizes(kernel: string, geometry: Pool1DGeometry): CheckedPool1DGeometry {
    const { batch, length, channels, poolSize, stride = poolSize, padLeft = 0, padRight = 0 } = geometry;
    checkSize(kernel, 'batch', batch);
    checkSize(kernel, 'length', length, 1);
    checkSize(kernel, 'channels', channels, 1);
    checkSize(kernel, 'poolSize', poolSize, 1);
    checkSize(kernel, 'stride', stride, 1);
    checkPadding(kernel, 'padLeft', padLeft, poolSize);
    checkPadding(kernel, 'padRight', padRight, poolSize);
    const padded = length + padLeft + padRight;
    if (poolSize > padded) {
      throw new RangeError(`${kernel}: poolSize ${poolSize} is longer than the padded input of ${padded}.`);
    }
    const outLength = Math.floor((padded - poolSize) / stride) + 1;
    const itemsPerChunk = rowsPerPiece(length * channels);
    return { batch, length, outLength, channels, size: poolSize, stride, padLeft, itemsPerChunk };
  }
  /** An array of the input's length. */
  function checkLong(kernel: string, name: string, pointer: number, g: CheckedPool1DGeometry): void {
    checkArray(context, kernel, name, pointer, g.batch * g.length * g.channels);
  }
  /** An array of the result's length. */
  function checkShort(kernel: string, name: string, pointer: number, g: CheckedPool1DGeometry): void {
    checkArray(context, kernel, name, pointer, g.batch * g.outLength * g.channels);
  }
  return {
    maxPool(options) {
      const g = checkSizes('maxPool', options);
      const { batch, length, outLength, channels, size, stride, padLeft, itemsPerChunk } = g;
      const { x, y } = options;
      checkLong('maxPool', 'x', x, g);
      checkShort('maxPool', 'y', y, g);
      const values = { x, y, batch, length, outLength, channels, size, stride, padLeft, itemsPerChunk };
      context.run('max_pool', values, pieceCount(batch, itemsPerChunk));
    },
    maxPoolGradient(options) {
      const g = checkSizes('maxPoolGradient', options);
      const { batch, length, outLength, channels, size, stride, padLeft, itemsPerChunk } = g;
      const { x, y, dy, dx } = options;
      checkLong('maxPoolGradient', 'x', x, g);
      checkShort('maxPoolGradient', 'y', y, g);
      checkShort('maxPoolGradient', 'dy', dy, g);
      checkLong('maxPoolGradient', 'dx', dx, g);
      const values = {
        x,
        y,
        dy,
        dx,
        batch,
        length,
        outLength,
        channels,
        size,
        stride,
        padLeft,
        itemsPerChunk,
      };
      context.run('max_pool_gradient', values, pieceCount(batch, itemsPerChunk));
    },
    averagePool(options) {
      const g = checkSizes('averagePool', options);
      const { batch, length, outLength, channels, size, stride, padLeft, itemsPerChunk } = g;
      const { x, y } = options;
      checkLong('averagePool', 'x', x, g);
      checkShort('averagePool', 'y', y, g);
      const values = { x, y, batch, length, outLength, channels, size, stride, padLeft, itemsPerChunk };
      context.run('average_pool', values, pieceCount(batch, itemsPerChunk));
    },
    averagePoolGradient(options) {
      const g = checkSizes('averagePoolGradient', options);
      const { batch, length, outLength, channels, size, stride, padLeft, itemsPerChunk } = g;
      const { dy, dx } = options;
      checkShort('averagePoolGradient', 'dy', dy, g);
      checkLong('averagePoolGradient', 'dx', dx, g);
      const values = { dy, dx, batch, length, outLength, channels, size, stride, padLeft, itemsPerChunk };
      context.run('average_pool_gradient', values, pieceCount(batch, itemsPerChunk));
    },
  };
}

/** Sizes in the words of the C sources. */
interface CheckedPool1DGeometry {
  readonly batch: number;
  readonly length: number;
  readonly outLength: number;
  readonly channels: number;
  readonly size: number;
  readonly stride: number;
  readonly padLeft: number;
  readonly itemsPerChunk: number;
}

function checkPadding(kernel: string, name: string, padding: number, poolSize: number): void {
  checkSize(kernel, name, padding);
  if (padding < poolSize) return;
  throw new RangeError(`${kernel}: ${name} must be below poolSize ${poolSize}, got ${padding}.`);
}
