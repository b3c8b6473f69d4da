import * as tf from '@tensorflow/tfjs-core';
import { readsAreCheap } from '../plugin/active.ts';
import { recordedOp } from './gradient.ts';
import { runKernel } from './kernel.ts';
import { raw, wrap } from './raw.ts';
import { reshape } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** An index that points outside the rows it picks from. */
export class IndexRangeError extends RangeError {
  /** The offending index. */
  readonly index: number;
  /** Number of rows: indices run from 0 to `size − 1`. */
  readonly size: number;

  constructor(index: number, size: number) {
    super(`gather: index ${index} is outside 0 … ${size - 1}.`);
    this.name = 'IndexRangeError';
    this.index = index;
    this.size = size;
  }
}

/**
 * Picks rows of a table by number; its gradient adds up what each row received.
 *
 * Shapes: `table: [V, D]`, `ids: [...] int32` → `[..., D]`.
 *
 * @throws IndexRangeError for an id outside 0 … V − 1. On a GPU, where reading ids back would stall, such an id picks
 * an unspecified row instead.
 */
export function gather(table: Tensor, ids: Tensor): Tensor {
  const [rows, width] = table.shape as [number, number];
  if (ids.dtype !== 'int32') {
    throw new TypeError(`gather: ids have dtype ${ids.dtype}, expected int32. Use cast(ids, 'int32').`);
  }
  checkIndices(ids, rows);
  const [picked] = recordedOp({
    inputs: { table },
    forward: (save) => {
      const flat = reshape(ids, [ids.size]);
      const [result] = runKernel('GatherV2', { x: table, indices: flat }, { axis: 0, batchDims: 0 });
      save([flat]);
      return [reshape(result!, [...ids.shape, width])];
    },
    backward: ([dy], [flat]) => {
      const x = reshape(dy!, [ids.size, width]);
      const [gradient] = runKernel('UnsortedSegmentSum', { x, segmentIds: flat! }, { numSegments: rows });
      return { table: gradient! };
    },
  });
  return picked!;
}

/** `[...] int32` → `[..., depth]` with a 1 at each id and 0 elsewhere; a row of zeros for an id outside. */
export function oneHot(ids: Tensor, depth: number): Tensor {
  return wrap(tf.oneHot(raw(ids) as tf.Tensor1D, depth));
}

/**
 * Checks that indices are in 0 … size − 1, where the backend reads numbers without waiting; on a GPU it does nothing.
 *
 * @param indices `[...]` int32, or float32 before they are made int32: a cast makes ids of NaN and ∞
 * @throws IndexRangeError for the first one outside
 */
export function checkIndices(indices: Tensor, size: number): void {
  if (!readsAreCheap()) return;
  const values = raw(indices).dataSync();
  for (let i = 0; i < values.length; i++) {
    const index = values[i]!;
    if (!(index >= 0 && index < size)) throw new IndexRangeError(index, size);
  }
}
