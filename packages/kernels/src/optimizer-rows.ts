import { checkArray, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import type { AdamUpdateOptions, UpdateOptions } from './optimizer.ts';
import { adamAlpha } from './optimizer.ts';
import { pieceCount, rowsPerPiece } from './pieces.ts';

/** What every update of some rows takes, beside the numbers of the rule. Pointers are byte offsets. */
export interface RowUpdateOptions extends Omit<UpdateOptions, 'count'> {
  /** `[rows, width]`: the parameter, updated in place. */
  readonly w: number;
  /** `[count, width]`: the gradient of the rows given; that of all others is 0. */
  readonly g: number;
  /** `[count]` int32, each in 0 … rows − 1, none twice. */
  readonly ids: number;
  readonly count: number;
  readonly rows: number;
  readonly width: number;
}

/** RMSprop without momentum, of some rows. */
export interface RMSpropRowsOptions extends Omit<RowUpdateOptions, 'g'> {
  /** As in {@link RowUpdateOptions}; 0 to make up for missed updates and do nothing else. */
  readonly g: number;
  /** `[rows, width]`: the running mean of squares, updated in place. */
  readonly v: number;
  /** `[rows, width]`: the running mean of gradients, updated in place. Giving it makes the update centred. */
  readonly a?: number;
  /** `[count]` int32: the updates that the means of each row have missed. */
  readonly missed: number;
  /** ρ. */
  readonly rho: number;
  /** ε, inside the root. */
  readonly epsilon: number;
}

/**
 * Updates of some rows of a table whose other rows have a gradient of 0, to the bits of the update of the whole table. All throw
 * RangeError for bad sizes, ids outside the table and arrays outside the heap.
 */
export interface OptimizerRowKernels {
  /** w −= η·g in the rows given. */
  sgdRows(options: RowUpdateOptions): void;
  /** First v = ρ·v for each update that a row has missed, then `rmsprop` in the rows given. */
  rmspropRows(options: RMSpropRowsOptions): void;
  /** `adam` in the rows given. The means of other rows stay, which is not what `adam` does. */
  adamRows(options: RowUpdateOptions & Omit<AdamUpdateOptions, 'count'>): void;
}

/** The updates of rows of a context. */
export function optimizerRowKernels(context: KernelContext): OptimizerRowKernels {
  function check(
    kernel: string,
    options: Pick<RowUpdateOptions, 'ids' | 'count' | 'rows' | 'width'>,
    tables: Readonly<Record<string, number | undefined>>,
    g: number,
  ): void {
    const { ids, count, rows, width } = options;
    for (const [name, size] of Object.entries({ count, rows, width })) checkSize(kernel, name, size);
    for (const [name, pointer] of Object.entries(tables)) {
      if (pointer !== undefined) checkArray(context, kernel, name, pointer, rows * width);
    }
    if (g !== 0) checkArray(context, kernel, 'g', g, count * width);
    checkArray(context, kernel, 'ids', ids, count);
    const view = new Int32Array(context.heap.memory.buffer, count === 0 ? 0 : ids, count);
    const wrong = view.findIndex((id) => id < 0 || id >= rows);
    if (wrong < 0) return;
    throw new RangeError(
      `${kernel}: ids must lie in 0 … ${rows - 1}, got ${view[wrong]} at position ${wrong}.`,
    );
  }
  return {
    sgdRows(options) {
      const { w, g, ids, count, width, learningRate, gradientScale = 1 } = options;
      check('sgdRows', options, { w }, g);
      const rowsPerChunk = rowsPerPiece(width);
      const values = { w, g, ids, count, width, rowsPerChunk, rate: learningRate, scale: gradientScale };
      context.run('sgd_rows', values, pieceCount(count, rowsPerChunk));
    },
    rmspropRows(options) {
      const { w, g, v, a, ids, missed, count, width, learningRate, gradientScale = 1 } = options;
      const { rho, epsilon } = options;
      check('rmspropRows', options, { w, v, a }, g);
      checkArray(context, 'rmspropRows', 'missed', missed, count);
      const rowsPerChunk = rowsPerPiece(width);
      const values = {
        w,
        g,
        v,
        a: a ?? 0,
        ids,
        missed,
        count,
        width,
        rowsPerChunk,
        unflushed: productsBeforeDenormal(rho),
        rate: learningRate,
        rho,
        epsilon,
        scale: gradientScale,
      };
      context.run('rmsprop_rows', values, pieceCount(count, rowsPerChunk));
    },
    adamRows(options) {
      const { w, g, m, v, ids, count, width, gradientScale: scale = 1 } = options;
      const { beta1, beta2, epsilon } = options;
      check('adamRows', options, { w, m, v }, g);
      checkSize('adamRows', 'step', options.step, 1);
      const rowsPerChunk = rowsPerPiece(width);
      const alpha = adamAlpha(options);
      const values = { w, g, m, v, ids, count, width, rowsPerChunk, alpha, beta1, beta2, epsilon, scale };
      context.run('adam_rows', values, pieceCount(count, rowsPerChunk));
    },
  };
}

/** The magnitude below which kernels flush, and the smallest one that is not denormal. */
const TINY = 1e-30;
const SMALLEST_NORMAL = 2 ** -126;

/** How often a number from 1e-30 on may be multiplied by ρ before it is denormal: at least once, no matter what ρ is. */
function productsBeforeDenormal(rho: number): number {
  const products = Math.floor(Math.log(SMALLEST_NORMAL / TINY) / Math.log(rho));
  return Math.max(1, Math.min(products, 1024));
}
