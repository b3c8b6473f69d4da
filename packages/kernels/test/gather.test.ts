import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, randomFloats, relativeError, sameBits, type Workbench } from './workbench.ts';

function randomIds(count: number, rows: number, seed: number): Int32Array {
  return Int32Array.from(randomFloats(count, seed), (u) => Math.floor(((u + 1) / 2) * rows));
}

describe('gather and scatterAdd', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  it('picks and sums rows worked out by hand', () => {
    const table = bench.put([1, 2, 3, 4, 5, 6]);
    const ids = bench.putInts([2, 0, 2]);
    const [picked, summed] = [bench.space(6), bench.space(8)];
    bench.kernels.gather({ table, ids, out: picked, count: 3, rows: 3, width: 2 });
    expect([...bench.floats(picked, 6)]).toEqual([5, 6, 1, 2, 5, 6]);
    bench.kernels.scatterAdd({ x: picked, ids, out: summed, count: 3, rows: 4, width: 2 });
    expect([...bench.floats(summed, 8)]).toEqual([1, 2, 0, 0, 10, 12, 0, 0]);
  });

  it('agrees with plain loops for any sizes', () => {
    const sizes = fc.record({
      count: fc.integer({ min: 0, max: 200 }),
      rows: fc.integer({ min: 1, max: 50 }),
      width: fc.integer({ min: 0, max: 70 }),
    });
    fc.assert(
      fc.property(sizes, ({ count, rows, width }) => {
        const table = randomFloats(rows * width, 1);
        const ids = randomIds(count, rows, 2);
        const blocks = [
          bench.put(table),
          bench.putInts(ids),
          bench.space(count * width),
          bench.space(rows * width),
        ];
        const [tableAt, idsAt, picked, summed] = blocks as [number, number, number, number];
        bench.kernels.gather({ table: tableAt, ids: idsAt, out: picked, count, rows, width });
        const expected = Float32Array.from(
          { length: count * width },
          (_, i) => table[ids[Math.floor(i / width)]! * width + (i % width)]!,
        );
        const got = bench.floats(picked, count * width);
        expect(sameBits(got, expected)).toBe(true);

        bench.kernels.scatterAdd({ x: picked, ids: idsAt, out: summed, count, rows, width });
        const sums = new Float64Array(rows * width);
        got.forEach((value, i) => {
          sums[ids[Math.floor(i / width)]! * width + (i % width)]! += value;
        });
        // float32 sums of up to 200 equal numbers, all rounded the same way
        expect(relativeError(bench.floats(summed, rows * width), sums)).toBeLessThan(1e-5);
        for (const block of blocks) bench.heap.free(block);
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it('gives the same bits in any order of the pieces and on shared memory', async () => {
    const [count, rows, width] = [5000, 300, 37];
    const x = randomFloats(count * width, 3);
    const results: Float32Array[] = [];
    for (const options of [{}, { reversed: true }, { shared: true }]) {
      const other = await createWorkbench(options);
      const ids = other.putInts(randomIds(count, rows, 4));
      const out = other.space(rows * width);
      other.kernels.scatterAdd({ x: other.put(x), ids, out, count, rows, width });
      const picked = other.space(count * width);
      other.kernels.gather({ table: out, ids, out: picked, count, rows, width });
      results.push(other.floats(picked, count * width));
    }
    expect(sameBits(results[1]!, results[0]!)).toBe(true);
    expect(sameBits(results[2]!, results[0]!)).toBe(true);
  });

  it('refuses an id outside the table and names its position', () => {
    const table = bench.space(6);
    for (const id of [3, -1]) {
      const ids = bench.putInts([0, id]);
      const options = { table, x: table, ids, out: table, count: 2, rows: 3, width: 2 };
      expect(() => bench.kernels.gather(options)).toThrow(
        `gather: ids must lie in 0 … 2, got ${id} at position 1.`,
      );
      expect(() => bench.kernels.scatterAdd(options)).toThrow(RangeError);
    }
  });
});
