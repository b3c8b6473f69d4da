import { beforeAll, describe, expect, it } from 'vitest';
import type { KernelActivation } from '../src/index.ts';
import { createWorkbench, type Workbench } from './workbench.ts';

// The elementary functions of c/math.h against float64. bench/accuracy.mjs takes more floats, or all of them.

const SMALLEST = 2 ** -126;
const LARGEST = (2 - 2 ** -23) * 2 ** 127;

/** Every 4099th float32 by its bits, NaNs and infinities among them, and the floats around the ends of the ranges. */
const inputs = (() => {
  const stride = 4099;
  const count = Math.ceil(2 ** 32 / stride);
  const floats = new Float32Array(count);
  const bits = new Uint32Array(floats.buffer);
  for (let i = 0; i < count; i++) bits[i] = i * stride;
  const ends = [
    88.72,
    88.73,
    87.33,
    87.34,
    87,
    89,
    103.97,
    104,
    7.905311,
    9,
    0.3465736,
    1,
    2.5e-36,
    SMALLEST,
    1e-45,
  ];
  const special = [0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  return Float32Array.from([...floats, ...ends, ...ends.map((x) => -x), ...special]);
})();

/** Distance of neighbouring float32 around a value; that of the smallest normal ones below them. */
function ulp(value: number): number {
  return 2 ** (Math.floor(Math.log2(Math.max(SMALLEST, Math.abs(value)))) - 23);
}

describe('the elementary functions', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  function apply(activation: KernelActivation, values: Float32Array | readonly number[]): Float32Array {
    const [x, y] = [bench.put(values), bench.space(values.length)];
    bench.kernels.activate({ activation, x, y, count: values.length });
    const got = bench.floats(y, values.length);
    bench.heap.free(x);
    bench.heap.free(y);
    return got;
  }

  /** The largest error in ulps over the inputs that `within` picks and whose exact result is a normal float. */
  function worst(
    activation: KernelActivation,
    exact: (x: number) => number,
    within = (_x: number) => true,
  ): number {
    const got = apply(activation, inputs);
    let most = 0;
    for (let i = 0; i < inputs.length; i++) {
      const x = inputs[i]!;
      const expected = exact(x);
      if (!within(x) || !(Math.abs(expected) >= SMALLEST && Math.abs(expected) <= LARGEST)) continue;
      const error = Math.abs(got[i]! - expected) / ulp(expected);
      // NaN compares as false, so it counts as the worst.
      if (!(error <= most)) most = error;
    }
    return most;
  }

  it('exponential is within 3 ulps wherever its result is a normal float', () => {
    expect(worst('exponential', Math.exp)).toBeLessThan(3);
  });

  it('sigmoid is within 4 ulps from -87 on, and below at most that', () => {
    expect(
      worst(
        'sigmoid',
        (x) => 1 / (1 + Math.exp(-x)),
        (x) => x >= -87,
      ),
    ).toBeLessThan(4);
    const below = apply('sigmoid', [-87.1, -100, -3e38, Number.NEGATIVE_INFINITY]);
    for (const y of below) expect(y > 0 && y < 1.7e-38).toBe(true);
  });

  it('tanh is within 7 ulps from 2.5e-36 on, and below within 1e-42', () => {
    expect(worst('tanh', Math.tanh, (x) => Math.abs(x) >= 2.5e-36)).toBeLessThan(7);
    const small = inputs.filter((x) => Math.abs(x) < 2.5e-36);
    expect(small.length).toBeGreaterThan(1000);
    const got = apply('tanh', small);
    let most = 0;
    for (let i = 0; i < small.length; i++) most = Math.max(most, Math.abs(got[i]! - small[i]!));
    expect(most).toBeLessThan(1e-42);
  });

  it('softplus, whose logarithm is ln(1 + e^-|x|), is within 5 ulps', () => {
    const exact = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    expect(worst('softplus', exact)).toBeLessThan(5);
  });

  it('sigmoid and tanh never leave their ranges', () => {
    const outside = (activation: KernelActivation, low: number, high: number) =>
      apply(activation, inputs).filter((y) => y < low || y > high).length;
    expect(outside('sigmoid', 0, 1)).toBe(0);
    expect(outside('tanh', -1, 1)).toBe(0);
  });

  it('special values', () => {
    const special = [Number.NEGATIVE_INFINITY, -0, 0, Number.POSITIVE_INFINITY, Number.NaN];
    expect([...apply('exponential', special)]).toEqual([0, 1, 1, Number.POSITIVE_INFINITY, Number.NaN]);
    expect([...apply('tanh', special)].slice(1, 3)).toEqual([-0, 0]);
    expect(apply('tanh', special)[4]).toBeNaN();
    expect([...apply('sigmoid', special)].slice(1)).toEqual([0.5, 0.5, 1, Number.NaN]);
    const ln2 = Math.fround(Math.LN2);
    const softplus = [...apply('softplus', special)];
    expect(softplus.slice(3)).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
    expect(softplus[0]).toBe(0);
    for (const y of softplus.slice(1, 3)) expect(Math.abs(y - ln2)).toBeLessThan(5 * ulp(ln2));
  });

  it('exponential overflows to infinity, and gives 0 instead of a denormal', () => {
    // ln of the largest float is 88.72284, of the smallest normal one -87.33654.
    const [large, over, small, under, far] = apply('exponential', [88.722, 88.73, -87.336, -87.34, -200]);
    expect(large! / Math.exp(88.722)).toBeCloseTo(1, 5);
    expect(over).toBe(Number.POSITIVE_INFINITY);
    expect(small! / Math.exp(-87.336)).toBeCloseTo(1, 5);
    expect([under, far]).toEqual([0, 0]);
  });
});
