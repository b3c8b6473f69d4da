import { beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, randomFloats, relativeError, sameBits, type Workbench } from './workbench.ts';

/** A count of several pieces, with a tail. */
const COUNT = 2 ** 15 + 3;
const STEPS = 3;

/** Three updates of one element, in float64, straight from the formulas; returns the parameter. */
type Rule = (w: number, gradients: readonly number[]) => number;

const sgd =
  (momentum: number, nesterov: boolean): Rule =>
  (w, gradients) => {
    let m = 0;
    for (const g of gradients) {
      m = momentum * m - 0.1 * g;
      w += nesterov ? momentum * m - 0.1 * g : m;
    }
    return w;
  };

const rmsprop =
  (momentum: number, centred: boolean): Rule =>
  (w, gradients) => {
    let [v, a, m] = [0, 0, 0];
    for (const g of gradients) {
      v = 0.8 * v + 0.2 * g * g;
      a = 0.8 * a + 0.2 * g;
      m = momentum * m + (0.1 * g) / Math.sqrt(v - (centred ? a * a : 0) + 1e-5);
      w -= m;
    }
    return w;
  };

const adam: Rule = (w, gradients) => {
  let [m, v] = [0, 0];
  gradients.forEach((g, i) => {
    m += 0.2 * (g - m);
    v += 0.1 * (g * g - v);
    const alpha = (0.1 * Math.sqrt(1 - 0.9 ** (i + 1))) / (1 - 0.8 ** (i + 1));
    w -= (alpha * m) / (Math.sqrt(v) + 1e-5);
  });
  return w;
};

/** Runs STEPS updates with fresh slots and returns the parameter. */
function train(bench: Workbench, update: (p: Pointers, step: number) => void): Float32Array {
  const slot = () => bench.put(new Float32Array(COUNT));
  const pointers = { w: bench.put(randomFloats(COUNT, 1)), g: slot(), m: slot(), v: slot(), a: slot() };
  for (let step = 1; step <= STEPS; step++) {
    new Float32Array(bench.heap.memory.buffer, pointers.g, COUNT).set(randomFloats(COUNT, 1 + step));
    update(pointers, step);
  }
  const w = bench.floats(pointers.w, COUNT);
  for (const pointer of Object.values(pointers)) bench.heap.free(pointer);
  return w;
}

interface Pointers {
  readonly w: number;
  readonly g: number;
  readonly m: number;
  readonly v: number;
  readonly a: number;
}

const RMS = { count: COUNT, learningRate: 0.1, rho: 0.8, momentum: 0, epsilon: 1e-5 };
const ADAM = { count: COUNT, learningRate: 0.1, beta1: 0.8, beta2: 0.9, epsilon: 1e-5 };
const SGD = { count: COUNT, learningRate: 0.1, momentum: 0, nesterov: false };

type Update = (bench: Workbench) => (p: Pointers, step: number) => void;
const CASES: readonly [name: string, rule: Rule, update: Update][] = [
  [
    'sgd',
    sgd(0, false),
    ({ kernels }) =>
      ({ w, g }) =>
        kernels.sgd({ w, g, ...SGD }),
  ],
  [
    'sgd with momentum',
    sgd(0.9, false),
    ({ kernels }) =>
      ({ w, g, m }) =>
        kernels.sgd({ w, g, m, ...SGD, momentum: 0.9 }),
  ],
  [
    'sgd in Nesterov form',
    sgd(0.9, true),
    ({ kernels }) =>
      ({ w, g, m }) =>
        kernels.sgd({ w, g, m, ...SGD, momentum: 0.9, nesterov: true }),
  ],
  [
    'rmsprop',
    rmsprop(0, false),
    ({ kernels }) =>
      ({ w, g, v }) =>
        kernels.rmsprop({ w, g, v, ...RMS }),
  ],
  [
    'rmsprop with momentum',
    rmsprop(0.5, false),
    ({ kernels }) =>
      ({ w, g, v, m }) =>
        kernels.rmsprop({ w, g, v, m, ...RMS, momentum: 0.5 }),
  ],
  [
    'rmsprop centred, with momentum',
    rmsprop(0.5, true),
    ({ kernels }) =>
      ({ w, g, v, m, a }) =>
        kernels.rmsprop({ w, g, v, m, a, ...RMS, momentum: 0.5 }),
  ],
  [
    'adam',
    adam,
    ({ kernels }) =>
      ({ w, g, m, v }, step) =>
        kernels.adam({ w, g, m, v, ...ADAM, step }),
  ],
];

describe('optimizer updates', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  it.each(CASES)('%s follows its formula in float64', (_, rule, update) => {
    const gradients = Array.from({ length: STEPS }, (_, i) => randomFloats(COUNT, 2 + i));
    const expected = Float64Array.from(randomFloats(COUNT, 1), (w, i) =>
      rule(
        w,
        gradients.map((g) => g[i]!),
      ),
    );
    // Centred: the variance of the first step, 0.16·g², is a difference of rounded numbers.
    expect(relativeError(train(bench, update(bench)), expected)).toBeLessThan(1e-5);
  });

  it.each(CASES)(
    '%s gives the same bits in any order of the pieces and on shared memory',
    async (_, _rule, update) => {
      const plain = train(bench, update(bench));
      for (const options of [{ reversed: true }, { shared: true }]) {
        const other = await createWorkbench(options);
        expect(sameBits(train(other, update(other)), plain)).toBe(true);
      }
    },
  );

  it('scale the gradient first', () => {
    const half = train(bench, ({ w, g, m, v }, step) => {
      bench.kernels.adam({ w, g, m, v, ...ADAM, step, gradientScale: 0.5 });
    });
    const halved = train(bench, ({ w, g, m, v }, step) => {
      const view = new Float32Array(bench.heap.memory.buffer, g, COUNT);
      view.forEach((value, i) => {
        view[i] = value / 2;
      });
      bench.kernels.adam({ w, g, m, v, ...ADAM, step });
    });
    expect(sameBits(half, halved)).toBe(true);
  });

  it('never leave a denormal in a slot', () => {
    const [w, g] = [bench.put([1, 1, 1, 1, 1]), bench.put([1e-20, 1e-23, 1e-38, 1e-30, 0])];
    const [m, v] = [bench.put([0, 0, 0, 0, 1e-37]), bench.put([0, 0, 0, 0, 1e-37])];
    bench.kernels.adam({ w, g, m, v, ...ADAM, count: 5, step: 1 });
    for (const slot of [...bench.floats(m, 5), ...bench.floats(v, 5)]) {
      expect(slot === 0 || Math.abs(slot) >= 1e-30).toBe(true);
    }
  });

  it('let a NaN reach the parameter', () => {
    const [w, g, v] = [bench.put([1, 1]), bench.put([Number.NaN, 1]), bench.put([0, 0])];
    bench.kernels.rmsprop({ w, g, v, ...RMS, count: 2 });
    expect(bench.floats(w, 2)[0]).toBeNaN();
    expect(bench.floats(v, 2)[0]).toBeNaN();
  });

  it('refuse a momentum without its slot', () => {
    const w = bench.space(4);
    expect(() => bench.kernels.sgd({ w, g: w, ...SGD, count: 4, momentum: 0.9 })).toThrow(
      'sgd: momentum 0.9 needs its slot m, got none.',
    );
    expect(() => bench.kernels.adam({ w, g: w, m: w, v: w, ...ADAM, count: 4, step: 0 })).toThrow(
      'adam: step must be a positive integer, got 0.',
    );
  });
});

describe('sumOfSquares', () => {
  it('agrees with float64 and does not depend on the order of the pieces', async () => {
    const x = randomFloats(COUNT, 5);
    const exact = x.reduce((sum, value) => sum + value * value, 0);
    const sums: number[] = [];
    for (const options of [{}, { reversed: true }]) {
      const bench = await createWorkbench(options);
      sums.push(bench.kernels.sumOfSquares({ x: bench.put(x), count: COUNT }));
    }
    expect(Math.abs(sums[0]! / exact - 1)).toBeLessThan(1e-6);
    expect(sums[1]).toBe(sums[0]);
  });

  it('is 0 for no elements and for gradients whose squares are denormal', async () => {
    const bench = await createWorkbench();
    expect(bench.kernels.sumOfSquares({ x: 64, count: 0 })).toBe(0);
    expect(bench.kernels.sumOfSquares({ x: bench.put([1e-22, -1e-25]), count: 2 })).toBe(0);
  });
});
