import { tensor } from '@seqloom/backend';
import { type Layer, LayerRegistry } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import {
  GRU,
  GRUCell,
  LSTM,
  LSTMCell,
  RNN,
  SimpleRNN,
  SimpleRNNCell,
  StackedRNNCells,
} from '../src/index.ts';
import { draw, expectClose, onWasm, outputOf, runLayer } from './oracle.ts';

onWasm();

const SHAPE = [3, 6, 4] as const;
const INPUT = { values: draw(SHAPE, 1), shape: SHAPE };
const RUN = { returnSequences: true, returnState: true } as const;

const PAIRS: [string, () => RNN<true>, () => Layer][] = [
  [
    'SimpleRNN',
    () => new RNN({ cell: new SimpleRNNCell({ units: 5 }), ...RUN }),
    () => new SimpleRNN({ units: 5, ...RUN }),
  ],
  ['LSTM', () => new RNN({ cell: new LSTMCell({ units: 5 }), ...RUN }), () => new LSTM({ units: 5, ...RUN })],
  ['GRU', () => new RNN({ cell: new GRUCell({ units: 5 }), ...RUN }), () => new GRU({ units: 5, ...RUN })],
  [
    'GRU with the reset before the product',
    () => new RNN({ cell: new GRUCell({ units: 5, resetAfter: false }), ...RUN }),
    () => new GRU({ units: 5, resetAfter: false, ...RUN }),
  ],
];

describe.each(PAIRS)('the cell of %s', (_, makeLoop, makeLayer) => {
  test('equals the layer in an RNN: weights, outputs, states and gradients, with a mask', async () => {
    const [loop, layer] = [makeLoop(), makeLayer()];
    for (const one of [loop, layer]) one.build([null, null, 4]);
    const [own, others] = [await loop.getWeights(), await layer.getWeights()];
    expect(own.map(({ name, shape }) => [name.split('/')[1], shape])).toEqual(
      others.map(({ name, shape }) => [name, shape]),
    );
    loop.setWeights(own.map(({ name }, i) => ({ ...others[i]!, name })));
    const mask = tensor(
      Uint8Array.from({ length: 18 }, (_, i) => (i % 5 === 1 ? 0 : 1)),
      [3, 6],
      'bool',
    );
    const states =
      layer.computeOutputShape([3, 6, 4]).length > 0 ? (makeLayer() as LSTM).stateShapes.length : 0;
    const gradients = [draw([3, 6, 5], 2), ...Array.from({ length: states }, (_, i) => draw([3, 5], 3 + i))];
    const got = await runLayer(loop, INPUT, gradients, { mask });
    const expected = await runLayer(layer, INPUT, gradients, { mask });
    const pairs = [
      ...expected.outputs.map((values, i) => [got.outputs[i]!, values] as const),
      [got.dx, expected.dx] as const,
      ...Object.entries(expected.weights).map(
        ([name, values]) => [got.weights[`${loop.settings.cell.name}/${name}`]!, values] as const,
      ),
    ];
    // float32 in both; the orders of the sums differ.
    for (const [a, b] of pairs) expectClose(a, b, 5);
    for (const each of [loop, layer, mask]) each.dispose();
  });

  test('comes back from JSON', async () => {
    const loop = makeLoop();
    loop.build([null, null, 4]);
    const registry = new LayerRegistry([RNN, SimpleRNNCell, LSTMCell, GRUCell]);
    const copy = registry.create(JSON.parse(JSON.stringify(loop)));
    copy.build([null, null, 4]);
    copy.setWeights(await loop.getWeights());
    const x = tensor(INPUT.values, SHAPE);
    expect(await outputOf(copy, x)).toEqual(await outputOf(loop, x));
    for (const each of [loop, copy, x]) each.dispose();
  });
});

test('stacked cells equal layers one after the other', async () => {
  const cells = [new LSTMCell({ units: 5 }), new GRUCell({ units: 3 })];
  const stack = new RNN({ cell: new StackedRNNCells({ cells }), returnSequences: true });
  const layers = [
    new LSTM({ units: 5, returnSequences: true }),
    new GRU({ units: 3, returnSequences: true }),
  ];
  stack.build([null, null, 4]);
  expect(stack.stateShapes).toEqual([[5], [5], [3]]);
  layers[0]!.build([null, null, 4]);
  layers[1]!.build([null, null, 5]);
  const weights = await stack.getWeights();
  for (const [i, layer] of layers.entries()) {
    const own = weights.slice(3 * i, 3 * i + 3);
    layer.setWeights(own.map((weight) => ({ ...weight, name: weight.name.split('/').at(-1)! })));
  }
  const x = tensor(INPUT.values, SHAPE);
  const between = tensor(await outputOf(layers[0]!, x), [3, 6, 5]);
  const expected = await outputOf(layers[1]!, between);
  expectClose(await outputOf(stack, x), expected, 5);
  for (const each of [stack, ...layers, x, between]) each.dispose();
});

test('dropout draws one mask for all steps, in training only', async () => {
  const cell = new SimpleRNNCell({
    units: 4,
    activation: 'linear',
    dropout: 0.5,
    kernelInitializer: 'identity',
    recurrentInitializer: 'zeros',
  });
  const layer = new RNN({ cell, returnSequences: true });
  layer.build([null, null, 4]);
  const x = tensor(new Float32Array(24).fill(1), [1, 6, 4]);
  expect([...(await outputOf(layer, x))]).toEqual(new Array(24).fill(1));
  const dropped = [...(await outputOf(layer, x, { training: true }))];
  expect(new Set(dropped)).toEqual(new Set([0, 2]));
  for (let t = 1; t < 6; t++) expect(dropped.slice(4 * t, 4 * t + 4)).toEqual(dropped.slice(0, 4));
  for (const each of [layer, x]) each.dispose();
});

test('a cell refuses what its layer refuses', () => {
  expect(() => new LSTMCell({ units: 0 })).toThrow('LSTMCell: units must be a positive integer, got 0.');
  expect(() => new GRUCell({ units: 1, returnState: true } as never)).toThrow(
    'GRUCell: has no setting "returnState".',
  );
  expect(() => new SimpleRNNCell({ units: 1, activation: 'tan' as never })).toThrow(
    'SimpleRNNCell: activation: unknown activation, got "tan".',
  );
});
