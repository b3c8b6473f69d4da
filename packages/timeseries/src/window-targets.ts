import type { NdArray } from '@seqloom/arrays';
import type { Windows } from './windows.ts';

/**
 * The targets of the windows at the given places of the list.
 *
 * Shapes: `[indices.length]`; `[indices.length, K]` where a target has K values, `[indices.length, H]` where there is one for each of
 * H rows, `[indices.length, H, K]` with both.
 */
export function gatherTargets(windows: Windows, indices: ArrayLike<number>): NdArray {
  const { targets, targetRows, targetWidth, horizon } = windows;
  const size = targetSize(windows);
  const out = new Float32Array(indices.length * size);
  const width = targetWidth ?? 1;
  for (let i = 0; i < indices.length; i++) {
    const from = targetRows[indices[i]!]! * width;
    out.set(targets.subarray(from, from + size), i * size);
  }
  const shape = [indices.length];
  if (horizon !== undefined) shape.push(horizon);
  if (targetWidth !== undefined) shape.push(targetWidth);
  return { data: out, shape };
}

/** Values that a window has for a target: rows times columns. */
export function targetSize({ horizon = 1, targetWidth = 1 }: Windows): number {
  return horizon * targetWidth;
}

/** The last row of a window's target. */
export function lastTargetRow({ targetRows, horizon = 1 }: Windows, index: number): number {
  return targetRows[index]! + horizon - 1;
}

/** A value for every target: window by window, in it row by row, in that column by column. */
export function forEachTarget(
  windows: Windows,
  valueAt: (index: number, row: number, column: number) => number,
): Float32Array {
  const { targetRows, horizon = 1, targetWidth = 1 } = windows;
  const out = new Float32Array(targetRows.length * targetSize(windows));
  let at = 0;
  for (let i = 0; i < targetRows.length; i++) {
    for (let row = targetRows[i]!; row < targetRows[i]! + horizon; row++) {
      for (let column = 0; column < targetWidth; column++) out[at++] = valueAt(i, row, column);
    }
  }
  return out;
}

/** @throws RangeError when the windows were made without targets */
export function requireTargets(owner: string, windows: Windows): void {
  if (targetSize(windows) > 0) return;
  throw new RangeError(
    `${owner}: the windows have 0 values for a target, expected one or more. Make them with targets.`,
  );
}
