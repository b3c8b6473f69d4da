import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkConv1D, conv1dCounts, flippedGeometry } from '../src/conv1d-geometry.ts';
import { suitsWinograd } from '../src/conv1d-winograd.ts';
import type { Conv1DGeometry } from '../src/index.ts';
import { randomInputs, referenceConvolution, runConvolution } from './conv1d-case.ts';
import { numbers, recorded } from './recorded-conv.ts';
import { createWorkbench, relativeError, sameBits, type Workbench } from './workbench.ts';

describe('conv1d and its gradients', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });

  it('slides a window worked out by hand', () => {
    const [x, filter, y] = [bench.put([1, 2, 3, 4]), bench.put([10, 1]), bench.space(3)];
    const sizes = { batch: 1, length: 4, channels: 1, filters: 1, kernelSize: 2 };
    bench.kernels.conv1d({ x, filter, y, ...sizes });
    expect([...bench.floats(y, 3)]).toEqual([12, 23, 34]);
  });

  it('adds the bias and applies the activation', () => {
    const [x, filter, y] = [bench.put([1, -2, 3]), bench.put([1, 2]), bench.space(6)];
    const sizes = { batch: 1, length: 3, channels: 1, filters: 2, kernelSize: 1 };
    bench.kernels.conv1d({ x, filter, y, bias: bench.put([0.5, -3]), activation: 'relu', ...sizes });
    expect([...bench.floats(y, 6)]).toEqual([1.5, 0, 0, 0, 3.5, 3]);
  });

  it.each(
    recorded.convolutions.map(
      (c, i) => [i, c.padding, c.kernelSize, c.stride, c.dilation, c.groups] as const,
    ),
  )('agrees with PyTorch, case %i: %s, kernel %i, stride %i, dilation %i, groups %i', (index) => {
    const c = recorded.convolutions[index]!;
    const g = checkConv1D('test', c);
    const counts = conv1dCounts(g);
    const inputs = {
      x: numbers(1, counts.x),
      filter: numbers(2, counts.filter),
      bias: numbers(3, g.filters),
      dy: numbers(4, counts.y),
    };
    const got = runConvolution(bench, g, inputs);
    expect(relativeError(got.y, c.y)).toBeLessThan(1e-5);
    expect(relativeError(got.dx, c.dx)).toBeLessThan(1e-5);
    expect(relativeError(got.dFilter, c.dFilter)).toBeLessThan(1e-5);
  });

  it('agrees with float64 for any sizes', () => {
    const small = fc.integer({ min: 1, max: 3 });
    const geometries = fc.record({
      batch: fc.integer({ min: 0, max: 3 }),
      length: fc.integer({ min: 1, max: 40 }),
      kernelSize: fc.integer({ min: 1, max: 8 }),
      stride: small,
      dilation: small,
      groups: small,
      padLeft: fc.integer({ min: 0, max: 9 }),
      padRight: fc.integer({ min: 0, max: 9 }),
      channels: fc.integer({ min: 1, max: 24 }),
      filters: fc.integer({ min: 1, max: 24 }),
    });
    fc.assert(
      fc.property(geometries, (drawn) => {
        const { groups, channels, filters } = drawn;
        const geometry = { ...drawn, channels: channels * groups, filters: filters * groups };
        fc.pre((drawn.kernelSize - 1) * drawn.dilation < drawn.length + drawn.padLeft + drawn.padRight);
        const g = checkConv1D('test', geometry);
        const inputs = randomInputs(g);
        const [got, expected] = [runConvolution(bench, g, inputs), referenceConvolution(g, inputs)];
        for (const name of ['y', 'dx', 'dFilter'] as const) {
          expect(relativeError(got[name], expected[name], 1)).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 120, seed: 5 },
    );
  });

  it('agrees with float64 where tiles of four outputs save multiplications', () => {
    const geometries = fc.record({
      batch: fc.integer({ min: 1, max: 2 }),
      length: fc.integer({ min: 16, max: 70 }),
      kernelSize: fc.integer({ min: 3, max: 9 }),
      channels: fc.integer({ min: 8, max: 37 }),
      padLeft: fc.integer({ min: 0, max: 8 }),
      padRight: fc.integer({ min: 0, max: 8 }),
      filters: fc.integer({ min: 8, max: 37 }),
    });
    fc.assert(
      fc.property(geometries, (geometry) => {
        const g = checkConv1D('test', geometry);
        fc.pre(suitsWinograd(g) && g.padLeft < g.kernelSize - 1);
        const inputs = randomInputs(g);
        const [got, expected] = [runConvolution(bench, g, inputs), referenceConvolution(g, inputs)];
        for (const name of ['y', 'dx', 'dFilter'] as const) {
          // Twice the error of a plain float32 sum of some hundred products
          expect(relativeError(got[name], expected[name])).toBeLessThan(4e-6);
        }
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  it('agrees with float64 for five taps, in tiles or not', () => {
    const width = fc.integer({ min: 1, max: 40 });
    const geometries = fc.record({
      batch: fc.integer({ min: 2, max: 3 }),
      length: width,
      channels: width,
      filters: width,
      padding: fc.constantFrom(0, 2),
    });
    let tiled = 0;
    fc.assert(
      fc.property(geometries, ({ padding, ...sizes }) => {
        fc.pre(sizes.length + 2 * padding >= 5);
        const g = checkConv1D('test', { ...sizes, kernelSize: 5, padLeft: padding, padRight: padding });
        if (suitsWinograd(g)) tiled++;
        const inputs = randomInputs(g);
        const [got, expected] = [runConvolution(bench, g, inputs), referenceConvolution(g, inputs)];
        for (const name of ['y', 'dx', 'dFilter'] as const) {
          expect(relativeError(got[name], expected[name])).toBeLessThan(4e-6);
        }
      }),
      { numRuns: 120, seed: 8 },
    );
    expect(tiled).toBeGreaterThan(30);
  });

  // Two stretches per item; more than 256 filters make two parts of the filter gradient.
  it.each([
    { channels: 257, filters: 257, kernelSize: 3 },
    { channels: 384, filters: 257, kernelSize: 5 },
    { channels: 384, filters: 384, kernelSize: 4 },
    { channels: 512, filters: 512, kernelSize: 3 },
    { channels: 512, filters: 8, kernelSize: 5 },
    { channels: 8, filters: 512, kernelSize: 5 },
  ])('agrees with float64 where many channels are computed in tiles: %o', (sizes) => {
    const padding = Math.floor(sizes.kernelSize / 2);
    const g = checkConv1D('test', { batch: 2, length: 46, ...sizes, padLeft: padding, padRight: padding });
    expect([g, flippedGeometry(g)].map(suitsWinograd)).toEqual([true, true]);
    const inputs = randomInputs(g);
    const [got, expected] = [runConvolution(bench, g, inputs), referenceConvolution(g, inputs)];
    for (const name of ['y', 'dx', 'dFilter'] as const) {
      // Twice the error of a plain float32 sum of up to 1920 products
      expect(relativeError(got[name], expected[name])).toBeLessThan(1e-5);
    }
  });

  it.each([
    ['513 channels', { channels: 513 }, false],
    ['513 filters', { filters: 513 }, false],
    ['512 channels', { channels: 512 }, true],
    ['512 channels and seven taps', { channels: 512, kernelSize: 7 }, false],
    ['256 channels and seven taps', { channels: 256, kernelSize: 7 }, true],
    ['512 channels and 31 outputs', { channels: 512, length: 33 }, false],
    ['256 channels and 16 outputs', { channels: 256, length: 18 }, true],
  ] as const)('decides about tiles of %s', (_, change, tiled) => {
    const sizes = { batch: 1, length: 40, channels: 64, filters: 64, kernelSize: 3 };
    expect(suitsWinograd(checkConv1D('test', { ...sizes, ...change }))).toBe(tiled);
  });

  it('agrees with float64 where every channel has a filter of its own', () => {
    const small = fc.integer({ min: 1, max: 3 });
    const geometries = fc.record({
      batch: fc.integer({ min: 0, max: 3 }),
      length: fc.integer({ min: 1, max: 30 }),
      channels: fc.integer({ min: 2, max: 21 }),
      kernelSize: fc.integer({ min: 1, max: 6 }),
      stride: small,
      dilation: small,
      padLeft: fc.integer({ min: 0, max: 6 }),
      padRight: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(geometries, (drawn) => {
        fc.pre((drawn.kernelSize - 1) * drawn.dilation < drawn.length + drawn.padLeft + drawn.padRight);
        const g = checkConv1D('test', { ...drawn, filters: drawn.channels, groups: drawn.channels });
        const inputs = randomInputs(g);
        const [got, expected] = [runConvolution(bench, g, inputs), referenceConvolution(g, inputs)];
        for (const name of ['y', 'dx', 'dFilter'] as const) {
          expect(relativeError(got[name], expected[name], 1)).toBeLessThan(1e-5);
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('keeps a NaN near its place', () => {
    const g = checkConv1D('test', { batch: 1, length: 64, channels: 16, filters: 16, kernelSize: 5 });
    const inputs = randomInputs(g);
    inputs.x[30 * 16] = Number.NaN;
    const { y } = runConvolution(bench, g, inputs);
    for (let t = 0; t < g.outLength; t++) {
      const row = y.subarray(t * 16, (t + 1) * 16);
      if (t >= 26 && t <= 30) expect(row.every(Number.isNaN)).toBe(true);
      if (t < 26 - 3 || t > 30 + 3) expect(row.some(Number.isNaN)).toBe(false);
    }
  });

  // Several items, or several stretches of one item, per piece.
  const large: readonly Conv1DGeometry[] = [
    { batch: 5, length: 123, channels: 128, filters: 32, kernelSize: 7 },
    { batch: 1, length: 1500, channels: 33, filters: 31, kernelSize: 5, padLeft: 4 },
    { batch: 40, length: 64, channels: 14, filters: 32, kernelSize: 5, padLeft: 2, padRight: 2 },
    { batch: 34, length: 40, channels: 9, filters: 300, kernelSize: 3, padLeft: 1, padRight: 1 },
    { batch: 9, length: 500, channels: 70, filters: 70, groups: 70, kernelSize: 5, padLeft: 2, padRight: 2 },
    { batch: 6, length: 300, channels: 24, filters: 24, kernelSize: 5, stride: 2, padLeft: 1, groups: 2 },
  ];
  it.each(large)(
    'gives the same bits in any order of the pieces and on shared memory: %o',
    async (geometry) => {
      const g = checkConv1D('test', geometry);
      const inputs = randomInputs(g);
      const [got, expected] = [runConvolution(bench, g, inputs), referenceConvolution(g, inputs)];
      const reversed = runConvolution(await createWorkbench({ reversed: true }), g, inputs);
      const shared = runConvolution(await createWorkbench({ shared: true }), g, inputs);
      for (const name of ['y', 'dx', 'dFilter'] as const) {
        expect(relativeError(got[name], expected[name])).toBeLessThan(1e-5);
        expect(sameBits(reversed[name], got[name])).toBe(true);
        expect(sameBits(shared[name], got[name])).toBe(true);
      }
    },
  );

  it('never looks into the future with causal padding', () => {
    const g = checkConv1D('test', {
      batch: 1,
      length: 40,
      channels: 20,
      filters: 20,
      kernelSize: 7,
      padLeft: 6,
    });
    const inputs = randomInputs(g);
    const before = runConvolution(bench, g, inputs).y;
    for (const t of [0, 5, 17, 38]) {
      const x = inputs.x.map((value, i) => (i >= (t + 1) * g.channels ? value + 1 : value));
      const after = runConvolution(bench, g, { ...inputs, x }).y;
      const past = (t + 1) * g.filters;
      expect(sameBits(after.slice(0, past), before.slice(0, past))).toBe(true);
      expect(sameBits(after, before)).toBe(false);
    }
  });

  it('gives back every block that it took', () => {
    const used = bench.heap.used;
    const g = checkConv1D('test', large[0]!);
    runConvolution(bench, g, randomInputs(g));
    expect(bench.heap.used).toBe(used);
  });

  it('refuses sizes that do not fit together', () => {
    const x = bench.space(64);
    const sizes = { batch: 1, length: 4, channels: 2, filters: 3, kernelSize: 2 };
    const call = (change: Partial<Conv1DGeometry>) => () =>
      bench.kernels.conv1d({ x, filter: x, y: x, ...sizes, ...change });
    expect(call({ kernelSize: 5 })).toThrow(
      'conv1d: a window of 5 steps (kernelSize 5, dilation 1) is longer than the padded input of 4.',
    );
    expect(call({ groups: 2 })).toThrow(
      'conv1d: groups must divide channels and filters, got 2 groups of 2 and 3.',
    );
    expect(call({ stride: 0 })).toThrow('conv1d: stride must be a positive integer, got 0.');
    expect(call({ batch: 2 ** 28 })).toThrow(/^conv1d: x must be an aligned offset/);
    expect(() => bench.kernels.conv1dInputGradient({ dy: x, filter: x, dx: 2, ...sizes })).toThrow(
      /dx must be/,
    );
    expect(() => bench.kernels.conv1dFilterGradient({ x, dy: x, dFilter: -4, ...sizes })).toThrow(
      /dFilter must be/,
    );
  });
});
