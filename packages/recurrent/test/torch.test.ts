import { dispose, tensor } from '@seqloom/backend';
import type { LayerOutput } from '@seqloom/nn';
import { describe, expect, it } from 'vitest';
import { Bidirectional, GRU, LSTM, type RecurrentLayer, SimpleRNN } from '../src/index.ts';
import { type Digest, draw, errorOf, onWasm, randomFloats, recorded, runLayer } from './oracle.ts';

interface Recorded {
  readonly cell: 'rnn-tanh' | 'rnn-relu' | 'gru' | 'lstm';
  readonly shape: readonly [batch: number, time: number, features: number, units: number];
  readonly mode: 'last' | 'sequences' | 'backwards' | 'bidirectional';
  readonly dx: Digest;
  readonly directions: readonly Readonly<Record<string, Digest>>[];
}

const cases = recorded<Recorded>('sequence');

/** The weights that tooling/oracles/sequence.py gave to PyTorch, in Keras' layout. */
function weightsOf({ cell, shape }: Recorded, direction: number) {
  const [, , features, units] = shape;
  const gates = { gru: 3, lstm: 4, 'rnn-tanh': 1, 'rnn-relu': 1 }[cell];
  const scale = Math.fround(1 / Math.fround(Math.sqrt(units))) / (cell === 'rnn-relu' ? 2 : 1);
  // PyTorch's [G·U, inputs] with the GRU's gates r z n, to [inputs, G·U] with gates z r n.
  const weights = (offset: number, inputs: number) => {
    const from = randomFloats(gates * units * inputs, 10 + 10 * direction + offset);
    return Float32Array.from({ length: from.length }, (_, i) => {
      const column = i % (gates * units);
      const gate = Math.floor(column / units);
      const row = (cell === 'gru' ? [1, 0, 2][gate]! : gate) * units + (column % units);
      return Math.fround(from[row * inputs + Math.floor(i / (gates * units))]! * scale);
    });
  };
  const [b, rb] = [weights(2, 1), weights(3, 1)];
  // PyTorch has two biases everywhere, Keras where they are not simply added.
  const bias = cell === 'gru' ? Float32Array.of(...b, ...rb) : b.map((v, i) => v + rb[i]!);
  const columns = gates * units;
  return [
    { name: 'kernel', shape: [features, columns], data: weights(0, features) },
    { name: 'recurrentKernel', shape: [units, columns], data: weights(1, units) },
    { name: 'bias', shape: cell === 'gru' ? [2, columns] : [columns], data: bias },
  ];
}

function layerOf({ cell, shape, mode }: Recorded): RecurrentLayer | Bidirectional<LayerOutput, 'none'> {
  const options = {
    units: shape[3],
    returnState: true,
    returnSequences: mode !== 'last',
    goBackwards: mode === 'backwards',
  };
  const layer =
    cell === 'lstm'
      ? new LSTM({ ...options, name: 'layer' })
      : cell === 'gru'
        ? new GRU({ ...options, name: 'layer' })
        : new SimpleRNN({ ...options, name: 'layer', activation: cell === 'rnn-relu' ? 'relu' : 'tanh' });
  return mode === 'bidirectional' ? new Bidirectional({ layer, mergeMode: 'none' }) : layer;
}

/** `[B, T, U]` turned around in time. */
function reversed(values: Float32Array, [, time, , units]: Recorded['shape']): Float32Array {
  return Float32Array.from(values, (_, i) => {
    const [row, t, u] = [Math.floor(i / (time * units)), Math.floor(i / units) % time, i % units];
    return values[(row! * time + (time - 1 - t!)) * units + u!]!;
  });
}

describe('layers against PyTorch in float64', () => {
  onWasm();

  it('covers at least 120 cases, with up to 500 steps', () => {
    expect(cases.length).toBeGreaterThanOrEqual(120);
    expect(Math.max(...cases.map(({ shape }) => shape[1]))).toBe(500);
  });

  it.each(cases)('$cell $shape $mode', async (c) => {
    const [B, T, D, U] = c.shape;
    const layer = layerOf(c);
    layer.build([null, null, D]);
    const both = layer instanceof Bidirectional;
    const prefixes = both ? ['forward_layer/', 'backward_layer/'] : [''];
    layer.setWeights(
      prefixes.flatMap((prefix, d) => weightsOf(c, d).map((w) => ({ ...w, name: prefix + w.name }))),
    );
    const state = (seed: number) => draw([B, U], seed);
    const states = (seeds: readonly (readonly number[])[]) =>
      prefixes.flatMap((_, d) =>
        (c.cell === 'lstm' ? seeds : seeds.slice(0, 1)).map((seed) => state(seed[d]!)),
      );
    const initialState =
      c.mode === 'last'
        ? undefined
        : states([
            [30, 31],
            [32, 33],
          ]).map((values) => tensor(values, [B, U]));
    const noGradient = (values: Float32Array) => (c.mode === 'last' ? values.fill(0) : values);
    const outputs = prefixes.map((_, d) => {
      if (c.mode === 'last') return new Float32Array(B * U);
      const dh = draw([B, T, U], 42 + d);
      return c.mode === 'backwards' ? reversed(dh, c.shape) : dh;
    });
    const stateGradients = states([
      [40, 41],
      [44, 45],
    ]).map((values, i) => (c.cell === 'lstm' && i % 2 === 1 ? noGradient(values) : values));
    const got = await runLayer(
      layer,
      { values: draw([B, T, D], 1), shape: [B, T, D] },
      [...outputs, ...stateGradients],
      {
        initialState,
      },
    );

    const errors: Record<string, number> = {};
    const compare = (name: string, values: Float32Array, digest: Digest, limit: number) => {
      const error = errorOf(values, digest);
      if (!(error <= limit)) errors[name] = error;
    };
    // float32 against float64 over up to 500 steps
    const [outputLimit, gradientLimit] = [1e-5, 1e-4];
    compare('dx', got.dx, c.dx, gradientLimit);
    const perDirection = c.cell === 'lstm' ? 2 : 1;
    c.directions.forEach((expected, d) => {
      const first = prefixes.length + d * perDirection;
      const shown = got.outputs[d]!;
      if (c.mode !== 'last') {
        const h = c.mode === 'backwards' ? reversed(shown, c.shape) : shown;
        compare(`h ${d}`, h, expected.h!, outputLimit);
      } else compare(`output ${d}`, shown, expected.hLast!, outputLimit);
      compare(`hLast ${d}`, got.outputs[first]!, expected.hLast!, outputLimit);
      if (expected.cLast) compare(`cLast ${d}`, got.outputs[first + 1]!, expected.cLast, outputLimit);
      const weight = (name: string) => got.weights[prefixes[d]! + name]!;
      compare(`kernel ${d}`, weight('kernel'), expected.dKernel!, gradientLimit);
      compare(`recurrentKernel ${d}`, weight('recurrentKernel'), expected.dRecurrentKernel!, gradientLimit);
      const bias = weight('bias');
      compare(
        `bias ${d}`,
        expected.dRecurrentBias ? bias.subarray(0, 3 * U) : bias,
        expected.dBias!,
        gradientLimit,
      );
      if (expected.dRecurrentBias) {
        compare(`recurrent bias ${d}`, bias.subarray(3 * U), expected.dRecurrentBias, gradientLimit);
      }
      if (expected.dh0) compare(`h0 ${d}`, got.states[d * perDirection]!, expected.dh0, gradientLimit);
      if (expected.dc0) compare(`c0 ${d}`, got.states[d * perDirection + 1]!, expected.dc0, gradientLimit);
    });
    expect(errors).toEqual({});
    layer.dispose();
    dispose(...(initialState ?? []));
  });
});
