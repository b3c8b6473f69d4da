import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, randomFloats, relativeError, sameBits, type Workbench } from './workbench.ts';

const KINDS = ['sum', 'mean', 'max'] as const;
type Kind = (typeof KINDS)[number];
type Shape = readonly [outer: number, n: number, inner: number];

function reference(kind: Kind, x: Float32Array, [outer, n, inner]: Shape): Float64Array {
  const y = new Float64Array(outer * inner).fill(kind === 'max' ? Number.NEGATIVE_INFINITY : 0);
  for (let i = 0; i < x.length; i++) {
    const to = Math.floor(i / (n * inner)) * inner + (i % inner);
    y[to] = kind === 'max' ? Math.max(y[to]!, x[i]!) : y[to]! + x[i]!;
  }
  return kind === 'mean' ? y.map((sum) => sum / n) : y;
}

function reduce(bench: Workbench, kind: Kind, x: Float32Array, [outer, n, inner]: Shape): Float32Array {
  const [from, to] = [bench.put(x), bench.space(outer * inner)];
  bench.kernels[kind]({ x: from, y: to, outer, n, inner });
  const y = bench.floats(to, outer * inner);
  bench.heap.free(from);
  bench.heap.free(to);
  return y;
}

describe('sum, mean and max', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  it('reduce the leading, a middle and the last axis', () => {
    const x = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    expect([...reduce(bench, 'sum', x, [1, 4, 2])]).toEqual([16, 20]);
    expect([...reduce(bench, 'sum', x, [2, 2, 2])]).toEqual([4, 6, 12, 14]);
    expect([...reduce(bench, 'mean', x, [2, 4, 1])]).toEqual([2.5, 6.5]);
    expect([...reduce(bench, 'max', x, [4, 2, 1])]).toEqual([2, 4, 6, 8]);
  });

  it.each(KINDS)('%s agrees with float64 for any sizes', (kind) => {
    const size = fc.integer({ min: 1, max: 23 });
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 90 }), size, (outer, n, inner) => {
        const x = randomFloats(outer * n * inner, n);
        const expected = reference(kind, x, [outer, n, inner]);
        expect(relativeError(reduce(bench, kind, x, [outer, n, inner]), expected, 1)).toBeLessThan(3e-6);
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  // Long leading axes are cut into partial results, many outer rows into ranges.
  const cut: readonly Shape[] = [
    [1, 40_001, 3],
    [1, 100_003, 1],
    [300, 71, 5],
    [2, 9001, 4],
  ];
  it.each(cut)(
    'gives the same bits in any order of the pieces and on shared memory: %i × %i × %i',
    async (...shape) => {
      const x = randomFloats(shape[0] * shape[1] * shape[2], 1);
      const reversed = await createWorkbench({ reversed: true });
      const shared = await createWorkbench({ shared: true });
      for (const kind of KINDS) {
        const got = reduce(bench, kind, x, shape);
        // float32 sums of 100,000 numbers whose total is some 200
        expect(relativeError(got, reference(kind, x, shape), kind === 'sum' ? 100 : 0)).toBeLessThan(1e-5);
        expect(sameBits(reduce(reversed, kind, x, shape), got)).toBe(true);
        expect(sameBits(reduce(shared, kind, x, shape), got)).toBe(true);
      }
    },
  );

  it('max keeps a NaN wherever it stands', () => {
    for (let at = 0; at < 11; at++) {
      const x = new Float32Array(22).map((_, i) => i);
      x[2 * at] = Number.NaN;
      expect([...reduce(bench, 'max', x, [1, 11, 2])]).toEqual([Number.NaN, 21]);
      const row = new Float32Array(11).map((_, i) => (i === at ? Number.NaN : i));
      expect([...reduce(bench, 'max', row, [1, 11, 1])]).toEqual([Number.NaN]);
    }
  });

  it('give the neutral element of an empty axis', () => {
    expect([...reduce(bench, 'sum', new Float32Array(0), [1, 0, 2])]).toEqual([0, 0]);
    expect([...reduce(bench, 'mean', new Float32Array(0), [1, 0, 2])]).toEqual([Number.NaN, Number.NaN]);
    expect([...reduce(bench, 'max', new Float32Array(0), [1, 0, 1])]).toEqual([Number.NEGATIVE_INFINITY]);
  });

  it('refuse a size that is not whole', () => {
    expect(() => bench.kernels.mean({ x: 64, y: 64, outer: 1, n: 2.5, inner: 1 })).toThrow(
      'mean: n must be an integer from 0 on, got 2.5.',
    );
  });
});
