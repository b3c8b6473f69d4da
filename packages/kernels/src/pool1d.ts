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
  /** Checks sizes and arrays; those of the input's shape are called x and dx. */
  function prepare(kernel: string, geometry: Pool1DGeometry, arrays: Readonly<Record<string, number>>) {
    const { batch, length, channels, poolSize, stride = poolSize, padLeft = 0, padRight = 0 } = geometry;
    checkSize(kernel, 'batch', batch);
    for (const [name, size] of Object.entries({ length, channels, poolSize, stride })) {
      checkSize(kernel, name, size, 1);
    }
    for (const [name, size] of Object.entries({ padLeft, padRight })) {
      checkSize(kernel, name, size);
      if (size < poolSize) continue;
      throw new RangeError(`${kernel}: ${name} must be below poolSize ${poolSize}, got ${size}.`);
    }
    const padded = length + padLeft + padRight;
    if (poolSize > padded) {
      throw new RangeError(`${kernel}: poolSize ${poolSize} is longer than the padded input of ${padded}.`);
    }
    const outLength = Math.floor((padded - poolSize) / stride) + 1;
    for (const [name, pointer] of Object.entries(arrays)) {
      const steps = name.endsWith('x') ? length : outLength;
      checkArray(context, kernel, name, pointer, batch * steps * channels);
    }
    const values = {
      batch,
      length,
      outLength,
      channels,
      size: poolSize,
      stride,
      padLeft,
      itemsPerChunk: rowsPerPiece(length * channels),
    };
    return { values, pieces: pieceCount(batch, values.itemsPerChunk) };
  }
  return {
    maxPool({ x, y, ...geometry }) {
      const { values, pieces } = prepare('maxPool', geometry, { x, y });
      context.run('max_pool', { x, y, ...values }, pieces);
    },
    maxPoolGradient({ x, y, dy, dx, ...geometry }) {
      const { values, pieces } = prepare('maxPoolGradient', geometry, { x, y, dy, dx });
      context.run('max_pool_gradient', { x, y, dy, dx, ...values }, pieces);
    },
    averagePool({ x, y, ...geometry }) {
      const { values, pieces } = prepare('averagePool', geometry, { x, y });
      context.run('average_pool', { x, y, ...values }, pieces);
    },
    averagePoolGradient({ dy, dx, ...geometry }) {
      const { values, pieces } = prepare('averagePoolGradient', geometry, { dy, dx });
      context.run('average_pool_gradient', { dy, dx, ...values }, pieces);
    },
  };
}
