import { beforeAll, describe, expect, it } from 'vitest';
import { numbers, recorded } from './recorded-conv.ts';
import { createWorkbench, randomFloats, relativeError, sameBits, type Workbench } from './workbench.ts';

const OPERATIONS = {
  max: { forward: 'maxPool', backward: 'maxPoolGradient' },
  average: { forward: 'averagePool', backward: 'averagePoolGradient' },
} as const;

describe('pooling and its gradients', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  it.each(recorded.poolings.map((c, i) => [i, c.kind, c.poolSize, c.stride, c.padLeft, c.padRight] as const))(
    'agrees with PyTorch, case %i: %s, size %i, stride %i, padding %i and %i',
    (index, kind) => {
      const c = recorded.poolings[index]!;
      const x = numbers(5, c.batch * c.length * c.channels);
      const count = c.batch * c.outLength * c.channels;
      const at = {
        x: bench.put(x),
        y: bench.space(count),
        dx: bench.space(x.length),
        dy: bench.put(numbers(6, count)),
      };
      bench.kernels[OPERATIONS[kind].forward]({ ...c, ...at });
      bench.kernels[OPERATIONS[kind].backward]({ ...c, ...at });
      expect(relativeError(bench.floats(at.y, count), c.y)).toBeLessThan(1e-6);
      expect(relativeError(bench.floats(at.dx, x.length), c.dx)).toBeLessThan(1e-6);
    },
  );

  it('gives the whole gradient to the first of equal maxima', () => {
    const [x, y, dy, dx] = [bench.put([3, 7, 7, 7]), bench.space(1), bench.put([5]), bench.space(4)];
    const sizes = { batch: 1, length: 4, channels: 1, poolSize: 4 };
    bench.kernels.maxPool({ x, y, ...sizes });
    bench.kernels.maxPoolGradient({ x, y, dy, dx, ...sizes });
    expect([...bench.floats(dx, 4)]).toEqual([0, 5, 0, 0]);
  });

  it('lets a NaN through and keeps it within its window', () => {
    const [x, y] = [bench.put([1, Number.NaN, 3, 4]), bench.space(2)];
    bench.kernels.maxPool({ x, y, batch: 1, length: 4, channels: 1, poolSize: 2 });
    expect([...bench.floats(y, 2)]).toEqual([Number.NaN, 4]);
  });

  it('gives the same bits in any order of the pieces and on shared memory', async () => {
    const sizes = { batch: 9, length: 200, channels: 33, poolSize: 5, stride: 3, padLeft: 2, padRight: 2 };
    const x = randomFloats(9 * 200 * 33, 1);
    const count = 9 * 67 * 33;
    const results: Float32Array[] = [];
    for (const options of [{}, { reversed: true }, { shared: true }]) {
      const other = await createWorkbench(options);
      const at = {
        x: other.put(x),
        y: other.space(count),
        dx: other.space(x.length),
        dy: other.put(randomFloats(count, 2)),
      };
      other.kernels.maxPool({ ...sizes, ...at });
      other.kernels.maxPoolGradient({ ...sizes, ...at });
      results.push(other.floats(at.dx, x.length));
    }
    expect(sameBits(results[1]!, results[0]!)).toBe(true);
    expect(sameBits(results[2]!, results[0]!)).toBe(true);
  });

  it('refuses windows that would be empty', () => {
    const x = bench.space(64);
    const sizes = { batch: 1, length: 4, channels: 1 };
    expect(() => bench.kernels.maxPool({ x, y: x, ...sizes, poolSize: 5 })).toThrow(
      'maxPool: poolSize 5 is longer than the padded input of 4.',
    );
    expect(() => bench.kernels.averagePool({ x, y: x, ...sizes, poolSize: 2, padLeft: 2 })).toThrow(
      'averagePool: padLeft must be below poolSize 2, got 2.',
    );
    expect(() => bench.kernels.averagePoolGradient({ dy: x, dx: x, ...sizes, poolSize: 0 })).toThrow(
      RangeError,
    );
  });
});
