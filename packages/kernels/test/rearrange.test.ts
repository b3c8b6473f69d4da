import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, randomFloats, sameBits, type Workbench } from './workbench.ts';

describe('reverse and copyRows', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  it('reverse turns the middle axis around', () => {
    const [x, y] = [bench.put([1, 2, 3, 4, 5, 6, 7, 8]), bench.space(8)];
    bench.kernels.reverse({ x, y, outer: 1, n: 4, inner: 2 });
    expect([...bench.floats(y, 8)]).toEqual([7, 8, 5, 6, 3, 4, 1, 2]);
    bench.kernels.reverse({ x, y, outer: 2, n: 4, inner: 1 });
    expect([...bench.floats(y, 8)]).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
  });

  it('reverse undoes itself for any sizes', () => {
    const size = fc.integer({ min: 0, max: 40 });
    fc.assert(
      fc.property(size, size, size, (outer, n, inner) => {
        const values = randomFloats(outer * n * inner, 1);
        const blocks = [bench.put(values), bench.space(values.length), bench.space(values.length)];
        const [x, y, z] = blocks as [number, number, number];
        bench.kernels.reverse({ x, y, outer, n, inner });
        bench.kernels.reverse({ x: y, y: z, outer, n, inner });
        expect(sameBits(bench.floats(z, values.length), values)).toBe(true);
        for (const block of blocks) bench.heap.free(block);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  it('copyRows joins two matrices side by side and takes one out again', () => {
    const [left, right, joined, part] = [
      bench.put([1, 2, 3, 4]),
      bench.put([5, 6]),
      bench.space(6),
      bench.space(4),
    ];
    bench.kernels.copyRows({ from: left, to: joined, rows: 2, width: 2, fromStride: 2, toStride: 3 });
    bench.kernels.copyRows({ from: right, to: joined + 8, rows: 2, width: 1, fromStride: 1, toStride: 3 });
    expect([...bench.floats(joined, 6)]).toEqual([1, 2, 5, 3, 4, 6]);
    bench.kernels.copyRows({ from: joined + 4, to: part, rows: 2, width: 2, fromStride: 3, toStride: 2 });
    expect([...bench.floats(part, 4)]).toEqual([2, 5, 4, 6]);
  });

  it('refuse strides below the width and ranges that leave the heap', () => {
    const x = bench.space(16);
    const options = { from: x, to: x, rows: 4, width: 4, fromStride: 4, toStride: 4 };
    expect(() => bench.kernels.copyRows({ ...options, toStride: 3 })).toThrow(
      'copyRows: toStride must be an integer from 4 on, got 3.',
    );
    expect(() => bench.kernels.copyRows({ ...options, fromStride: 2 ** 28 })).toThrow(RangeError);
    expect(() => bench.kernels.reverse({ x, y: x, outer: 2 ** 20, n: 2 ** 10, inner: 4 })).toThrow(
      RangeError,
    );
  });
});
