import { checkArray, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { REDUCTION } from './generated/constants.ts';
import { pieceCount, rowsPerPiece } from './pieces.ts';

/** A reduction along the middle axis. Pointers are byte offsets of dense float32 arrays. */
export interface ReduceOptions {
  /** `[outer, n, inner]`. A leading axis has `outer` 1, the last one `inner` 1. */
  readonly x: number;
  /** `[outer, inner]`, written. */
  readonly y: number;
  readonly outer: number;
  readonly n: number;
  readonly inner: number;
}

/** Reductions along one axis, or several neighbouring axes taken as one. */
export interface ReduceKernels {
  /** y[o, j] = Σᵢ x[o, i, j]; 0 for n = 0. @throws RangeError for bad sizes or arrays outside the heap */
  sum(options: ReduceOptions): void;
  /** y[o, j] = (1/n) Σᵢ x[o, i, j]; NaN for n = 0. @throws RangeError as {@link ReduceKernels.sum} */
  mean(options: ReduceOptions): void;
  /** y[o, j] = maxᵢ x[o, i, j], NaN where one is NaN; −∞ for n = 0. @throws RangeError as {@link ReduceKernels.sum} */
  max(options: ReduceOptions): void;
}

/** Most pieces that one sum is cut into. */
const MAX_PLANES = 64;

/** The reductions of a context. */
export function reduceKernels(context: KernelContext): ReduceKernels {
  function reduce(name: string, reduction: number, scale: number, empty: number, options: ReduceOptions) {
    const { x, y, outer, n, inner } = options;
    checkArray(context, name, 'x', x, outer * n * inner);
    checkArray(context, name, 'y', y, outer * inner);
    const results = outer * inner;
    if (results === 0) return;
    if (n === 0) {
      new Float32Array(context.heap.memory.buffer, y, results).fill(empty);
      return;
    }
    const outers = rowsPerPiece(n * inner);
    // Few results of long sums are cut along n, and the partial results taken together; else along `outer`.
    const steps = Math.max(rowsPerPiece(results), Math.ceil(n / MAX_PLANES));
    if (outers > 1 || outer >= MAX_PLANES || steps >= n) {
      const values = { x, y, reduction, outer, n, inner, outersPerChunk: outers, stepsPerChunk: n, scale };
      context.run('reduce', values, pieceCount(outer, outers));
      return;
    }
    const planes = pieceCount(n, steps);
    context.scratch(4 * planes * results, (partial) => {
      const parts = { x, y: partial, outer, n, inner, outersPerChunk: outer, stepsPerChunk: steps, scale: 1 };
      context.run('reduce', { ...parts, reduction }, planes);
      const sizes = { outer: 1, n: planes, inner: results, outersPerChunk: 1, stepsPerChunk: planes };
      context.run('reduce', { x: partial, y, reduction, ...sizes, scale }, 1);
    });
  }
  function check(name: string, { outer, n, inner }: ReduceOptions): void {
    for (const [field, size] of Object.entries({ outer, n, inner })) checkSize(name, field, size);
  }
  return {
    sum(options) {
      check('sum', options);
      reduce('sum', REDUCTION.sum, 1, 0, options);
    },
    mean(options) {
      check('mean', options);
      reduce('mean', REDUCTION.sum, 1 / options.n, Number.NaN, options);
    },
    max(options) {
      check('max', options);
      reduce('max', REDUCTION.max, 1, Number.NEGATIVE_INFINITY, options);
    },
  };
}
