import { Attention, MultiHeadAttention } from '@seqloom/attention';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Conv1D, Conv1DTranspose, DepthwiseConv1D, SeparableConv1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dot, Flatten, type InputShape, type Layer, type Shape } from '@seqloom/nn';
import {
  Bidirectional,
  ConvLSTM1D,
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  RNN,
  SimpleRNN,
  StackedRNNCells,
  TimeDistributed,
} from '@seqloom/recurrent';
import { input, Model, modelCosts, Sequential } from '@seqloom/train';
import { readRecorded } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';
import { LAYER_RECORDS } from './layers/records/index.ts';
import { built, shapesOf } from './layers/run-layer.ts';

startBackend(wasmBackend());

const recorded = readRecorded<Record<string, number>>('multiply_adds', 'multiplyAdds');

/** The layers of the recorded counts, with the shape of one sample. */
const CASES: Readonly<Record<string, readonly [() => Layer, InputShape]>> = {
  Dense: [() => new Dense({ units: 5 }), [1, 7]],
  'Dense over steps': [() => new Dense({ units: 5 }), [1, 6, 7]],
  SimpleRNN: [() => new SimpleRNN({ units: 5 }), [1, 6, 7]],
  GRU: [() => new GRU({ units: 5 }), [1, 6, 7]],
  LSTM: [() => new LSTM({ units: 5 }), [1, 6, 7]],
  'RNN of stacked cells': [
    () =>
      new RNN({
        cell: new StackedRNNCells({ cells: [new LSTMCell({ units: 5 }), new GRUCell({ units: 4 })] }),
      }),
    [1, 6, 7],
  ],
  Bidirectional: [() => new Bidirectional({ layer: new LSTM({ units: 5 }) }), [1, 6, 7]],
  TimeDistributed: [() => new TimeDistributed({ layer: new Dense({ units: 5 }) }), [1, 6, 7]],
  Conv1D: [() => new Conv1D({ filters: 8, kernelSize: 3 }), [1, 20, 6]],
  'Conv1D strides': [() => new Conv1D({ filters: 8, kernelSize: 5, strides: 3 }), [1, 20, 6]],
  'Conv1D same dilated groups': [
    () => new Conv1D({ filters: 8, kernelSize: 3, padding: 'same', dilationRate: 2, groups: 2 }),
    [1, 20, 6],
  ],
  Conv1DTranspose: [() => new Conv1DTranspose({ filters: 8, kernelSize: 4, strides: 2 }), [1, 20, 6]],
  DepthwiseConv1D: [
    () => new DepthwiseConv1D({ kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
    [1, 20, 6],
  ],
  SeparableConv1D: [
    () => new SeparableConv1D({ filters: 8, kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
    [1, 20, 6],
  ],
  ConvLSTM1D: [() => new ConvLSTM1D({ filters: 5, kernelSize: 3, padding: 'same' }), [1, 4, 9, 3]],
  Attention: [
    () => new Attention(),
    [
      [1, 6, 7],
      [1, 9, 5],
      [1, 9, 7],
    ],
  ],
  MultiHeadAttention: [
    () => new MultiHeadAttention({ numHeads: 2, keyDim: 3 }),
    [
      [1, 6, 8],
      [1, 9, 8],
    ],
  ],
  Dot: [
    () => new Dot({ axes: 2 }),
    [
      [1, 6, 7],
      [1, 9, 7],
    ],
  ],
};

test.each(Object.entries(recorded))('%s needs %i multiply-adds, as PyTorch counts', (name, expected) => {
  const [make, shape] = CASES[name]!;
  const layer = make().build(shape);
  expect(layer.countMultiplyAdds(shape)).toBe(expected);
  layer.dispose();
});

test('every recorded layer knows its multiply-adds, which grow with the batch', () => {
  for (const { layerClass, variants } of LAYER_RECORDS) {
    for (const variant of variants) {
      const layer = built(variant);
      const ofBatch = (batch: number) =>
        layer.countMultiplyAdds(shapesOf(variant, [batch, ...variant.input]));
      const name = `${layerClass.className}: ${variant.title}`;
      expect(ofBatch(1), name).toBeGreaterThanOrEqual(0);
      expect(ofBatch(3), name).toBe(3 * ofBatch(1));
      layer.dispose();
    }
  }
});

/** Two uses of one encoder, and a layer of one's own without a count. */
function branched(): Model {
  const [a, b] = [input([20]), input([20])];
  const encoder = new Sequential([new Embedding({ inputDim: 50, outputDim: 8 }), new GRU({ units: 4 })]);
  const score = new Dot({ axes: 1 }).apply([encoder.apply(a), encoder.apply(b)]);
  return new Model({ inputs: [a, b], outputs: new Dense({ units: 3 }).apply(score) }).build();
}

test('a model counts every use of a layer', () => {
  const model = branched();
  const costs = modelCosts(model);
  const gru = 20 * (8 * 12 + 4 * 12);
  expect(costs.layers.map(({ multiplyAdds }) => multiplyAdds)).toEqual([2 * gru, 4, 3]);
  expect(costs.layers.map(({ activations }) => activations)).toEqual([2 * 4, 1, 3]);
  expect(costs).toMatchObject({
    parameters: model.countParams(),
    trainableParameters: model.countParams(),
    multiplyAdds: 2 * gru + 7,
    activations: 12,
  });
  model.dispose();
});

test('open sizes take their number from inputShape', () => {
  const model = new Sequential([
    new Embedding({ inputDim: 50, outputDim: 8 }),
    new LSTM({ units: 4 }),
    new Flatten(),
    new Dense({ units: 1 }),
  ]).build([null, null]);
  const open = modelCosts(model);
  expect(open.layers.map(({ multiplyAdds }) => multiplyAdds)).toEqual([Number.NaN, Number.NaN, 0, 4]);
  expect([open.multiplyAdds, open.activations]).toEqual([Number.NaN, Number.NaN]);
  const known = modelCosts(model, { inputShape: [null, 30] });
  expect(known.multiplyAdds).toBe(30 * (8 * 16 + 4 * 16) + 4);
  expect(known.activations).toBe(30 * 8 + 4 + 4 + 1);
  expect(() => modelCosts(model, { inputShape: [null, -1] as Shape })).toThrow(
    'Sequential "sequential": costs: inputShape must hold integers from 0 on, or null for an open size',
  );
  model.dispose();
});
