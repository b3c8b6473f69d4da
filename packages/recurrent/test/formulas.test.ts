import { dispose, tensor } from '@seqloom/backend';
import { createRandom, type Random } from '@seqloom/random';
import { describe, expect, it } from 'vitest';
import { Bidirectional, GRU, LSTM, type MergeMode, SimpleRNN } from '../src/index.ts';
import { type Digest, draw, errorOf, onWasm, randomFloats, recorded, runLayer } from './oracle.ts';

interface Recorded {
  readonly cell: 'SimpleRNN' | 'GRU' | 'LSTM';
  readonly shape: readonly [batch: number, time: number, features: number, units: number];
  readonly options: {
    readonly activation?: 'relu';
    readonly resetAfter?: boolean;
    readonly returnSequences?: boolean;
  };
  readonly mask?: 'pre' | 'post' | 'mixed';
  readonly initial?: boolean;
  readonly merge?: MergeMode;
  readonly answers: Readonly<Record<string, Digest>>;
}

const CLASSES = { SimpleRNN, GRU, LSTM };
const COUNTS = {
  pre: (row: number, t: number, T: number) => t >= (row * 3) % T,
  post: (row: number, t: number, T: number) => t <= (row * 5) % T,
  mixed: (row: number, t: number) => (row * 7 + t * t) % 3 !== 0,
};

/** The dropout masks of tooling/oracles/recurrent.py in place of random ones. */
function givenMasks(path: string): Random {
  const seed = (path.endsWith('recurrentDropout') ? 71 : 70) + (path.includes('backward_') ? 10 : 0);
  const fillBernoulli = (out: Float32Array, probability: number, value = 1) => {
    const numbers = randomFloats(out.length, seed);
    for (let i = 0; i < out.length; i++) out[i] = numbers[i]! < 2 * probability - 1 ? value : 0;
    return out;
  };
  return { ...createRandom(0, path), fillBernoulli };
}

describe('layers against their formulas in float64', () => {
  onWasm();

  it.each(recorded<Recorded>('recurrent'))('$cell $shape $options $mask $merge', async (c) => {
    const [B, T, D, U] = c.shape;
    const pattern = new CLASSES[c.cell]({ ...c.options, units: U, returnState: true, name: 'layer' });
    const layer = c.merge ? new Bidirectional({ layer: pattern, mergeMode: c.merge }) : pattern;
    layer.build([null, T, D]);
    const prefixes = c.merge ? ['forward_layer/', 'backward_layer/'] : [''];
    const unbounded = ['relu', 'linear', 'elu'].includes(c.options.activation ?? 'tanh');
    const scale = 1 / Math.sqrt(U) / (unbounded ? 2 : 1);
    const names = ['kernel', 'recurrentKernel', 'bias'];
    const shapes = new Map(
      layer.weights.map(({ path, shape }) => [path.slice(layer.path.length + 1), shape]),
    );
    layer.setWeights(
      prefixes.flatMap((prefix, d) =>
        names.map((part, i) => {
          const shape = shapes.get(prefix + part)!;
          return { name: prefix + part, shape, data: draw(shape, 10 + 10 * d + i, scale) };
        }),
      ),
    );
    const perDirection = c.cell === 'LSTM' ? 2 : 1;
    const initialState = c.initial
      ? prefixes.flatMap((_, d) =>
          [30 + d, 32 + d].slice(0, perDirection).map((seed) => tensor(draw([B, U], seed), [B, U])),
        )
      : undefined;
    const counts = c.mask && COUNTS[c.mask];
    const mask =
      counts &&
      tensor(
        Uint8Array.from({ length: B * T }, (_, i) => (counts(Math.floor(i / T), i % T, T) ? 1 : 0)),
        [B, T],
        'bool',
      );
    const width = c.merge === 'concat' ? 2 * U : U;
    const output = c.options.returnSequences ? [B, T, width] : [B, width];
    const states = prefixes.length * perDirection;
    const got = await runLayer(
      layer,
      { values: draw([B, T, D], 1), shape: [B, T, D] },
      [draw(output, 50), ...Array.from({ length: states }, (_, i) => draw([B, U], 60 + i))],
      { training: true, random: givenMasks, initialState, mask },
    );
    const results: Record<string, Float32Array> = { output: got.outputs[0]!, dx: got.dx };
    got.outputs.slice(1).forEach((state, i) => {
      results[`state${i}`] = state;
    });
    prefixes.forEach((prefix, d) => {
      for (const part of names) results[`${part}${d}`] = got.weights[prefix + part]!;
    });
    const errors: Record<string, number> = {};
    for (const [name, digest] of Object.entries(c.answers)) {
      const error = errorOf(results[name]!, digest);
      // float32 against float64 over up to 500 steps
      if (!(error <= (name === 'output' || name.startsWith('state') ? 1e-5 : 1e-4))) errors[name] = error;
    }
    expect(errors).toEqual({});
    layer.dispose();
    dispose(...(initialState ?? []), ...(mask ? [mask] : []));
  });
});
