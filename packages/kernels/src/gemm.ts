import { activationCode, type KernelActivation } from './activation.ts';
import { checkArray, checkSize } from './check.ts';
import type { KernelContext } from './context.ts';
import { PIECE_PRODUCTS } from './pieces.ts';

/** Operands and sizes of a matrix product. Pointers are byte offsets of dense row-major float32 arrays. */
export interface GemmOptions {
  /** `[batch, m, k]`, or `[batch, k, m]` with `transposeA`. */
  readonly a: number;
  /** `[batch, k, n]`, or `[batch, n, k]` with `transposeB`. */
  readonly b: number;
  /** `[batch, m, n]`, written. Must not overlap the operands. */
  readonly c: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Default false. */
  readonly transposeA?: boolean;
  /** Default false. */
  readonly transposeB?: boolean;
  /** Number of products, default 1. */
  readonly batch?: number;
  /** One `[m, k]` matrix serves all products of the batch, default false. */
  readonly sharedA?: boolean;
  /** One `[k, n]` matrix serves all products of the batch, default false. */
  readonly sharedB?: boolean;
  /** `[n]`, added to every row. Default none. */
  readonly bias?: number | undefined;
  /** Default `linear`. */
  readonly activation?: KernelActivation;
}

/** Matrix products. */
export interface GemmKernels {
  /**
   * C = act(op(A)·op(B) + bias), where op transposes or not.
   *
   * @throws RangeError for sizes that are not whole, arrays outside the heap or an unknown activation
   */
  gemm(options: GemmOptions): void;
}

/** How a product is cut into pieces. Depends on the sizes alone, so that results do not depend on threads. */
function cut({ m, n, k, batch }: { m: number; n: number; k: number; batch: number }) {
  const one = m * n * k;
  const items = Math.max(1, Math.min(batch, Math.floor(PIECE_PRODUCTS / Math.max(1, one))));
  if (one <= PIECE_PRODUCTS) return { items, rows: m, columns: n, depth: Math.max(1, k) };
  // Long sums over a small result (weight gradients) are cut along the sum; 8 pieces keep the partial sums few.
  if (m * n <= 2 ** 14 && k >= 2048) {
    return { items, rows: m, columns: n, depth: multiple(Math.max(k / 8, PIECE_PRODUCTS / (m * n)), 256) };
  }
  // Else along the rows; a wide result of few rows along its columns.
  const rows = Math.min(m, multiple(Math.max(PIECE_PRODUCTS / (n * k), 64), 32));
  const columns = rows < m ? n : Math.min(n, multiple(PIECE_PRODUCTS / (m * k), 64));
  return { items, rows, columns, depth: k };
}

function multiple(value: number, of: number): number {
  return Math.ceil(value / of) * of;
}

/** The matrix products of a context. */
export function gemmKernels(context: KernelContext): GemmKernels {
  return {
    gemm(options) {
      const { a, b, c, m, n, k, batch = 1, bias = 0, transposeA = false, transposeB = false } = options;
      const { sharedA = false, sharedB = false, activation = 'linear' } = options;
      checkSize('gemm', 'm', m);
      checkSize('gemm', 'n', n);
      checkSize('gemm', 'k', k);
      checkSize('gemm', 'batch', batch);
      checkArray(context, 'gemm', 'a', a, (sharedA ? Math.min(batch, 1) : batch) * m * k);
      checkArray(context, 'gemm', 'b', b, (sharedB ? Math.min(batch, 1) : batch) * k * n);
      checkArray(context, 'gemm', 'c', c, batch * m * n);
      if (options.bias !== undefined) checkArray(context, 'gemm', 'bias', bias, n);
      const code = activationCode('gemm', activation);
      if (m === 0 || n === 0 || batch === 0) return;

      const { items, rows, columns, depth } = cut({ m, n, k, batch });
      // An empty sum (k = 0) is one piece too: it leaves the bias.
      const planes = Math.max(1, Math.ceil(k / depth));
      const pieces = Math.ceil(batch / items) * Math.ceil(m / rows) * Math.ceil(n / columns) * planes;
      const values = {
        a,
        b,
        c,
        bias,
        batch,
        m,
        n,
        k,
        aRow: transposeA ? 1 : k,
        aDepth: transposeA ? m : 1,
        aItem: sharedA ? 0 : m * k,
        bDepth: transposeB ? 1 : n,
        bColumn: transposeB ? k : 1,
        bItem: sharedB ? 0 : k * n,
        itemsPerChunk: items,
        rowsPerChunk: rows,
        columnsPerChunk: columns,
        depthPerChunk: depth,
        activation: code,
      };
      if (planes === 1) {
        context.run('gemm', values, pieces);
        return;
      }
      context.scratch(4 * planes * batch * m * n, (partial) => {
        context.run('gemm', { ...values, c: partial }, pieces);
        const [total, perChunk] = [batch * m, multiple(2 ** 16 / (planes * n), 1)];
        const finish = { partial, c, bias, planes, rows: total, n, rowsPerChunk: perChunk, activation: code };
        context.run('gemm_finish', finish, Math.ceil(total / perChunk));
      });
    },
  };
}
