import type { NdArray } from './batch.ts';

/** By row: its first step that is not padding, and the one after the last; for a row of padding T and 0. */
export function contentOf(
  { data, shape }: NdArray,
  value: number,
): { readonly firsts: Int32Array; readonly ends: Int32Array } {
  const [rows, steps, ...rest] = shape as [number, number, ...number[]];
  const width = rest.reduce((product, length) => product * length, 1);
  const firsts = new Int32Array(rows).fill(steps);
  const ends = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * steps * width;
    let from = start;
    let to = start + steps * width;
    while (from < to && data[from] === value) from++;
    if (from === to) continue;
    while (data[to - 1] === value) to--;
    firsts[row] = Math.floor((from - start) / width);
    ends[row] = Math.ceil((to - start) / width);
  }
  return { firsts, ends };
}

/** The steps `from … to − 1` of some rows, copied. */
export function gatherSteps({ data, shape }: NdArray, rows: Uint32Array, from: number, to: number): NdArray {
  const [, steps, ...rest] = shape as [number, number, ...number[]];
  const width = rest.reduce((product, length) => product * length, 1);
  const size = (to - from) * width;
  const Kind = data.constructor as new (length: number) => typeof data; // a typed array's own constructor
  const out = new Kind(rows.length * size);
  for (const [i, row] of rows.entries()) {
    const start = (row * steps + from) * width;
    out.set(data.subarray(start, start + size), i * size);
  }
  return { data: out, shape: [rows.length, to - from, ...rest] };
}
