import type { Batches, NdArray } from '@seqloom/arrays';
import type { Matrix } from './missing.ts';
import { LeakError, type RowRange } from './time-split.ts';
import { batchesInOrder, type WindowBatchOptions } from './window-batch-order.ts';
import { gatherTargets, lastTargetRow } from './window-targets.ts';

/**
 * The time at which a window's forecast is made. `next`: at the row after the window, as in the book's generator; with a
 * step above 1 the last row shown lies `step` rows before it. `last`: at the last row of the window, which is always shown.
 */
export type Anchor = 'next' | 'last';

/**
 * Windows over a series: where each begins, and the row of its target. They hold indices, not copies: a window's
 * rows are copied when its batch is made. The series must not change until then.
 */
export interface Windows {
  /** The series, `[rows, D]`. */
  readonly data: Matrix;
  /** Time steps a window, T. */
  readonly length: number;
  /** Rows from one time step to the next. */
  readonly step: number;
  /** The first row that each window shows. */
  readonly starts: Int32Array;
  /** The time at which the forecast is made. Default `next`. */
  readonly anchor?: Anchor;
  /** The row whose target each window has; with a horizon the first of its rows. */
  readonly targetRows: Int32Array;
  /** The targets of all rows, `[rows]` or `[rows, K]`. */
  readonly targets: Float32Array;
  /** Rows that a window has targets of, H: a batch's targets are `[B, H]`. Absent: one, and they are `[B]`. */
  readonly horizon?: number;
  /** Values a row has for a target, K: a batch's targets are `[B, K]` or `[B, H, K]`. Absent: one, without an axis. */
  readonly targetWidth?: number;
}

/**
 * The windows at the given places of the list, copied side by side.
 *
 * Shapes: `[indices.length, T, D]`.
 */
export function gatherWindows(windows: Windows, indices: ArrayLike<number>): NdArray {
  const { data, length, step, starts } = windows;
  const width = data.shape[1]!;
  const size = length * width;
  const out = new Float32Array(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const from = starts[indices[i]!]! * width;
    if (step === 1) out.set(data.data.subarray(from, from + size), i * size);
    else copyRows(data.data, from, step * width, out, i * size, length, width);
  }
  return { data: out, shape: [indices.length, length, width] };
}

/** Values a row from which on one `set` a row is faster than a loop over them. */
const WIDE = 20;

/** Copies `count` rows of `width` values, which begin `stride` values apart, side by side into `out`. */
function copyRows(
  data: Float32Array,
  start: number,
  stride: number,
  out: Float32Array,
  place: number,
  count: number,
  width: number,
): void {
  if (width >= WIDE) {
    for (let row = 0, from = start, to = place; row < count; row++, from += stride, to += width) {
      out.set(data.subarray(from, from + width), to);
    }
    return;
  }
  // As integers, because engines convert each float to double and back; four at a time, for fewer checks of bounds.
  const source = new Int32Array(data.buffer, data.byteOffset, data.length);
  const target = new Int32Array(out.buffer);
  const fours = width - (width % 4);
  for (let row = 0, from = start, to = place; row < count; row++, from += stride, to += width) {
    let d = 0;
    for (; d < fours; d += 4) {
      target[to + d] = source[from + d]!;
      target[to + d + 1] = source[from + d + 1]!;
      target[to + d + 2] = source[from + d + 2]!;
      target[to + d + 3] = source[from + d + 3]!;
    }
    for (; d < width; d++) target[to + d] = source[from + d]!;
  }
}

/** The last row a window shows. */
export function lastRow({ starts, length, step }: Windows, index: number): number {
  return starts[index]! + (length - 1) * step;
}

/**
 * The rows that a window spans, with those between its steps: what is known when the forecast is made.
 *
 * @example
 * windows.targets[knownRows(windows, 0).end - 1]; // the newest value known, shown or not
 */
export function knownRows({ starts, length, step, anchor }: Windows, index: number): RowRange {
  const start = starts[index]! - (anchor === 'last' ? step - 1 : 0);
  return { start, end: start + length * step };
}

/**
 * Refuses windows that reach beyond a part of the series, or whose targets do: the rows there belong to another part.
 *
 * @throws LeakError naming the first such window.
 */
export function requireWithin(windows: Windows, { start, end }: RowRange): void {
  const { starts } = windows;
  for (let i = 0; i < starts.length; i++) {
    const last = Math.max(lastRow(windows, i), lastTargetRow(windows, i));
    if (starts[i]! >= start && last < end) continue;
    throw new LeakError(
      `window ${i} reaches from row ${starts[i]} to row ${last}, the part is rows ${start} … ${end - 1}. Make windows within the part (forecastWindows).`,
    );
  }
}

/**
 * Cuts windows into batches, made one at a time. Can be iterated again: each iteration is the next epoch.
 *
 * Shapes: `inputs [B, T, D] float32`, `targets [B] float32`, `[B, H]`, `[B, K]` or `[B, H, K]`.
 *
 * @throws RangeError when there is no window or the batch size is not positive.
 * @example
 * for (const { inputs, targets } of windowBatches(windows, { shuffle: true, seed: 1 })) step(inputs, targets);
 */
export function windowBatches(windows: Windows, options: WindowBatchOptions = {}): Batches<NdArray> {
  return batchesInOrder('windowBatches', windows.starts.length, options, (indices) => ({
    inputs: gatherWindows(windows, indices),
    targets: gatherTargets(windows, indices),
  }));
}
