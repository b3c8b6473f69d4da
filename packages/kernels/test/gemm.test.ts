import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { KernelActivation } from '../src/index.ts';
import { ACTIVATIONS } from './activations.ts';
import { createWorkbench, randomFloats, relativeError, sameBits, type Workbench } from './workbench.ts';

interface Case {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly batch?: number;
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly sharedA?: boolean;
  readonly sharedB?: boolean;
  readonly withBias?: boolean;
  readonly activation?: KernelActivation;
}

/** The product as its definition says, in float64. */
function reference(c: Case, a: Float32Array, b: Float32Array, bias: Float32Array): Float64Array {
  const { m, n, k, batch = 1 } = c;
  const out = new Float64Array(batch * m * n);
  for (let item = 0; item < batch; item++) {
    const a0 = c.sharedA ? 0 : item * m * k;
    const b0 = c.sharedB ? 0 : item * k * n;
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = c.withBias ? bias[j]! : 0;
        for (let p = 0; p < k; p++) {
          sum +=
            a[a0 + (c.transposeA ? p * m + i : i * k + p)]! * b[b0 + (c.transposeB ? j * k + p : p * n + j)]!;
        }
        out[(item * m + i) * n + j] = ACTIVATIONS[c.activation ?? 'linear'](sum).y;
      }
    }
  }
  return out;
}

function multiply(bench: Workbench, c: Case): { got: Float32Array; expected: () => Float64Array } {
  const { withBias, ...sizes } = c;
  const { m, n, k, batch = 1 } = c;
  const a = randomFloats((c.sharedA ? 1 : batch) * m * k, 1);
  const b = randomFloats((c.sharedB ? 1 : batch) * k * n, 2);
  const bias = randomFloats(n, 3);
  const blocks = { a: bench.put(a), b: bench.put(b), c: bench.space(batch * m * n), bias: bench.put(bias) };
  const { bias: biasPointer, ...arrays } = blocks;
  bench.kernels.gemm({ ...sizes, ...arrays, ...(withBias ? { bias: biasPointer } : {}) });
  const got = bench.floats(blocks.c, batch * m * n);
  for (const pointer of Object.values(blocks)) bench.heap.free(pointer);
  return { got, expected: () => reference(c, a, b, bias) };
}

describe('gemm', () => {
  let bench: Workbench;
  let reversed: Workbench;
  let shared: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
    reversed = await createWorkbench({ reversed: true });
    shared = await createWorkbench({ shared: true });
  });

  it('multiplies two matrices worked out by hand', () => {
    const a = bench.put([1, 2, 3, 4, 5, 6]);
    const b = bench.put([1, 0, 0, 1, 1, 1]);
    const c = bench.space(4);
    bench.kernels.gemm({ a, b, c, m: 2, n: 2, k: 3 });
    expect([...bench.floats(c, 4)]).toEqual([4, 5, 10, 11]);
  });

  it('agrees with float64 for any sizes, transposes, batches, biases and activations', () => {
    const size = fc.integer({ min: 0, max: 40 });
    const flag = fc.boolean();
    const shapes = fc.record({
      m: size,
      n: size,
      k: fc.integer({ min: 0, max: 300 }),
      batch: fc.integer({ min: 0, max: 3 }),
      transposeA: flag,
      transposeB: flag,
      sharedA: flag,
      sharedB: flag,
      withBias: flag,
      activation: fc.constantFrom('linear', 'relu', 'sigmoid', 'tanh', 'exponential'),
    });
    fc.assert(
      fc.property(shapes, (c) => {
        const { got, expected } = multiply(bench, { ...c, activation: c.activation as KernelActivation });
        // A sum of k products of numbers below 1 is about √k and rounds off some 1e-7 of that; exp amplifies it.
        const tolerance = c.activation === 'exponential' ? 2e-5 : 1e-6;
        expect(relativeError(got, expected(), Math.sqrt(c.k))).toBeLessThan(tolerance);
      }),
      { numRuns: 120, seed: 1 },
    );
  });

  // Long sums are cut along k, tall ones along m, wide ones along n, many small ones along the batch.
  const cut: readonly Case[] = [
    { m: 33, n: 31, k: 9001, withBias: true, activation: 'relu' },
    { m: 33, n: 31, k: 9001, transposeA: true },
    { m: 1501, n: 37, k: 65, transposeB: true, withBias: true },
    { m: 7, n: 2111, k: 131, transposeA: true, transposeB: true },
    { m: 130, n: 131, k: 133, activation: 'sigmoid' },
    { m: 17, n: 9, k: 11, batch: 1001 },
    { m: 70, n: 70, k: 300, batch: 3, transposeB: true },
  ];
  it.each(cut)('gives the same bits in any order of the pieces and on shared memory: %o', (c) => {
    const { got, expected } = multiply(bench, c);
    // float32 sums of up to 9001 products, or of 133 through a sigmoid
    expect(relativeError(got, expected())).toBeLessThan(1e-5);
    expect(sameBits(multiply(reversed, c).got, got)).toBe(true);
    expect(sameBits(multiply(shared, c).got, got)).toBe(true);
  });

  it('writes nothing outside C', () => {
    for (const n of [1, 3, 5, 8, 9]) {
      const block = bench.space(3 * n + 16);
      const a = bench.put(randomFloats(15, 1));
      bench.kernels.gemm({ a, b: bench.put(randomFloats(5 * n, 2)), c: block + 32, m: 3, n, k: 5 });
      const after = bench.floats(block, 3 * n + 16);
      expect([...after.subarray(0, 8), ...after.subarray(8 + 3 * n)]).toEqual(Array(16).fill(12345));
    }
  });

  it('lets a NaN and an infinity through', () => {
    const a = bench.put([Number.NaN, 1, Number.POSITIVE_INFINITY, 1]);
    const c = bench.space(2);
    bench.kernels.gemm({ a, b: bench.put([1, 1]), c, m: 2, n: 1, k: 2, activation: 'relu' });
    expect([...bench.floats(c, 2)]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  });

  it('gives back every block that it took for partial sums', () => {
    const before = bench.heap.used;
    multiply(bench, cut[0]!);
    expect(bench.heap.used).toBe(before);
  });

  it('refuses sizes that are not whole and arrays outside the heap', () => {
    const a = bench.space(16);
    const sizes = { a, b: a, c: a, m: 2, n: 2, k: 2 };
    expect(() => bench.kernels.gemm({ ...sizes, m: 1.5 })).toThrow(
      'gemm: m must be an integer from 0 on, got 1.5.',
    );
    expect(() => bench.kernels.gemm({ ...sizes, k: -1 })).toThrow(RangeError);
    expect(() => bench.kernels.gemm({ ...sizes, b: 3 })).toThrow(/^gemm: b must be an aligned offset/);
    expect(() => bench.kernels.gemm({ ...sizes, m: 2 ** 30, k: 2 ** 30 })).toThrow(/^gemm: a must be/);
    expect(() => bench.kernels.gemm({ ...sizes, activation: 'softmax' as 'relu' })).toThrow(
      /activation must be one of linear, relu/,
    );
  });
});
