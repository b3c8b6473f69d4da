import { dispose, slice, sum, type Tensor, tensor, tidy, valueAndGrad } from '@seqloom/backend';
import { initialRandom, Masking, stepRandom } from '@seqloom/nn';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Bidirectional, GRU, LSTM, type SequenceLayerOptions, SimpleRNN } from '../src/index.ts';
import { draw, onWasm, outputOf, runLayer } from './oracle.ts';

onWasm();

type Options = Omit<SequenceLayerOptions, 'units'>;
const CLASSES = [
  ['SimpleRNN', (units: number, options: Options = {}) => new SimpleRNN({ units, ...options })],
  ['GRU', (units: number, options: Options = {}) => new GRU({ units, ...options })],
  [
    'GRU resetting before',
    (units: number, options: Options = {}) => new GRU({ units, resetAfter: false, ...options }),
  ],
  ['LSTM', (units: number, options: Options = {}) => new LSTM({ units, ...options })],
] as const;

const sizes = fc.record({
  batch: fc.integer({ min: 1, max: 20 }),
  time: fc.integer({ min: 1, max: 12 }),
  features: fc.integer({ min: 1, max: 9 }),
  units: fc.integer({ min: 1, max: 9 }),
});

function furthest(got: Float32Array, expected: Float32Array): number {
  expect(got.length).toBe(expected.length);
  return got.reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i]!)), 0);
}

describe.each(CLASSES)('%s', (_, make) => {
  it('gives a batch of n what it gives n batches of one', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ batch, time, features, units }) => {
        const layer = make(units);
        layer.build([null, null, features]);
        const x = tensor(draw([batch, time, features], 1), [batch, time, features]);
        const all = await outputOf(layer, x);
        for (let row = 0; row < batch; row++) {
          const one = slice(x, [row, 0, 0], [1, time, features]);
          const alone = await outputOf(layer, one);
          expect(furthest(alone, all.subarray(row * units, (row + 1) * units))).toBeLessThanOrEqual(1e-6);
          one.dispose();
        }
        x.dispose();
        layer.dispose();
      }),
      { numRuns: 10 },
    );
  });

  it('sees masked steps as if they were not there, in front and behind, in both directions', async () => {
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.boolean(),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 0, max: 4 }),
        async ({ batch, time, features, units }, goBackwards, before, after) => {
          const layer = make(units, { goBackwards });
          layer.build([null, null, features]);
          const padded = before + time + after;
          const x = tensor(draw([batch, padded, features], 1), [batch, padded, features]);
          const counts = Uint8Array.from({ length: batch * padded }, (__, i) => {
            const t = i % padded;
            return t >= before && t < before + time ? 1 : 0;
          });
          const mask = tensor(counts, [batch, padded], 'bool');
          const short = slice(x, [0, before, 0], [batch, time, features]);
          const [masked, plain] = [await outputOf(layer, x, { mask }), await outputOf(layer, short)];
          expect(furthest(masked, plain)).toBeLessThanOrEqual(1e-6);
          dispose(x, mask, short);
          layer.dispose();
        },
      ),
      { numRuns: 10 },
    );
  });

  it('is, in both directions, [forwards, backwards turned around]', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, async ({ batch, time, features, units }) => {
        const layer = new Bidirectional({ layer: make(units, { returnSequences: true }) });
        layer.build([null, null, features]);
        const x = tensor(draw([batch, time, features], 1), [batch, time, features]);
        const both = await outputOf(layer, x);
        const forwards = await outputOf(layer.forwardLayer, x);
        const backwards = await outputOf(layer.backwardLayer, x);
        const expected = Float32Array.from(both, (__, i) => {
          const [step, column] = [Math.floor(i / (2 * units)), i % (2 * units)];
          if (column < units) return forwards[step * units + column]!;
          const [row, t] = [Math.floor(step / time), step % time];
          return backwards[(row * time + time - 1 - t) * units + column - units]!;
        });
        expect(both).toEqual(expected);
        x.dispose();
        layer.dispose();
      }),
      { numRuns: 10 },
    );
  });

  it('has, with merge mode none, the outputs of both directions', async () => {
    const layer = new Bidirectional({ layer: make(3), mergeMode: 'none' });
    layer.build([null, null, 2]);
    const x = tensor(draw([2, 4, 2], 1), [2, 4, 2]);
    const [one, other] = layer.apply(x) as readonly Tensor[];
    expect(await one!.data()).toEqual(await outputOf(layer.forwardLayer, x));
    expect(await other!.data()).toEqual(await outputOf(layer.backwardLayer, x));
    dispose(x, one!, other!);
    layer.dispose();
  });

  it('stays finite with recurrent dropout of one half over 500 steps', async () => {
    const layer = make(8, { recurrentDropout: 0.5, returnSequences: true });
    layer.build([null, null, 3]);
    const shape = [4, 500, 3];
    const output = [4, 500, 8];
    for (let step = 0; step < 3; step++) {
      const { outputs, dx, weights } = await runLayer(
        layer,
        { values: draw(shape, 1), shape },
        [draw(output, 2)],
        {
          training: true,
          random: stepRandom(1, step),
        },
      );
      expect(outputs[0]!.every((v) => Math.abs(v) <= 1)).toBe(true);
      expect(dx.every(Number.isFinite)).toBe(true);
      for (const gradient of Object.values(weights)) expect(gradient.every(Number.isFinite)).toBe(true);
    }
    layer.dispose();
  });

  it('gives the same bits for the same seed, and others for another', async () => {
    const shape = [3, 20, 4];
    const run = async (seed: number, step: number) => {
      const layer = make(5, { dropout: 0.2, recurrentDropout: 0.3 });
      layer.build([null, null, 4], { random: initialRandom(seed) });
      const result = await runLayer(layer, { values: draw(shape, 1), shape }, [draw([3, 5], 2)], {
        training: true,
        random: stepRandom(seed, step),
      });
      layer.dispose();
      return [result.outputs[0], result.dx, ...Object.values(result.weights)];
    };
    const first = await run(7, 3);
    expect(await run(7, 3)).toEqual(first);
    expect((await run(7, 4))[0]).not.toEqual(first[0]);
    expect((await run(8, 3))[0]).not.toEqual(first[0]);
  });
});

test('dropout leaves a layer alone outside of training', async () => {
  const x = tensor(draw([2, 5, 3], 1), [2, 5, 3]);
  const [plain, dropped] = [
    new GRU({ units: 4 }),
    new GRU({ units: 4, dropout: 0.5, recurrentDropout: 0.5 }),
  ];
  for (const layer of [plain, dropped]) layer.build([null, null, 3]);
  expect(await outputOf(dropped, x)).toEqual(await outputOf(plain, x));
  expect(await outputOf(dropped, x, { training: true })).not.toEqual(await outputOf(plain, x));
  x.dispose();
  for (const layer of [plain, dropped]) layer.dispose();
});

test('a stack of two layers has gradients for both', () => {
  const [first, second] = [new LSTM({ units: 4, returnSequences: true }), new GRU({ units: 3 })];
  first.build([null, null, 2]);
  second.build([null, null, 4]);
  const x = tensor(draw([2, 6, 2], 1), [2, 6, 2]);
  const weights = [...first.weights, ...second.weights].map(({ value }) => value);
  const { value, grads } = valueAndGrad(() => sum(second.apply(first.apply(x) as Tensor) as Tensor), weights);
  expect(grads.map((grad) => grad?.shape)).toEqual(weights.map(({ shape }) => shape));
  dispose(value, x, ...(grads as Tensor[]));
  first.dispose();
  second.dispose();
});

test('a Masking in front makes padded sequences equal to the sequences themselves', async () => {
  const values = draw([1, 4, 2], 1);
  const padded = tensor([0, 0, 0, 0, ...values, 0, 0], [1, 7, 2]);
  const short = tensor(values, [1, 4, 2]);
  const masking = new Masking();
  masking.build([null, null, 2]);
  const layer = new GRU({ units: 3 });
  layer.build([null, null, 2]);
  const mask = tidy(() => masking.computeMask(padded));
  expect(furthest(await outputOf(layer, padded, { mask }), await outputOf(layer, short))).toBeLessThanOrEqual(
    1e-6,
  );
  dispose(padded, short, mask);
  layer.dispose();
});
