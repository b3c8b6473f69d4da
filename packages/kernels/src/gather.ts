import { checkArray, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { pieceCount, rowsPerPiece } from './pieces.ts';

/** Rows of a table picked by number. Pointers are byte offsets. */
export interface GatherOptions {
  /** `[rows, width]` float32. */
  readonly table: number;
  /** `[count]` int32, each in 0 … rows − 1. */
  readonly ids: number;
  /** `[count, width]`, written. */
  readonly out: number;
  readonly count: number;
  readonly rows: number;
  readonly width: number;
  /** Whether the ids are known to lie in the table and need no check here; default false. */
  readonly checked?: boolean;
}

/** The sum that is the gradient of a gather. Pointers are byte offsets. */
export interface ScatterAddOptions {
  /** `[count, width]` float32. */
  readonly x: number;
  /** `[count]` int32, each in 0 … rows − 1. */
  readonly ids: number;
  /** `[rows, width]`, written. */
  readonly out: number;
  readonly count: number;
  readonly rows: number;
  readonly width: number;
  /** As in {@link GatherOptions}. */
  readonly checked?: boolean;
}

/** Embedding look-up and its gradient. */
export interface GatherKernels {
  /**
   * out[i, :] = table[ids[i], :].
   *
   * @throws RangeError for an id outside the table, sizes that are not whole or arrays outside the heap
   */
  gather(options: GatherOptions): void;
  /**
   * out[v, :] = Σ x[i, :] over the i with ids[i] = v, added in the order of i; 0 where there is none.
   *
   * @throws RangeError as {@link GatherKernels.gather}
   */
  scatterAdd(options: ScatterAddOptions): void;
}

/** Columns that one piece of a scatter sums: 64 bytes, so that two threads never write the same cache line. */
const SCATTER_COLUMNS = 16;

/** The gathers of a context. */
export function gatherKernels(context: KernelContext): GatherKernels {
  function check(kernel: string, options: Omit<GatherOptions, 'table'>): void {
    const { ids, out, count, rows, width, checked = false } = options;
    checkSize(kernel, 'count', count);
    checkSize(kernel, 'rows', rows);
    checkSize(kernel, 'width', width);
    checkArray(context, kernel, 'ids', ids, count);
    if (!checked) checkIds(kernel, ids, count, rows);
    checkArray(context, kernel, 'out', out, (kernel === 'gather' ? count : rows) * width);
  }
  function checkIds(kernel: string, ids: number, count: number, rows: number): void {
    const view = new Int32Array(context.heap.memory.buffer, count === 0 ? 0 : ids, count);
    for (let i = 0; i < count; i++) {
      const id = view[i]!;
      if (id >= 0 && id < rows) continue;
      throw new RangeError(
        `${kernel}: ids must lie in 0 … ${rows - 1}, got ${id} at position ${i}. Is the vocabulary larger than the table?`,
      );
    }
  }
  return {
    gather(options) {
      check('gather', options);
      const { table, ids, out, count, rows, width } = options;
      checkArray(context, 'gather', 'table', table, rows * width);
      const perChunk = rowsPerPiece(width);
      const values = { table, ids, out, count, width, rowsPerChunk: perChunk };
      context.run('gather', values, pieceCount(count, perChunk));
    },
    scatterAdd(options) {
      check('scatterAdd', options);
      const { x, ids, out, count, rows, width } = options;
      checkArray(context, 'scatterAdd', 'x', x, count * width);
      const values = { x, ids, out, count, rows, width, columnsPerChunk: SCATTER_COLUMNS };
      context.run('scatter_add', values, pieceCount(width, SCATTER_COLUMNS));
    },
  };
}
