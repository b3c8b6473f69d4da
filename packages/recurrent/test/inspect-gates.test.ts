import { dispose, slice, tensor } from '@seqloom/backend';
import { Dense } from '@seqloom/nn';
import { expect, expectTypeOf, test } from 'vitest';
import { Bidirectional, GRU, inspectGates, LSTM, SimpleRNN } from '../src/index.ts';
import { draw, onWasm, outputOf } from './oracle.ts';

onWasm();

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

test('shows the gates of an LSTM step by step, as its formulas give them', async () => {
  const layer = new LSTM({ units: 1, returnSequences: true });
  layer.build([null, null, 1]);
  const [w, u, b] = [
    [0.5, -1, 2, 0.3],
    [0.1, 0.2, -0.3, 0.4],
    [0, 1, 0, -1],
  ] as const;
  layer.setWeights([
    { name: 'kernel', shape: [1, 4], data: Float32Array.from(w) },
    { name: 'recurrentKernel', shape: [1, 4], data: Float32Array.from(u) },
    { name: 'bias', shape: [4], data: Float32Array.from(b) },
  ]);
  const inputs = [1, -2, 0.5];
  const x = tensor(inputs, [3, 1]);
  const record = await inspectGates(layer, x);
  let [h, c] = [0, 0];
  for (const [t, input] of inputs.entries()) {
    const [i, f, g, o] = w.map((weight, k) => input * weight + h * u[k]! + b[k]!) as [
      number,
      number,
      number,
      number,
    ];
    c = sigmoid(f) * c + sigmoid(i) * Math.tanh(g);
    h = sigmoid(o) * Math.tanh(c);
    const got = [
      record.gates.input,
      record.gates.forget,
      record.gates.candidate,
      record.gates.output,
      record.c,
      record.h,
    ];
    const expected = [sigmoid(i), sigmoid(f), Math.tanh(g), sigmoid(o), c, h];
    got.forEach((rows, k) => {
      expect(rows!).toHaveLength(3);
      expect(rows![t]![0]).toBeCloseTo(expected[k]!, 5);
    });
  }
  dispose(x);
  layer.dispose();
});

test('agrees with the output of a GRU and a SimpleRNN, backwards and masked too', async () => {
  const x = tensor(draw([1, 6, 3], 1), [1, 6, 3]);
  const mask = tensor(Uint8Array.of(1, 0, 1, 1, 0, 1), [1, 6], 'bool');
  for (const layer of [
    new GRU({ units: 4, returnSequences: true, recurrentDropout: 0.5 }),
    new SimpleRNN({ units: 4, returnSequences: true, activation: 'gelu' }),
  ]) {
    layer.build([null, null, 3]);
    const { h, c, gates } = await inspectGates(layer, x, { mask });
    const output = await outputOf(layer, x, { mask });
    h.flatMap((row) => [...row]).forEach((v, i) => {
      expect(v).toBeCloseTo(output[i]!, 5);
    });
    expect(c).toBeUndefined();
    expect(Object.keys(gates)).toEqual(layer instanceof GRU ? ['update', 'reset', 'candidate'] : []);
    layer.dispose();
  }
  const both = new Bidirectional({ layer: new LSTM({ units: 2 }) });
  both.build([null, null, 3]);
  const { h } = await inspectGates(both.backwardLayer as LSTM, x);
  const last = await outputOf(both.backwardLayer, x);
  // By input time: the step read last stands first.
  h[0]!.forEach((v, i) => {
    expect(v).toBeCloseTo(last[i]!, 5);
  });
  dispose(x, mask);
  both.dispose();
});

test('refuses other layers, unbuilt ones and batches', async () => {
  const x = tensor(draw([2, 6, 3], 1), [2, 6, 3]);
  await expect(inspectGates(new Dense({ units: 1 }) as never, x)).rejects.toThrow(
    'must be a built SimpleRNN, GRU or LSTM',
  );
  await expect(inspectGates(new GRU({ units: 1 }), x)).rejects.toThrow('must be a built');
  const layer = new GRU({ units: 1 });
  layer.build([null, null, 3]);
  await expect(inspectGates(layer, x)).rejects.toThrow(
    'expected one input [T, 3] for GRU "gru", got shape [2, 6, 3]',
  );
  const wide = slice(x, [0, 0, 0], [1, 6, 2]);
  await expect(inspectGates(layer, wide)).rejects.toThrow('got shape [1, 6, 2]');
  dispose(x, wide);
  layer.dispose();
});

test('the names of the gates are typed by the layer', async () => {
  const x = tensor([1, 2], [2, 1]);
  const layers = [new LSTM({ units: 1 }), new GRU({ units: 1 }), new SimpleRNN({ units: 1 })] as const;
  for (const layer of layers) layer.build([null, null, 1]);
  const lstm = await inspectGates(layers[0], x);
  const gru = await inspectGates(layers[1], x);
  const simple = await inspectGates(layers[2], x);
  for (const layer of layers) layer.dispose();
  x.dispose();
  expectTypeOf(lstm.gates).toHaveProperty('forget');
  expectTypeOf(lstm.c).toEqualTypeOf<readonly Float32Array[]>();
  expectTypeOf(gru.gates).toHaveProperty('update');
  expectTypeOf<keyof typeof gru.gates>().toEqualTypeOf<'update' | 'reset' | 'candidate'>();
  expectTypeOf<keyof typeof simple.gates>().toEqualTypeOf<never>();
  expect(Object.keys(lstm.gates).sort()).toEqual(['candidate', 'forget', 'input', 'output']);
  expect(Object.keys(gru.gates).sort()).toEqual(['candidate', 'reset', 'update']);
  expect(Object.keys(simple.gates)).toEqual([]);
});
