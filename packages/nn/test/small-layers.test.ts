import { dispose, liveTensors, type Tensor, tensor, tidy } from '@seqloom/backend';
import { checkGradients, numbers, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { expect, test } from 'vitest';
import {
  Activation,
  Dense,
  Dropout,
  Flatten,
  firstOutput,
  type Layer,
  type LayerClass,
  LayerRegistry,
  l1,
  l1l2,
  l2,
  Masking,
  RepeatVector,
  Reshape,
  regularizationLoss,
  setWarningHandler,
  stepRandom,
} from '../src/index.ts';

startBackend(wasmBackend());

/** Builds a layer for its input, runs it, and returns shape and values; nothing stays behind. */
async function run(layer: Layer, values: readonly number[], shape: readonly number[], context = {}) {
  const before = liveTensors();
  const outputShape = layer.build([null, ...shape.slice(1)]).outputShape;
  const y = tidy(() => firstOutput(layer.apply(tensor(values, shape), context)));
  expect(outputShape).toEqual([null, ...y.shape.slice(1)]);
  const data = Array.from(await y.data(), (value) => value + 0); // −0 counts as 0
  const result = { shape: y.shape, data };
  y.dispose();
  layer.dispose();
  expect(liveTensors()).toBe(before);
  return result;
}

test('Flatten joins all axes but the batch', async () => {
  expect(await run(new Flatten(), [1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2])).toEqual({
    shape: [2, 4],
    data: [1, 2, 3, 4, 5, 6, 7, 8],
  });
  expect(new Flatten().computeOutputShape([null, null, 3])).toEqual([null, null]);
});

test('Reshape fills in the open size', async () => {
  expect(await run(new Reshape({ targetShape: [-1, 2] }), [1, 2, 3, 4, 5, 6], [1, 6])).toEqual({
    shape: [1, 3, 2],
    data: [1, 2, 3, 4, 5, 6],
  });
  expect(() => new Reshape({ targetShape: [4, 2] }).build([null, 6])).toThrow(
    'Reshape "reshape": cannot give 6 values per sample the shape [4, 2], got input [?, 6].',
  );
  expect(() => new Reshape({ targetShape: [-1, -1] })).toThrow('at most one -1, got [-1,-1]');
  expect(() => new Reshape({ targetShape: 'abc' as never })).toThrow('Reshape: targetShape must hold');
});

test('RepeatVector makes time steps', async () => {
  expect(await run(new RepeatVector({ n: 2 }), [1, 2, 3, 4], [2, 2])).toEqual({
    shape: [2, 2, 2],
    data: [1, 2, 1, 2, 3, 4, 3, 4],
  });
  expect(() => new RepeatVector({ n: 0 })).toThrow('RepeatVector: n must be a positive integer');
  expect(() => new RepeatVector({ n: 2 ** 29 })).toThrow(
    'RepeatVector: n must be at most 16777216 time steps',
  );
  expect(() => new Reshape({ targetShape: new Array(100_000).fill(1) })).toThrow(
    'Reshape: targetShape must have at most 64 axes, got 100001.',
  );
});

test('Activation applies the function', async () => {
  const { data } = await run(new Activation({ activation: 'relu' }), [-1, 2], [1, 2]);
  expect(data).toEqual([0, 2]);
});

test('Masking marks and clears the steps whose features all have the value', async () => {
  const values = [1, 2, -1, -1, -1, 5];
  expect(await run(new Masking({ maskValue: -1 }), values, [1, 3, 2])).toEqual({
    shape: [1, 3, 2],
    data: [1, 2, 0, 0, -1, 5],
  });
  const mask = tidy(() => new Masking({ maskValue: -1 }).computeMask(tensor(values, [1, 3, 2])));
  expect(mask.dtype).toBe('bool');
  expect(mask.shape).toEqual([1, 3]);
  expect(Array.from(await mask.data())).toEqual([1, 0, 1]);
  mask.dispose();
  expect(() => new Masking({ maskValue: '0' as never })).toThrow(
    'Masking: maskValue must be a number, got "0".',
  );
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'Masking with %d clears the steps that hold nothing else, also after a model file',
  async (value) => {
    const layer = new LayerRegistry([Masking]).create(
      JSON.parse(JSON.stringify(new Masking({ maskValue: value }))),
    );
    const values = [1, 2, value, value, 3, 4];
    expect((await run(layer, values, [1, 3, 2])).data).toEqual([1, 2, 0, 0, 3, 4]);
    const before = liveTensors();
    const x = tensor(values, [1, 3, 2]);
    const mask = layer.computeMask(x, undefined)!;
    expect(Array.from(await mask.data())).toEqual([1, 0, 1]);
    dispose(x, mask);
    expect(liveTensors()).toBe(before);
  },
);

test('Masking leaves the steps skipped that an earlier mask skips', async () => {
  const layer = new Masking({ maskValue: -1 });
  layer.build([null, 3, 1]);
  const x = tensor([5, -1, 7], [1, 3, 1]);
  const earlier = tensor([0, 1, 1], [1, 3], 'bool');
  const [y, mask] = tidy(() => [layer.apply(x, { mask: earlier }) as Tensor, layer.computeMask(x, earlier)]);
  expect(Array.from(await y.data())).toEqual([0, 0, 7]);
  expect(Array.from(await mask.data())).toEqual([0, 0, 1]);
  dispose(x, earlier, y, mask);
});

test('Dropout does nothing outside training', async () => {
  const { data } = await run(new Dropout({ rate: 0.5 }), [1, 2, 3], [1, 3]);
  expect(data).toEqual([1, 2, 3]);
});

test('Dropout keeps 1 − rate of the values, scaled so that the expected sum stays', async () => {
  const count = 10_000;
  const { data } = await run(new Dropout({ rate: 0.2 }), new Array(count).fill(1), [1, count], {
    training: true,
  });
  expect(new Set(data)).toEqual(new Set([0, Math.fround(1 / 0.8)]));
  const kept = data.filter((value) => value !== 0).length;
  expect(Math.abs(kept - 8000)).toBeLessThan(200); // 5 standard errors: √(10,000 · 0.8 · 0.2) = 40
});

test('Dropout has a new mask each step, the same mask for the same seed and step, another for another layer', async () => {
  const mask = async (seed: number, step: number, name = 'dropout') => {
    const context = { training: true, random: stepRandom(seed, step) };
    return (await run(new Dropout({ rate: 0.5, name }), new Array(64).fill(1), [1, 64], context)).data;
  };
  expect(await mask(1, 1)).toEqual(await mask(1, 1));
  expect(await mask(1, 1)).not.toEqual(await mask(1, 2));
  expect(await mask(1, 1)).not.toEqual(await mask(2, 1));
  expect(await mask(1, 1)).not.toEqual(await mask(1, 1, 'other'));
});

test.each([-0.1, 1, Number.NaN])('Dropout refuses the rate %s', (rate) => {
  expect(() => new Dropout({ rate })).toThrow(`Dropout: rate must be in [0, 1), got ${rate}.`);
});

test('regularizers penalise sizes', async () => {
  const penalty = async (loss: (w: Tensor) => Tensor) => {
    const value = tidy(() => loss(tensor([1, -2], [2])));
    const [number] = await value.data();
    value.dispose();
    return number!;
  };
  expect(await penalty((w) => regularizationLoss(l1(0.5), w))).toBe(1.5);
  expect(await penalty((w) => regularizationLoss(l2(0.5), w))).toBe(2.5);
  expect(await penalty((w) => regularizationLoss(l1l2({ l1: 0.5, l2: 1 }), w))).toBe(6.5);
  expect(await penalty((w) => regularizationLoss({}, w))).toBe(0);
  expect([l1(), l2(), l1l2()]).toEqual([{ l1: 0.01 }, { l2: 0.01 }, { l1: 0, l2: 0 }]); // Keras' defaults
});

test.each<[string, () => Layer, readonly number[], object]>([
  ['Flatten', () => new Flatten(), [2, 2, 3], {}],
  ['Reshape', () => new Reshape({ targetShape: [-1, 2] }), [2, 2, 3], {}],
  ['RepeatVector', () => new RepeatVector({ n: 3 }), [2, 4], {}],
  ['Masking', () => new Masking(), [2, 2, 3], {}],
  ['Dropout', () => new Dropout({ rate: 0.5 }), [2, 4], { training: true }],
  ['Activation', () => new Activation({ activation: 'mish' }), [2, 4], {}],
])('%s has the gradient of its finite differences', async (_, make, shape, context) => {
  const layer = make();
  layer.build([null, ...shape.slice(1)]);
  const values = numbers(shape.reduce((product, size) => product * size, 1));
  const before = liveTensors();
  await checkGradients((x) => firstOutput(layer.apply(x!, context)), [{ values, shape }]);
  expect(liveTensors()).toBe(before);
  layer.dispose();
});

test.each<[Layer]>([
  [new Flatten()],
  [new Reshape({ targetShape: [-1, 2] })],
  [new RepeatVector({ n: 3 })],
  [new Masking({ maskValue: -1 })],
  [new Dropout({ rate: 0.5 })],
  [new Activation({ activation: 'mish' })],
])('%# survives its JSON', (layer) => {
  const LayerOfThis = layer.constructor as LayerClass;
  const again = new LayerRegistry([LayerOfThis]).create(JSON.parse(JSON.stringify(layer)));
  expect(again).toBeInstanceOf(LayerOfThis);
  expect(again.options).toEqual({ ...layer.options, name: layer.name, trainable: true });
});

test.each([
  ['Dense', () => new Dense({ units: 1, activation: 'softmax' }), [null, 4], 1],
  ['Activation', () => new Activation({ activation: 'softmax' }), [null, 7, 1], 1],
  ['logSoftmax', () => new Dense({ units: 1, activation: 'logSoftmax' }), [null, 4], 0],
] as const)('a softmax over one unit is reported when the layer is built: %s', (_, make, shape, value) => {
  const warnings: string[] = [];
  setWarningHandler((message) => void warnings.push(message));
  const layer = make();
  layer.build(shape);
  for (const other of [
    new Dense({ units: 2, activation: 'softmax' }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]) {
    other.build(shape);
    other.dispose();
  }
  setWarningHandler();
  expect(warnings).toEqual([
    `${layer.label}: ${layer.options.activation} over one unit is ${value}, no matter what goes in: nothing is learned through it. Use a ` +
      'sigmoid, with binaryCrossentropy, or a unit for each class.',
  ]);
  layer.dispose();
});
