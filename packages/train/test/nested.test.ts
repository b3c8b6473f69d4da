import { liveTensors, type Tensor, tensor, tidy } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout, Layer, type LayerOptions, LayerRegistry, Masking } from '@seqloom/nn';
import { LSTM, TimeDistributed } from '@seqloom/recurrent';
import { expect, expectTypeOf, test } from 'vitest';
import { fit, load, Sequential, save, sgd } from '../src/index.ts';

startBackend(wasmBackend());

const LAYERS = [Dense, Dropout, Embedding, LSTM, Masking, Sequential, TimeDistributed];

/** What a model gives for a batch, on the host. */
async function outputOf(model: Layer, x: Tensor): Promise<number[]> {
  const y = tidy(() => model.apply(x)) as Tensor;
  const values = Array.from(await y.data());
  y.dispose();
  return values;
}

const parts = () => [
  new Dense({ units: 4, activation: 'tanh', name: 'one' }),
  new Dense({ units: 3, name: 'two' }),
];

test('a stack in a stack computes what its layers do, with their gradients', async () => {
  const before = liveTensors();
  const flat = new Sequential([...parts(), new Dense({ units: 1, name: 'end' })]).build([null, 2], {
    seed: 4,
  });
  const nested = new Sequential([
    new Sequential(parts(), { name: 'part' }),
    new Dense({ units: 1, name: 'end' }),
  ]);
  nested.build([null, 2]);
  expect(nested.weights.map(({ path }) => path)).toEqual([
    ...['one/kernel', 'one/bias', 'two/kernel', 'two/bias'].map((path) => `part/${path}`),
    'end/kernel',
    'end/bias',
  ]);
  const inner = (name: string) => (name.startsWith('end') ? name : `part/${name}`);
  nested.setWeights((await flat.getWeights()).map((weight) => ({ ...weight, name: inner(weight.name) })));
  const data = {
    inputs: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [3, 2] },
    targets: { data: Float32Array.of(1, -1, 0), shape: [3, 1] },
  };
  const options = { loss: 'mse', optimizer: sgd({ learningRate: 0.05 }), epochs: 3, seed: 1 } as const;
  const runs = [await fit(flat, data, options), await fit(nested, data, options)];
  expect(runs[1]!.series.loss).toEqual(runs[0]!.series.loss);
  const [a, b] = await Promise.all([flat.getWeights(), nested.getWeights()]);
  expect(b.map((weight) => weight.data)).toEqual(a.map((weight) => weight.data));
  expect(nested.countParams()).toBe(flat.countParams());
  flat.dispose();
  nested.dispose();
  expect(liveTensors()).toBe(before);
});

test('masks go into a nested stack and come out of it', async () => {
  const ids = tensor(Int32Array.of(1, 2, 0, 3, 0, 0), [2, 3], 'int32');
  const model = (embed: Layer[], read: Layer[]) =>
    new Sequential([...embed, ...read]).build([null, 3], { seed: 2 });
  const embed = () => [
    new Embedding({ inputDim: 5, outputDim: 3, maskZero: true, name: 'words' }),
    new Dropout({ rate: 0.5 }),
  ];
  const read = () => [new LSTM({ units: 2, name: 'lstm' })];
  const flat = model(embed(), read());
  const nested = model([new Sequential(embed())], [new Sequential(read())]);
  nested.setWeights(
    (await flat.getWeights()).map((weight) => ({
      ...weight,
      name: `sequential${weight.name.startsWith('words') ? '' : '_1'}/${weight.name}`,
    })),
  );
  expect(await outputOf(nested, ids)).toEqual(await outputOf(flat, ids));
  ids.dispose();
  flat.dispose();
  nested.dispose();
});

test('TimeDistributed repeats a stack over the steps', async () => {
  const stack = new Sequential(parts());
  const model = new Sequential([new TimeDistributed({ layer: stack })]).build([null, 3, 2], { seed: 1 });
  expect(model.outputShape).toEqual([null, 3, 3]);
  const values = [1, 2, 3, 4, 5, 6];
  const x = tensor(values, [1, 3, 2]);
  const steps = tensor(values, [3, 2]);
  expect(await outputOf(model, x)).toEqual(await outputOf(stack, steps));
  for (const made of [x, steps, model]) made.dispose();
});

test('a trained model comes into another one with its weights, which are given new names and released with it', async () => {
  const before = liveTensors();
  const base = new Sequential(parts(), { name: 'base' }).build([null, 2], { seed: 9 });
  const x = tensor([1, 2], [1, 2]);
  const expected = await outputOf(base, x);
  const wrong = new Sequential([new Dense({ units: 3 }), base]);
  expect(() => wrong.build([null, 2])).toThrow(
    'Dense "one": axis -1 of its input [B, …, D] must have size 2',
  );
  expect(base.weights[0]!.path).toBe('one/kernel'); // the failed build took nothing
  base.trainable = false;
  const model = new Sequential([base, new Dense({ units: 1 })]).build([null, 2]);
  expect(await outputOf(base, x)).toEqual(expected);
  expect(base.weights[0]!.path).toBe('base/one/kernel');
  expect(model.trainableWeights.map(({ path }) => path)).toEqual(['dense/kernel', 'dense/bias']);
  expect(() => new Sequential([base]).build([null, 2])).toThrow('A layer belongs to one model');
  x.dispose();
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('a model that was built without a name gets one in another model, and keeps it there', () => {
  const base = new Sequential([new Dense({ units: 3 })]).build([null, 2]);
  const dense = new Dense({ units: 1 });
  dense.build([null, 3]);
  const model = new Sequential([base, new Dense({ units: 3 }), dense]).build([null, 2]);
  expect(model.weights.map(({ path }) => path)).toEqual(
    ['sequential/dense', 'dense', 'dense_1'].flatMap((place) => [`${place}/kernel`, `${place}/bias`]),
  );
  for (const layer of [base, dense]) {
    expect(() => {
      layer.name = 'other';
    }).toThrow('cannot be renamed once it is built');
  }
  model.dispose();
});

test('a file holds nested stacks, frozen ones included', async () => {
  const inner = new Sequential(parts(), { name: 'part', trainable: false });
  const model = new Sequential([inner, new Dense({ units: 1 })], { name: 'whole' }).build([null, 2], {
    seed: 3,
  });
  const bytes = await save(model);
  const loaded = load(bytes, { layers: LAYERS }).model;
  expect(await save(loaded)).toEqual(bytes);
  expect(loaded.getLayer('part')).toBeInstanceOf(Sequential);
  expect(loaded.trainableWeights.map(({ path }) => path)).toEqual(['dense/kernel', 'dense/bias']);
  expect(() => load(bytes, { layers: [Dense] })).toThrow('unknown layer class "Sequential". Known: Dense.');
  model.trainable = false;
  const frozen = load(await save(model), { layers: LAYERS }).model;
  expect([frozen.trainable, frozen.trainableWeights.length]).toEqual([false, 0]);
  for (const made of [model, loaded, frozen]) made.dispose();
});

test('a stack has the copies and the plain data of a layer', () => {
  const stack = new Sequential([new Dropout({ rate: 0.5 })], { name: 'part' }).add(new Dense({ units: 2 }));
  const copy = stack.clone({ name: 'other' });
  expect(copy.layers.map(({ name }) => name)).toEqual(['dropout', 'dense']);
  expect(copy.layers[0]).not.toBe(stack.layers[0]);
  const again = new LayerRegistry(LAYERS).create(JSON.parse(JSON.stringify(stack)));
  expect(JSON.stringify(again)).toBe(JSON.stringify(stack));
});

test('a stack cannot hold itself', () => {
  const [outer, inner] = [new Sequential([], { name: 'outer' }), new Sequential([], { name: 'inner' })];
  expect(() => outer.add(outer)).toThrow(
    'Sequential "outer": Sequential "outer" contains the model itself, a cycle.',
  );
  outer.add(inner);
  expect(() => inner.add(outer)).toThrow('Sequential "outer" contains the model itself, a cycle.');
  expect(() => inner.add(new TimeDistributed({ layer: outer }))).toThrow('a cycle');
});

test('old names say what they are called now', () => {
  const model = new Sequential([new Dense({ units: 1 })], { name: 'm' });
  expect(() => (model as { initialize(shape: unknown): void }).initialize([null, 2])).toThrow(
    'Sequential "m": initialize has been renamed. Call build(inputShape, { seed, path })',
  );
  expect(() => (model as { run(x: unknown): void }).run([])).toThrow('run has been renamed. Call apply');
  expect(() => model.build([20])).toThrow(
    'Sequential "m": build: axis 0 of inputShape is the batch, which is open, got [20]. Write [null,20]',
  );
  class Old extends Layer<LayerOptions, Tensor> {
    static readonly className: string = 'Old';
    override build(): this {
      return this;
    }
    protected override call(x: Tensor): Tensor {
      return x;
    }
  }
  expect(() => new Old({})).toThrow(
    'Old: the hook build has been renamed. Make the parameters in createParameters(inputShape).',
  );
});

test('what apply returns has its type', () => {
  const outputs = (x: Tensor) => ({
    dense: new Dense({ units: 1 }).apply(x),
    stack: new Sequential().apply(x),
    lstm: new LSTM({ units: 1 }).apply(x),
    states: new LSTM({ units: 1, returnState: true }).apply(x),
  });
  expectTypeOf(outputs).returns.toEqualTypeOf<{
    dense: Tensor;
    stack: Tensor;
    lstm: Tensor;
    states: readonly Tensor[];
  }>();
});
