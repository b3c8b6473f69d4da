import { checkPositiveInteger, formatShape } from '@seqloom/options';
import type { DType, Tensor } from '../contract/tensor.ts';
import { checkSize } from './check-numbers.ts';
import { checkResult } from './check-shapes.ts';
import { operand, typedOperand } from './check-tensors.ts';
import { zeros } from './create.ts';
import { view } from './engine-inside.ts';
import { recordedOp } from './gradient.ts';
import { runKernel } from './kernel.ts';
import { readNow } from './known-integers.ts';
import { run } from './promote.ts';
import { raw, wrap } from './raw.ts';
import { notePickedRows, rowPicksOf } from './recording.ts';
import { reshape } from './shape.ts';

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
 * Shapes: `table: [V, D]`, `ids: [...] int32` → `[..., D]`, in the dtype of the table.
 *
 * @throws IndexRangeError for an id outside 0 … V − 1. On a GPU that holds for ids that `tensor` was given; of computed ones,
 * which reading back would stall, such an id picks an unspecified row instead. RangeError unless the table has rank 2, TypeError unless ids are int32.
 * @example
 * ```ts
 * const rows = gather(table, tensor(Int32Array.of(3, 0), [2])); // [2, D]
 * ```
 */
export function gather(table: Tensor, ids: Tensor): Tensor {
  const { shape, dtype } = operand('gather', 'table', table);
  if (shape.length !== 2) {
    throw new RangeError(`gather: table must have rank 2 [V, D], got shape ${formatShape(shape)}.`);
  }
  const [rows, width] = shape as [number, number];
  typedOperand('gather', 'ids', ids, 'int32');
  checkResult('gather', [...ids.shape, width]);
  checkIndices(ids, rows);
  const pick = () => {
    if (ids.size === 0 || width === 0) return zeros([...ids.shape, width], dtype as DType);
    const indices = view(ids, [ids.size]);
    const [result] = runKernel('GatherV2', { x: table, indices }, { axis: 0, batchDims: 0 });
    return reshape(result, [...ids.shape, width]);
  };
  const rowPicks = rowPicksOf(table);
  const numbers =
    rowPicks && (rowPicks.always || paysAsRows(rows, width, ids.size)) ? readNow(raw(ids)) : undefined;
  if (numbers && ids.size > 0) {
    const [picked] = recordedOp({ inputs: {}, forward: () => [pick()], backward: () => ({}) });
    notePickedRows(table, ids, numbers, picked!);
    return picked!;
  }
  const [picked] = recordedOp({
    inputs: { table },
    forward: (save) => {
      save([view(ids, [ids.size])]);
      return [pick()];
    },
    backward: ([dy], [flat]) => {
      const x = reshape(dy!, [ids.size, width]);
      const [gradient] = runKernel('UnsortedSegmentSum', { x, segmentIds: flat! }, { numSegments: rows });
      return { table: gradient };
    },
  });
  return picked!;
}

/**
 * Whether the gradient of a table is better kept as rows. In a small table, or one of which most rows are picked, a pass over all of
 * it costs less than to find out which rows they are.
 */
function paysAsRows(rows: number, width: number, picked: number): boolean {
  return 2 * picked <= rows && rows * width >= 2 ** 20;
}

/**
 * A 1 at each id and 0 elsewhere; a row of zeros for an id outside 0 … depth − 1. Its gradient is 0.
 *
 * Shapes: `ids: [...] int32` → `[..., depth] int32`.
 *
 * @throws TypeError unless ids are int32, RangeError unless depth is a positive integer
 * @example
 * ```ts
 * const y = oneHot(tensor(Int32Array.of(1, 0), [2]), 3); // [[0, 1, 0], [1, 0, 0]]
 * ```
 */
export function oneHot(ids: Tensor, depth: number): Tensor {
  const indices = typedOperand('oneHot', 'ids', ids, 'int32');
  checkPositiveInteger('oneHot', 'depth', depth);
  checkResult('oneHot', [...indices.shape, depth]);
  return wrap(run('OneHot', { indices }, { depth, onValue: 1, offValue: 0, dtype: 'int32' }));
}

/** From here on float32 does not hold every whole number. */
const FLOAT_INTEGERS = 2 ** 24;

/**
 * Checks that indices are whole and in 0 … size − 1, where they are known without waiting: on a GPU those are the int32
 * numbers that `tensor` was given.
 *
 * @param indices `[...]` int32, or float32 before they are made int32: a cast makes ids of fractions, NaN and ∞
 * @throws IndexRangeError for the first one outside, RangeError for a fraction and for a float32 index from 2^24 on,
 * which may be another number rounded
 * @example
 * ```ts
 * checkIndices(labels, classes);
 * ```
 */
export function checkIndices(indices: Tensor, size: number): void {
  const tensor = operand('checkIndices', 'indices', indices);
  checkSize('checkIndices', 'size', size);
  const values = readNow(tensor);
  if (!values) return;
  for (let i = 0; i < values.length; i++) {
    const index = values[i]!;
    if (!(index >= 0 && index < size)) throw new IndexRangeError(index, size);
  }
  if (tensor.dtype === 'float32') checkExact(values);
}

function checkExact(indices: ArrayLike<number>): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!Number.isInteger(index)) {
      throw new RangeError(`checkIndices: index ${index} at position ${i} is not a whole number.`);
    }
    if (index >= FLOAT_INTEGERS) {
      throw new RangeError(
        `checkIndices: index ${index} at position ${i} is float32, which holds whole numbers exactly below 2^24 only. ` +
          'Use int32.',
      );
    }
  }
}
