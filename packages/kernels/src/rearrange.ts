import { checkArray, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { pieceCount, rowsPerPiece } from './pieces.ts';

/** A reversal along the middle axis. Pointers are byte offsets. */
export interface ReverseOptions {
  /** `[outer, n, inner]`, 4-byte elements. */
  readonly x: number;
  /** `[outer, n, inner]`, written. Must not overlap `x`. */
  readonly y: number;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** Rows copied from one stride to another. Pointers are byte offsets, strides count elements. */
export interface CopyRowsOptions {
  /** `rows` rows of `width` 4-byte elements, `fromStride` apart. */
  readonly from: number;
  /** As many rows, `toStride` apart, written. Must not overlap `from`. */
  readonly to: number;
  readonly rows: number;
  readonly width: number;
  readonly fromStride: number;
  readonly toStride: number;
}

/** Copies in another order. */
export interface RearrangeKernels {
  /** y[o, n − 1 − i, j] = x[o, i, j]. @throws RangeError for bad sizes or arrays outside the heap */
  reverse(options: ReverseOptions): void;
  /**
   * to[i·toStride + j] = from[i·fromStride + j] for i < rows, j < width.
   *
   * Concatenation along an axis is one call per operand, with `toStride` the length of a joined row; a slice along an
   * axis is one call with an offset `from`.
   *
   * @throws RangeError for bad sizes, strides below `width` or arrays outside the heap
   */
  copyRows(options: CopyRowsOptions): void;
}

/** The rearrangements of a context. */
export function rearrangeKernels(context: KernelContext): RearrangeKernels {
  return {
    reverse({ x, y, outer, n, inner }) {
      for (const [name, size] of Object.entries({ outer, n, inner })) checkSize('reverse', name, size);
      checkArray(context, 'reverse', 'x', x, outer * n * inner);
      checkArray(context, 'reverse', 'y', y, outer * n * inner);
      if (inner === 0) return;
      const perChunk = rowsPerPiece(inner);
      const values = { x, y, outer, n, inner, rowsPerChunk: perChunk };
      context.run('reverse', values, pieceCount(outer * n, perChunk));
    },
    copyRows({ from, to, rows, width, fromStride, toStride }) {
      checkSize('copyRows', 'rows', rows);
      checkSize('copyRows', 'width', width);
      checkSize('copyRows', 'fromStride', fromStride, width);
      checkSize('copyRows', 'toStride', toStride, width);
      if (rows === 0 || width === 0) return;
      checkArray(context, 'copyRows', 'from', from, (rows - 1) * fromStride + width);
      checkArray(context, 'copyRows', 'to', to, (rows - 1) * toStride + width);
      const perChunk = rowsPerPiece(width);
      const values = { from, to, rows, width, fromStride, toStride, rowsPerChunk: perChunk };
      context.run('copy_rows', values, pieceCount(rows, perChunk));
    },
  };
}
