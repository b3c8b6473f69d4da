import { activationNames, add, dispose, scalar, type Tensor, tensor, tidy } from '@seqloom/backend';
import { Dense, getActivation, initialRandom, type Layer, LayerRegistry, l2, ShapeError } from '@seqloom/nn';
import { describe, expect, it, test } from 'vitest';
import {
  Bidirectional,
  GRU,
  LSTM,
  type RecurrentCell,
  RNN,
  type SequenceLayer,
  type SequenceLayerOptions,
  SimpleRNN,
  StackedRNNCells,
  TimeDistributed,
} from '../src/index.ts';
import { draw, onWasm, outputOf } from './oracle.ts';

onWasm();

const CLASSES = [SimpleRNN, GRU, LSTM] as unknown as readonly (new (
  options: SequenceLayerOptions,
) => SequenceLayer)[];
const shapesOf = (layer: Layer) => layer.weights.map(({ path, shape }) => [path, [...shape]]);

describe('weights', () => {
  test('have the names, order and shapes of Keras', () => {
    const built = <L extends Layer>(layer: L) => {
      layer.build([null, 9, 3]);
      const shapes = shapesOf(layer);
      layer.dispose();
      return shapes;
    };
    expect(built(new SimpleRNN({ units: 4 }))).toEqual([
      ['simple_rnn/kernel', [3, 4]],
      ['simple_rnn/recurrentKernel', [4, 4]],
      ['simple_rnn/bias', [4]],
    ]);
    expect(built(new GRU({ units: 4 }))).toEqual([
      ['gru/kernel', [3, 12]],
      ['gru/recurrentKernel', [4, 12]],
      ['gru/bias', [2, 12]],
    ]);
    expect(built(new GRU({ units: 4, resetAfter: false })).at(-1)).toEqual(['gru/bias', [12]]);
    expect(built(new LSTM({ units: 4, useBias: false }))).toEqual([
      ['lstm/kernel', [3, 16]],
      ['lstm/recurrentKernel', [4, 16]],
    ]);
    expect(built(new Bidirectional({ layer: new LSTM({ units: 4 }) })).map(([path]) => path)).toEqual([
      'bidirectional/forward_lstm/kernel',
      'bidirectional/forward_lstm/recurrentKernel',
      'bidirectional/forward_lstm/bias',
      'bidirectional/backward_lstm/kernel',
      'bidirectional/backward_lstm/recurrentKernel',
      'bidirectional/backward_lstm/bias',
    ]);
  });

  test('start as in Keras: Glorot, orthogonal rows, zeros, and ones for the forget gate', async () => {
    const layer = new LSTM({ units: 5 });
    layer.build([null, null, 7]);
    const [kernel, recurrentKernel, bias] = await layer.getWeights();
    const limit = Math.sqrt(6 / (7 + 20));
    expect(kernel!.data.every((w) => Math.abs(w) <= limit)).toBe(true);
    expect(Math.max(...kernel!.data)).toBeGreaterThan(0.8 * limit);
    for (let a = 0; a < 5; a++) {
      for (let b = 0; b < 5; b++) {
        let dot = 0;
        for (let i = 0; i < 20; i++)
          dot += recurrentKernel!.data[a * 20 + i]! * recurrentKernel!.data[b * 20 + i]!;
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    }
    expect([...bias!.data]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, ...Array(10).fill(0)]);
    layer.dispose();
  });

  test('unitForgetBias leaves the other gates to biasInitializer, and can be turned off', async () => {
    const ones = new LSTM({ units: 1, biasInitializer: { type: 'constant', value: 3 } });
    const off = new LSTM({
      units: 1,
      biasInitializer: { type: 'constant', value: 3 },
      unitForgetBias: false,
    });
    for (const layer of [ones, off]) layer.build([null, 2, 1]);
    expect([...(await ones.getWeights())[2]!.data]).toEqual([3, 1, 3, 3]);
    expect([...(await off.getWeights())[2]!.data]).toEqual([3, 3, 3, 3]);
    for (const layer of [ones, off]) layer.dispose();
  });

  test('carry their regularizers', () => {
    const options = { kernelRegularizer: l2(1), recurrentRegularizer: l2(2), biasRegularizer: l2(3) };
    const layer = new GRU({ units: 2, ...options });
    layer.build([null, 2, 1]);
    expect(layer.weights.map(({ regularizer }) => regularizer)).toEqual([{ l2: 1 }, { l2: 2 }, { l2: 3 }]);
    layer.dispose();
  });
});

describe('a SimpleRNN worked by hand', () => {
  const layer = new SimpleRNN({ units: 1, activation: 'linear', returnSequences: true });
  const backwards = new SimpleRNN({
    units: 1,
    activation: 'linear',
    returnSequences: true,
    goBackwards: true,
  });
  test('h = x · 2 + h · 0.5 + 1, forwards and backwards', async () => {
    const x = tensor([1, 2, 3], [1, 3, 1]);
    for (const one of [layer, backwards]) {
      one.build([null, 3, 1]);
      one.setWeights([
        { name: 'kernel', shape: [1, 1], data: Float32Array.of(2) },
        { name: 'recurrentKernel', shape: [1, 1], data: Float32Array.of(0.5) },
        { name: 'bias', shape: [1], data: Float32Array.of(1) },
      ]);
    }
    expect([...(await outputOf(layer, x))]).toEqual([3, 6.5, 10.25]);
    // Keras' visible order: the output of the step read first comes first.
    expect([...(await outputOf(backwards, x))]).toEqual([7, 8.5, 7.25]);
    x.dispose();
    layer.dispose();
    backwards.dispose();
  });
});

describe('activations', () => {
  it.each(activationNames)('%s is what it is in every other layer', async (activation) => {
    const layer = new SimpleRNN({ units: 6, activation, kernelInitializer: 'identity' });
    layer.build([null, null, 6]);
    const values = [-7, -2.5, -0.3, 0.4, 2, 6.5];
    const [step, row] = [tensor(values, [1, 1, 6]), tensor(values, [1, 6])];
    const y = tidy(() => add(getActivation('test', activation)(row), scalar(0)));
    const expected = await y.data();
    (await outputOf(layer, step)).forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i]!, 4); // e^6.5 = 665 in float32
    });
    dispose(step, row, y);
    layer.dispose();
  });
});

describe('outputs', () => {
  it.each(CLASSES)('%o: options choose what is returned, and its shapes', async (RecurrentClass) => {
    const states = RecurrentClass === (LSTM as never) ? 2 : 1;
    const x = tensor(draw([2, 4, 3], 1), [2, 4, 3]);
    const run = (options: object) => {
      const layer = new RecurrentClass({ units: 5, ...options });
      const shape = layer.build([null, 4, 3]).outputShape;
      const result = layer.apply(x);
      const list = (Array.isArray(result) ? result : [result]) as Tensor[];
      const shapes = list.map((y) => [...y.shape]);
      expect(shapes[0]).toEqual([2, ...shape.slice(1)]);
      for (const y of list) y.dispose(); // each has an owner of its own
      layer.dispose();
      return shapes;
    };
    expect(run({})).toEqual([[2, 5]]);
    expect(run({ returnSequences: true })).toEqual([[2, 4, 5]]);
    expect(run({ returnState: true })).toEqual([[2, 5], ...Array(states).fill([2, 5])]);
    expect(run({ returnState: true, returnSequences: true })).toEqual([
      [2, 4, 5],
      ...Array(states).fill([2, 5]),
    ]);
    x.dispose();
  });

  test('the mask goes on with the steps, in the order of the output', async () => {
    const mask = tensor(Uint8Array.of(1, 1, 0, 1, 0, 0), [2, 3], 'bool');
    const x = tensor(draw([2, 3, 1], 1), [2, 3, 1]);
    const next = (options: object) => new GRU({ units: 2, ...options }).computeMask(x, mask);
    expect(next({})).toBeUndefined();
    expect(next({ returnSequences: true })).toBe(mask);
    const turned = next({ returnSequences: true, goBackwards: true })!;
    expect([...(await turned.data())]).toEqual([0, 1, 1, 0, 0, 1]);
    const both = new Bidirectional({ layer: new GRU({ units: 2, returnSequences: true }) });
    expect(both.computeMask(x, mask)).toBe(mask);
    dispose(mask, x, turned);
  });
});

describe('as plain data', () => {
  const registry = new LayerRegistry([SimpleRNN, GRU, LSTM, Bidirectional, TimeDistributed, Dense] as never);
  const layers = [
    new SimpleRNN({ units: 3, activation: 'relu', name: 'r' }),
    new GRU({ units: 3, resetAfter: false, dropout: 0.1, recurrentDropout: 0.5, goBackwards: true }),
    new LSTM({ units: 3, unitForgetBias: false, returnSequences: true, recurrentRegularizer: l2(0.1) }),
    new Bidirectional({ layer: new LSTM({ units: 3, name: 'inner' }), mergeMode: 'ave' }),
    new TimeDistributed({ layer: new Dense({ units: 2 }) }),
  ];
  it.each(layers)('$className comes back the same, weights included', async (layer) => {
    const copy = registry.create(JSON.parse(JSON.stringify(layer)));
    expect(JSON.stringify(copy)).toBe(JSON.stringify(layer));
    const x = tensor(draw([2, 4, 3], 1), [2, 4, 3]);
    layer.build([null, 4, 3]);
    copy.build([null, 4, 3], { random: initialRandom(5) });
    copy.setWeights(await layer.getWeights());
    expect(await outputOf(copy, x)).toEqual(await outputOf(layer, x));
    dispose(x);
    copy.dispose();
    layer.dispose();
  });
});

describe('bad input', () => {
  it.each([
    [0, 'LSTM: units must be a positive integer'],
    [-3, 'LSTM: units must be a positive integer'],
    [2.5, 'LSTM: units must be a positive integer'],
    ['8', 'LSTM: units must be a positive integer'],
  ])('units %o are refused', (units, message) => {
    expect(() => new LSTM({ units: units as number })).toThrow(message);
  });

  it.each([
    [{ activation: 'cube' }, 'GRU: activation: unknown activation, got "cube"'],
    [{ recurrentActivation: 'cube' }, 'GRU: recurrentActivation: unknown activation'],
    [{ recurrentInitializer: 'diagonal' }, 'GRU: recurrentInitializer: unknown initializer'],
    [{ dropout: 1 }, 'GRU: dropout must be in [0, 1), got 1'],
    [{ recurrentDropout: -0.1 }, 'GRU: recurrentDropout must be in [0, 1)'],
    [{ stateful: 'yes' }, 'GRU: stateful must be true or false, got "yes"'],
    [{ resetAfter: 1 }, 'GRU: resetAfter must be true or false'],
    [{ kernelRegularizer: { l2: -1 } }, 'GRU: kernelRegularizer'],
  ])('%o is refused', (options, message) => {
    expect(() => new GRU({ units: 2, ...(options as object) })).toThrow(message);
  });

  test('an input of another rank or size names layer, got and expected', () => {
    const layer = new LSTM({ units: 2, name: 'reader' });
    expect(() => layer.build([null, 120])).toThrow(
      'LSTM "reader": expected input of rank 3 [B, T, D], got shape [?, 120]. Add a feature axis, or use an Embedding first.',
    );
    const other = new LSTM({ units: 2 });
    other.build([null, 5, 3]);
    const x = tensor(draw([2, 5, 4], 1), [2, 5, 4]);
    expect(() => other.apply(x)).toThrow(ShapeError);
    expect(() => other.apply(x)).toThrow(
      'axis -1 of its input [B, T, D] must have size 3, as its first input has, got shape [2, 5, 4]',
    );
    x.dispose();
    other.dispose();
  });

  test.each<[string, (more: object) => Layer]>([
    ['SimpleRNN', (more) => new SimpleRNN({ units: 2, ...more })],
    ['GRU', (more) => new GRU({ units: 2, ...more })],
    ['LSTM', (more) => new LSTM({ units: 2, ...more })],
    ['RNN', (more) => new RNN({ cell: {} as RecurrentCell, ...more })],
    ['StackedRNNCells', (more) => new StackedRNNCells({ cells: [], ...more })],
    ['Bidirectional', (more) => new Bidirectional({ layer: new GRU({ units: 2 }), ...more })],
    ['TimeDistributed', (more) => new TimeDistributed({ layer: new Dense({ units: 2 }), ...more })],
  ])('an option that %s does not have is refused', (className, make) => {
    const message = `${className}: has no setting "return_sequences". Its settings: `;
    expect(() => make({ return_sequences: true })).toThrow(message);
  });

  test('masks and initial states of another shape are refused', () => {
    const layer = new LSTM({ units: 2 });
    layer.build([null, 5, 3]);
    const x = tensor(draw([2, 5, 3], 1), [2, 5, 3]);
    const [mask, floats] = [tensor(new Uint8Array(8), [2, 4], 'bool'), tensor(new Float32Array(10), [2, 5])];
    const state = tensor(new Float32Array(6), [2, 3]);
    expect(() => layer.apply(x, { mask })).toThrow(
      'LSTM "lstm": expected a mask of shape [2, 5] for input [2, 5, 3], got [2, 4].',
    );
    expect(() => layer.apply(x, { mask: floats })).toThrow('expected a mask of dtype bool, got float32');
    expect(() => layer.apply(x, { initialState: [state, state] })).toThrow(
      'LSTM "lstm": expected the initial states [2, 2] float32, [2, 2] float32, got [2, 3] float32, [2, 3] float32.',
    );
    expect(() => layer.apply(x, { initialState: [] })).toThrow('got none');
    dispose(x, mask, floats, state);
    layer.dispose();
  });

  test('wrappers say what they wrap', () => {
    const dense = new Dense({ units: 1 });
    expect(() => new Bidirectional({ layer: dense as never })).toThrow(
      'Bidirectional: layer must be a recurrent layer',
    );
    const lstm = new LSTM({ units: 2 });
    expect(() => new Bidirectional({ layer: lstm, mergeMode: 'max' as never })).toThrow(
      'mergeMode must be one of',
    );
    expect(() => new Bidirectional({ layer: lstm, backwardLayer: new GRU({ units: 2 }) })).toThrow(
      'must go in opposite directions',
    );
    expect(
      () =>
        new Bidirectional({
          layer: lstm,
          backwardLayer: new GRU({ units: 2, goBackwards: true, returnSequences: true }),
        }),
    ).toThrow('must have the same returnSequences');
    expect(() => new TimeDistributed({ layer: {} as never })).toThrow(
      'TimeDistributed: layer must be a layer',
    );
    expect(() => new RNN({ cell: lstm as never })).toThrow('RNN: cell must be a RecurrentCell');
    expect(() => new StackedRNNCells({ cells: [] })).toThrow('at least one RecurrentCell');
  });

  test('directions of two sizes can only stand side by side', () => {
    const pair = (mergeMode: 'concat' | 'sum') =>
      new Bidirectional({
        layer: new LSTM({ units: 2 }),
        backwardLayer: new GRU({ units: 3, goBackwards: true }),
        mergeMode,
      });
    const side = pair('concat');
    expect(side.build([null, 4, 3]).outputShape).toEqual([null, 5]);
    side.dispose();
    expect(() => pair('sum').build([null, 4, 3])).toThrow('needs two outputs of one size, got 2 and 3');
  });
});

test.each([
  [false, true],
  [true, false],
  [false, false],
])('a Bidirectional keeps in files and copies which directions learn: %s, %s', (one, other) => {
  const pattern = new GRU({ units: 2, returnSequences: true });
  const layer = new Bidirectional({ layer: pattern });
  layer.forwardLayer.trainable = one;
  layer.backwardLayer.trainable = other;
  const registry = new LayerRegistry([GRU, Bidirectional] as never);
  const loaded = registry.create(JSON.parse(JSON.stringify(layer))) as Bidirectional;
  const pairs = [
    [layer.forwardLayer, loaded.forwardLayer],
    [layer.backwardLayer, loaded.backwardLayer],
  ] as const;
  for (const [saved, read] of pairs) expect(read.toJSON()).toEqual(saved.toJSON());
  expect(loaded.forwardLayer.trainable).toBe(one);
  expect(loaded.backwardLayer.options.goBackwards).toBe(true);
  expect(layer.clone().toJSON()).toEqual(layer.toJSON());
  expect(loaded.clone({ name: layer.name }).toJSON()).toEqual(loaded.toJSON());
});

test('a Bidirectional that is copied with another pattern takes what learns from that pattern', () => {
  const layer = new Bidirectional({ layer: new GRU({ units: 2 }) });
  layer.forwardLayer.trainable = false;
  const copy = layer.clone({ layer: new GRU({ units: 3 }) });
  expect([copy.forwardLayer.trainable, copy.backwardLayer.trainable]).toEqual([true, true]);
});

test('a Bidirectional with two patterns that is copied with another first one keeps its second one frozen', () => {
  const layer = new Bidirectional({
    layer: new GRU({ units: 2 }),
    backwardLayer: new GRU({ units: 2, goBackwards: true }),
  });
  layer.forwardLayer.trainable = false;
  layer.backwardLayer.trainable = false;
  const first = layer.clone({ layer: new GRU({ units: 3 }) });
  expect([first.forwardLayer.trainable, first.backwardLayer.trainable]).toEqual([true, false]);
  const second = layer.clone({ backwardLayer: new GRU({ units: 3, goBackwards: true }) });
  expect([second.forwardLayer.trainable, second.backwardLayer.trainable]).toEqual([false, true]);
});
