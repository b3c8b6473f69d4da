import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  isKernelActivation,
  type KernelActivation,
  type SequenceCell,
  sequenceCacheFloats,
} from '../src/index.ts';
import { ACTIVATIONS } from './activations.ts';
import { guardedHeap } from './guarded-heap.ts';
import { reference, type SequenceCase } from './reference.ts';
import { CELLS, makeCase, postPadded, prePadded } from './sequence-case.ts';
import { disagreements, runSequence } from './sequence-run.ts';
import { createWorkbench, randomFloats, sameBits, type Workbench } from './workbench.ts';

/** float32 against float64 over tens of steps; the worst cases seen are about a tenth of it. */
const TOLERANCE = { outputs: 3e-6, gradients: 2e-5 };

describe('sequence kernels', () => {
  let bench: Workbench;
  beforeAll(async () => {
    bench = await createWorkbench();
  });
  const expectAgreement = (c: SequenceCase, tolerance = TOLERANCE) =>
    expect(disagreements(runSequence(bench, c), reference(c), tolerance)).toEqual([]);

  it('runs two steps of a SimpleRNN worked out by hand', () => {
    const [x, kernel, recurrentKernel, hLast] = [
      bench.put([1, 2]),
      bench.put([3]),
      bench.put([0.5]),
      bench.space(1),
    ];
    const h = bench.space(2);
    const sizes = { cell: 'simpleRNN', batch: 1, time: 2, features: 1, units: 1 } as const;
    bench.kernels.sequenceForward({ ...sizes, activation: 'linear', x, kernel, recurrentKernel, h, hLast });
    expect([...bench.floats(h, 2), ...bench.floats(hLast, 1)]).toEqual([3, 7.5, 7.5]);
  });

  describe.each(CELLS)('$cell $resetAfter', (cell) => {
    it('agrees with the reference on random sizes, masks, states and directions', () => {
      const flag = fc.boolean();
      const shape = fc.record({
        batch: fc.integer({ min: 1, max: 5 }),
        time: fc.integer({ min: 1, max: 12 }),
        features: fc.integer({ min: 1, max: 9 }),
        units: fc.integer({ min: 1, max: 10 }),
        bias: flag,
        states: flag,
        recurrentMask: flag,
        masked: flag,
        goBackwards: flag,
        last: flag,
        maskSeed: fc.integer({ min: 1, max: 1000 }),
      });
      fc.assert(
        fc.property(
          shape,
          ({ batch, time, features, units, masked, goBackwards, last, maskSeed, ...options }) => {
            const drawn = randomFloats(batch * time, maskSeed);
            const mask = (row: number, t: number) => drawn[row * time + t]! > -0.3;
            const signal = last ? 'last' : 'sequences';
            const sizes = { ...cell, batch, time, features, units };
            expectAgreement(
              makeCase(sizes, { ...options, signal, ...(masked ? { mask } : {}) }, { goBackwards }),
            );
          },
        ),
        { numRuns: 40, seed: 3 },
      );
    });

    it('agrees with the reference on several blocks of rows and groups of steps', () => {
      const sizes = { ...cell, batch: 37, time: 19, features: 5, units: 6 };
      expectAgreement(makeCase(sizes, { recurrentMask: true }));
      expectAgreement(makeCase(sizes, { mask: prePadded }));
    });

    it.each([
      ['before', prePadded],
      ['after', postPadded],
      ['with a row and a step all masked', (row: number, t: number) => row !== 1 && t !== 3],
      ['everywhere', () => false],
    ])('carries the state over steps that are padded %s', (_, mask) => {
      const sizes = { ...cell, batch: 4, time: 11, features: 3, units: 5 };
      for (const goBackwards of [false, true]) {
        expectAgreement(makeCase(sizes, { mask, recurrentMask: true }, { goBackwards }));
        expectAgreement(makeCase(sizes, { mask, signal: 'last' }, { goBackwards }));
      }
    });

    it.each(Object.keys(ACTIVATIONS) as KernelActivation[])('has the activation %s', (activation) => {
      // Few steps and small weights: without a bound, a gate's state grows doubly exponentially.
      const sizes = { ...cell, batch: 3, time: 3, features: 4, units: 5 };
      expectAgreement(makeCase(sizes, { scale: 0.2 }, { activation }));
      if (cell.cell !== 'simpleRNN') {
        expectAgreement(makeCase(sizes, { scale: 0.2 }, { recurrentActivation: activation }));
      }
    });

    it('gives the same without `keep` as with it', () => {
      const c = makeCase(
        { ...cell, batch: 18, time: 9, features: 3, units: 5 },
        { recurrentMask: true, mask: postPadded },
      );
      const pointers = Object.fromEntries(
        Object.entries(c).flatMap(([key, v]) => (v instanceof Float32Array ? [[key, bench.put(v)]] : [])),
      ) as unknown as { x: number; kernel: number; recurrentKernel: number };
      const mask = bench.space(18 * 9);
      new Uint8Array(bench.heap.memory.buffer, mask, 18 * 9).set(c.mask!);
      const outputs = { h: bench.space(18 * 9 * 5), hLast: bench.space(18 * 5) };
      const cLast = cell.cell === 'lstm' ? { cLast: bench.space(18 * 5) } : {};
      bench.kernels.sequenceForward({ ...c.sizes, ...pointers, mask, ...outputs, ...cLast });
      const kept = runSequence(bench, c);
      expect(sameBits(bench.floats(outputs.h, 18 * 9 * 5), kept.h!)).toBe(true);
      expect(sameBits(bench.floats(outputs.hLast, 18 * 5), kept.hLast!)).toBe(true);
      if (cLast.cLast) expect(sameBits(bench.floats(cLast.cLast, 18 * 5), kept.cLast!)).toBe(true);
    });

    it('gives the same bits in any order of the pieces and on shared memory', async () => {
      // Above 256 rows a chunk holds several blocks.
      const c = makeCase({ ...cell, batch: 300, time: 5, features: 3, units: 6 }, { mask: prePadded });
      const expected = runSequence(bench, c);
      for (const options of [{ reversed: true }, { shared: true }]) {
        const got = runSequence(await createWorkbench(options), c);
        for (const [key, values] of Object.entries(expected)) expect(sameBits(got[key]!, values)).toBe(true);
      }
    });

    it('writes nothing outside its arrays, cache and scratch', async () => {
      const bounded = guardedHeap();
      const guardedBench = await createWorkbench({ heap: bounded });
      for (const [batch, time, features, units] of [
        [1, 1, 1, 1],
        [5, 9, 3, 5],
        [17, 8, 6, 7],
        [16, 17, 4, 8],
      ] as const) {
        runSequence(
          guardedBench,
          makeCase({ ...cell, batch, time, features, units }, { recurrentMask: true }),
        );
      }
      expect(bounded.violations).toEqual([]);
    });

    it('is not slowed down by denormals and stops when no signal is left', () => {
      const sizes = { ...cell, batch: 4, time: 400, features: 4, units: 8 };
      const c = makeCase(sizes, { signal: 'last', bias: false, states: false, scale: 0.05 });
      const { dx, h } = runSequence(bench, c);
      const denormal = (values: Float32Array) => values.some((v) => v !== 0 && Math.abs(v) < 1.2e-38);
      expect(denormal(dx!)).toBe(false);
      expect(denormal(h!)).toBe(false);
      expect(dx!.subarray(0, 4)).toEqual(new Float32Array(4));
      expect(dx!.subarray(399 * 4, 400 * 4).every((v) => v !== 0)).toBe(true);
      expect(disagreements({ dx: dx! }, { dx: reference(c).dx! }, TOLERANCE)).toEqual([]);
      // With a gradient at every step, be it zero, the pass goes on to the end.
      const whole = runSequence(bench, { ...c, dh: new Float32Array(h!.length) });
      const stopped = runSequence(bench, c);
      for (const [key, values] of Object.entries(whole)) expect(sameBits(stopped[key]!, values)).toBe(true);
    });

    it('lets a NaN through', () => {
      const c = makeCase({ ...cell, batch: 2, time: 3, features: 2, units: 3 });
      c.x[2] = Number.NaN;
      const { h, dKernel } = runSequence(bench, c);
      expect([...h!.subarray(0, 3)].some(Number.isNaN)).toBe(false);
      expect([...h!.subarray(3, 9)].every(Number.isNaN)).toBe(true);
      expect([...h!.subarray(9)].some(Number.isNaN)).toBe(false);
      expect(dKernel!.some(Number.isNaN)).toBe(true);
    });
  });

  it('never scales the carried state by the recurrent mask', () => {
    // z = 1 carries the state unchanged, however long; a mask of 2 applied to it would give 2^500.
    const sizes = { cell: 'gru', batch: 1, time: 500, features: 1, units: 4 } as const;
    const c = makeCase(sizes, { recurrentMask: true, scale: 0 }, { recurrentActivation: 'hardSigmoid' });
    c.bias!.fill(10, 0, 4);
    c.recurrentMask!.fill(2);
    expect(runSequence(bench, c).hLast).toEqual(c.h0);
  });

  it('knows its activations', () => {
    expect(Object.keys(ACTIVATIONS).every(isKernelActivation)).toBe(true);
    expect(['silu', 'gelu', 'mish', 'softmax', 'toString'].some(isKernelActivation)).toBe(false);
  });

  it('counts the floats of a cache', () => {
    // Units are padded to 4: h for T+1 steps; an LSTM also c, and 4 gates for T steps.
    const sizes = { batch: 2, time: 3, features: 7, units: 5 };
    expect(sequenceCacheFloats({ cell: 'simpleRNN', ...sizes })).toBe(2 * 4 * 8);
    expect(sequenceCacheFloats({ cell: 'lstm', ...sizes })).toBe(2 * (2 * 4 * 8 + 3 * 4 * 8));
  });

  it('refuses what it cannot run', () => {
    const a = bench.space(64);
    const sizes = { cell: 'lstm', batch: 1, time: 2, features: 2, units: 2 } as const;
    const operands = { ...sizes, x: a, kernel: a, recurrentKernel: a, hLast: a, cLast: a };
    const forward = bench.kernels.sequenceForward;
    expect(() => forward({ ...operands, units: 0 })).toThrow(
      'sequenceForward: units must be a positive integer, got 0.',
    );
    expect(() => forward({ ...operands, time: 2.5 })).toThrow(RangeError);
    expect(() => forward({ ...operands, cell: 'peephole' as SequenceCell })).toThrow(
      /cell must be 'simpleRNN', 'gru'/,
    );
    expect(() => forward({ ...operands, x: 2 })).toThrow(
      /^sequenceForward: x must be an aligned offset of 4 elements/,
    );
    expect(() => forward({ ...operands, cLast: 0 })).toThrow(/cLast must be/);
    expect(() => forward({ ...operands, mask: 2 ** 31 })).toThrow(/mask must be an offset of 2 bytes/);
    expect(() => forward({ ...operands, recurrentBias: a })).toThrow(
      'sequenceForward: recurrentBias is for gru with resetAfter only. Leave it out.',
    );
    expect(() => forward({ ...operands, cell: 'gru', c0: a })).toThrow(/c0 is for lstm only/);
    expect(() => forward({ ...operands, activation: 'softmax' as 'relu' })).toThrow(
      /activation must be one of/,
    );
    const gradients = { cache: a, dKernel: a, dRecurrentKernel: a };
    expect(() => bench.kernels.sequenceBackward({ ...operands, ...gradients, cache: 2 ** 30 })).toThrow(
      /cache must be/,
    );
    expect(() => bench.kernels.sequenceBackward({ ...operands, ...gradients, cell: 'gru', dc0: a })).toThrow(
      /dc0 is for/,
    );
  });

  it('gives back every block that it took', () => {
    const c = makeCase({ cell: 'lstm', batch: 3, time: 4, features: 2, units: 3 });
    runSequence(bench, c);
    const before = bench.heap.used;
    runSequence(bench, c);
    expect(bench.heap.used).toBe(before);
  });
});
