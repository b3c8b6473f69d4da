/** The index of the first value that is not a finite number, in `[start, end)`; −1 where there is none. */
export function firstNonFinite(values: ArrayLike<unknown>, start = 0, end: number = values.length): number {
  for (let i = start; i < end; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
