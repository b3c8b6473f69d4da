import type { Recorded } from '@seqloom/vitest/recorded';

/** An array with the kind of its numbers. */
export interface RecordedArray extends Recorded {
  readonly dtype: string;
}

/** An array as a model takes it. */
export function asInput({ dtype, shape, data }: RecordedArray) {
  return { shape, data: dtype.startsWith('int') ? Int32Array.from(data) : Float32Array.from(data) };
}

/** The largest difference between answers and those of Keras. */
export function largestDifference(
  got: readonly { readonly data: ArrayLike<number>; readonly shape: readonly number[] }[],
  expected: readonly RecordedArray[],
): number {
  let largest = 0;
  for (const [i, { data, shape }] of expected.entries()) {
    if (JSON.stringify(got[i]?.shape) !== JSON.stringify(shape)) return Number.POSITIVE_INFINITY;
    for (const [j, value] of data.entries()) {
      const difference = Math.abs(value - got[i]!.data[j]!);
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}
