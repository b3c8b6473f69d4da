import { beforeAll, describe, expect, it } from 'vitest';
import type { KernelActivation } from '../src/index.ts';
import { ACTIVATIONS } from './activations.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

const NAMES = Object.keys(ACTIVATIONS) as KernelActivation[];
const exact = (activation: KernelActivation) => (x: number) => ACTIVATIONS[activation](x).y;

/** From −30 to 30 in steps of 0.0003 and finely around 0; an odd count, so that there is a tail. */
const POINTS = Float32Array.from({ length: 200_001 }, (_, i) => (i % 2 ? 30 : 1) * (i / 100_000 - 1));

describe('activate', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  function activate(activation: KernelActivation, values: Float32Array | readonly number[]): Float32Array {
    const [x, y] = [bench.put(values), bench.space(values.length)];
    bench.kernels.activate({ activation, x, y, count: values.length });
    const got = bench.floats(y, values.length);
    bench.heap.free(x);
    bench.heap.free(y);
    return got;
  }

  function worst(got: Float32Array, expected: (x: number) => number, relative: boolean): number {
    let error = 0;
    for (let i = 0; i < got.length; i++) {
      const exact = expected(POINTS[i]!);
      error = Math.max(error, Math.abs(got[i]! - exact) / (relative && exact !== 0 ? Math.abs(exact) : 1));
    }
    return error;
  }

  it('tanh and sigmoid are within 3e-7 of the exact value', () => {
    expect(worst(activate('tanh', POINTS), exact('tanh'), false)).toBeLessThan(3e-7);
    expect(worst(activate('sigmoid', POINTS), exact('sigmoid'), false)).toBeLessThan(3e-7);
  });

  it('sigmoid and exponential are within 3e-7 relative, however small the value', () => {
    expect(worst(activate('sigmoid', POINTS), exact('sigmoid'), true)).toBeLessThan(3e-7);
    expect(worst(activate('exponential', POINTS), exact('exponential'), true)).toBeLessThan(3e-7);
  });

  it('elu and selu keep their digits near 0: within 1e-6 relative, however small the value', () => {
    for (const activation of ['elu', 'selu'] as const) {
      expect(worst(activate(activation, POINTS), exact(activation), true)).toBeLessThan(1e-6);
      const tiny = [-1e-3, -1e-4, -1e-10, -1e-30];
      const got = activate(activation, tiny);
      for (const [i, x] of tiny.entries()) {
        expect(Math.abs(got[i]! / exact(activation)(x) - 1), `${activation}(${x})`).toBeLessThan(5e-7);
      }
    }
  });

  it('tanh never leaves [−1, 1], sigmoid never [0, 1]', () => {
    const extremes = [-1e30, -100, -20, -9, 9, 20, 100, 1e30];
    for (const y of activate('tanh', [...extremes, ...POINTS])) if (Math.abs(y) > 1) expect(y).toBe(1);
    for (const y of activate('sigmoid', extremes)) expect(y >= 0 && y <= 1).toBe(true);
  });

  it('exponential overflows to infinity and underflows to 0, not to a denormal', () => {
    const y = activate('exponential', [88.5, 89, 1e9, -87, -88, -104, -1e9]);
    expect(y[0]! / Math.exp(88.5)).toBeCloseTo(1, 5);
    expect([y[1], y[2]]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
    expect(y[3]! / Math.exp(-87)).toBeCloseTo(1, 5);
    expect([y[4], y[5], y[6]]).toEqual([0, 0, 0]);
  });

  it.each(NAMES)('%s is as exact as float32 allows', (activation) => {
    const got = activate(activation, POINTS);
    let error = 0;
    for (let i = 0; i < got.length; i++) {
      const y = exact(activation)(POINTS[i]!);
      error = Math.max(error, Math.abs(got[i]! - y) / Math.max(1, Math.abs(y)));
    }
    expect(error).toBeLessThan(4e-7);
  });

  it.each(NAMES)('%s lets a NaN through', (activation) => {
    expect(activate(activation, [Number.NaN, 1, Number.NaN])[2]).toBeNaN();
    expect(activate(activation, [Number.NaN, 1, 2, 3])[0]).toBeNaN();
  });

  it.each(NAMES)('activationGradient of %s multiplies by the slope', (activation) => {
    const values = POINTS.filter((x) => Math.abs(x) < 5);
    const count = values.length;
    const [x, y, dy] = [bench.put(values), bench.space(count), bench.put(new Float32Array(count).fill(-2))];
    bench.kernels.activate({ activation, x, y, count });
    bench.kernels.activationGradient({ activation, y, dy, dx: dy, count });
    const got = bench.floats(dy, count);
    let error = 0;
    for (let i = 0; i < count; i++) {
      const expected = -2 * ACTIVATIONS[activation](values[i]!).slope;
      error = Math.max(error, Math.abs(got[i]! - expected) / Math.max(1, Math.abs(expected)));
    }
    // 1 − y² doubles the error of y
    expect(error).toBeLessThan(1.5e-6);
  });

  it('works in place', () => {
    const x = bench.put([-1, 2, -3]);
    bench.kernels.activate({ activation: 'relu', x, y: x, count: 3 });
    expect([...bench.floats(x, 3)]).toEqual([0, 2, 0]);
  });

  it('gives no denormals in a gradient', () => {
    const [y, dy] = [bench.put([0.5, 0.5]), bench.put([1e-38, 1e-20])];
    bench.kernels.activationGradient({ activation: 'sigmoid', y, dy, dx: dy, count: 2 });
    expect(bench.floats(dy, 2)[0]).toBe(0);
    expect(bench.floats(dy, 2)[1]! / 2.5e-21).toBeCloseTo(1, 5);
  });
});
