import { dispose, liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout, Flatten, Masking, setWarningHandler } from '@seqloom/nn';
import { Bidirectional, LSTM } from '@seqloom/recurrent';
import { expect, test } from 'vitest';
import { modelGraph, Sequential } from '../src/index.ts';

startBackend(wasmBackend());

test('summary is Keras’ table with the multiply-adds, memory and totals', () => {
  const model = new Sequential([
    new Embedding({ inputDim: 10_000, outputDim: 8, trainable: false }),
    new Flatten(),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]).build([null, 20]);
  // What Keras 3 prints for this model, without the padding of its columns; then the multiply-adds of each layer, by hand.
  expect(model.summary()).toBe(
    [
      'Model: "sequential"',
      '┌───────────────────────┬───────────────┬─────────┬───────────┐',
      '│ Layer (type)          │ Output Shape  │ Param # │ Mult-adds │',
      '├───────────────────────┼───────────────┼─────────┼───────────┤',
      '│ embedding (Embedding) │ (None, 20, 8) │  80,000 │         0 │',
      '│ flatten (Flatten)     │ (None, 160)   │       0 │         0 │',
      '│ dense (Dense)         │ (None, 1)     │     161 │       160 │',
      '└───────────────────────┴───────────────┴─────────┴───────────┘',
      ' Total params: 80,161 (313.13 KB)',
      ' Trainable params: 161 (644.00 B)',
      ' Non-trainable params: 80,000 (312.50 KB)',
      ' Activations a sample: 321 (1.25 KB)',
      ' Mult-adds a sample: 160',
    ].join('\n'),
  );
  expect(model.countParams()).toBe(80_161);
  expect(model.inputShape).toEqual([null, 20]);
  expect(model.outputShape).toEqual([null, 1]);
  model.dispose();
});

test('summary has a question mark for what depends on an open size, unless it is given one', () => {
  const model = new Sequential([new Embedding({ inputDim: 9, outputDim: 2 }), new Dense({ units: 3 })]).build(
    [null, null],
  );
  expect(model.summary()).toContain('│ dense (Dense)         │ (None, None, 3) │       9 │         ? │');
  expect(model.summary()).toContain('Activations a sample: ?\n Mult-adds a sample: ?');
  const summary = model.summary({ inputShape: [null, 1000] });
  expect(summary).toContain('│ dense (Dense)         │ (None, None, 3) │       9 │     6,000 │');
  expect(summary).toContain('Activations a sample: 5,000 (19.53 KB)\n Mult-adds a sample: 6,000');
  expect(() => model.summary({ inputShape: 1000 as never })).toThrow('inputShape must be a list of sizes');
  model.dispose();
});

test('modelGraph describes a stack from its input to its output', () => {
  const model = new Sequential([
    new Bidirectional({ layer: new LSTM({ units: 2 }), trainable: false }),
    new Dense({ units: 1 }),
  ]).build([null, 5, 3]);
  const count = 2 * 4 * 2 * (3 + 2 + 1);
  expect(modelGraph(model)).toEqual([
    { id: 'input', title: 'input', details: ['(None, 5, 3)'], inputs: [], role: 'input' },
    {
      id: 'layer 0',
      title: 'bidirectional',
      details: ['Bidirectional of LSTM', '(None, 4)', `${count} parameters, frozen`],
      inputs: ['input'],
    },
    {
      id: 'layer 1',
      title: 'dense',
      details: ['Dense', '(None, 1)', '5 parameters'],
      inputs: ['layer 0'],
      role: 'output',
    },
  ]);
  model.dispose();
});

test('layers are found by name and position, and named as in Keras', () => {
  const model = new Sequential().add(new Dense({ units: 2 })).add(new Dense({ units: 1 }));
  expect(model.layers.map(({ name }) => name)).toEqual(['dense', 'dense_1']);
  expect(model.getLayer('dense_1')).toBe(model.getLayer(-1));
  expect(() => model.getLayer('gru')).toThrow(
    'Sequential "sequential": has no layer "gru". Its layers: dense, dense_1.',
  );
  expect(() => model.add(new Dense({ units: 1, name: 'dense' }))).toThrow('the name "dense" is taken');
});

test('the mask of one layer reaches the next', async () => {
  const model = new Sequential([
    new Masking(),
    new Dense({ units: 1, kernelInitializer: 'ones' }),
    new Dropout({ rate: 0.5 }),
  ]).build([null, 2, 1]);
  const x = tensor([0, 3], [1, 2, 1]);
  const y = model.apply(x);
  expect(Array.from(await y.data())).toEqual([0, 3]);
  for (const made of [x, y, model]) made.dispose();
});

test('a build that fails half-way leaves no tensor, twenty times over', () => {
  const before = liveTensors();
  for (let i = 0; i < 20; i++) {
    const model = new Sequential([
      new Embedding({ inputDim: 10, outputDim: 4 }),
      new Dense({ units: 3 }),
      new Masking(), // [B, T, D] it gets; the next layer fails
      new Flatten(),
      new Masking(),
    ]);
    expect(() => model.build([null, 5])).toThrow(
      'Masking "masking_1": expected input of rank 3 [B, T, D], got shape [?, 15].',
    );
  }
  expect(liveTensors()).toBe(before);
});

test('a model that was built for a wrong shape can be built for the right one', () => {
  const before = liveTensors();
  const model = new Sequential([new Embedding({ inputDim: 10, outputDim: 4 }), new Masking(), new Flatten()]);
  expect(() => model.build([null, 5, 2])).toThrow('Masking "masking": expected input of rank 3');
  expect(model.built).toBe(false);
  expect(liveTensors()).toBe(before);
  expect(model.build([null, 5]).outputShape).toEqual([null, 20]);
  model.dispose();
});

test('a failed build leaves another model’s layer alone', async () => {
  const shared = new Dense({ units: 1, kernelInitializer: 'ones' });
  const owner = new Sequential([shared]).build([null, 2]);
  const thief = new Sequential([new Dense({ units: 2 }), shared]);
  expect(() => thief.build([null, 2])).toThrow('A layer belongs to one model');
  const x = tensor([1, 2], [1, 2]);
  const y = owner.apply(x);
  expect(Array.from(await y.data())).toEqual([3]);
  for (const made of [x, y, owner]) made.dispose();
});

test('a disposed model leaves none and says so when it is used', () => {
  const before = liveTensors();
  const model = new Sequential([new Dense({ units: 3 })]).build([null, 2]);
  expect(liveTensors()).toBe(before + 2);
  model.dispose();
  model.dispose();
  expect(liveTensors()).toBe(before);
  expect(() => model.summary()).toThrow('Sequential "sequential": has been disposed of. Make a new one.');
});

test('what cannot work is refused with a reason', () => {
  const layer = new Dense({ units: 1 });
  expect(() => new Sequential([layer, layer])).toThrow('comes twice. Make a second layer.');
  expect(() => new Sequential([]).build([null, 2])).toThrow('has no layers');
  const model = new Sequential([layer]);
  expect(() => model.countParams()).toThrow('is not built. Call build(inputShape) first.');
  model.build([null, 2]);
  expect(() => model.build([null, 2])).toThrow('is already built. A layer belongs to one model');
  expect(() => model.add(new Flatten())).toThrow('layers can no longer be added');
  expect(() => new Sequential([layer]).build([null, 2])).toThrow('A layer belongs to one model');
});

test.each<[unknown, string]>([
  [[Dense], 'expected a layer, got a function.'],
  [[undefined], 'expected a layer, got undefined.'],
  [new Dense({ units: 1 }), 'expected a list of layers'],
])('refuses what is no list of layers (%#)', (layers, message) => {
  expect(() => new Sequential(layers as never)).toThrow(`Sequential "sequential": ${message}`);
});

test('a layer of a model that drops the mask says so once, by name', () => {
  const warnings: string[] = [];
  const previous = setWarningHandler((message) => warnings.push(message));
  const model = new Sequential([new Masking(), new Flatten({ name: 'join' }), new Dense({ units: 1 })]).build(
    [null, 2, 1],
  );
  const x = tensor([1, 0], [1, 2, 1]);
  for (let i = 0; i < 3; i++) model.apply(x).dispose();
  setWarningHandler(previous);
  expect(warnings.map((message) => message.split(',')[0])).toEqual(['Flatten "join": got a mask']);
  x.dispose();
  model.dispose();
});

test('the output of a model is the caller’s, also where the layers return what they got', () => {
  const before = liveTensors();
  const model = new Sequential([new Dropout({ rate: 0.5 })]).build([null, 2]);
  const x = tensor([1, 2], [1, 2]);
  const given = tensor([1, 0], [1, 2], 'bool');
  model.apply(x).dispose();
  const { output, mask } = model.applyMasked(x, { mask: given });
  expect(mask).toBe(given); // as with computeMask
  output.dispose();
  expect([x.isDisposed, given.isDisposed]).toEqual([false, false]);
  dispose(x, given);
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('shapes, names and contexts that cannot be meant are refused', () => {
  const model = () => new Sequential([new Dense({ units: 1 })]);
  const refused = (action: () => unknown) => expect(action);
  refused(() => model().build([null, 1.5])).toThrow(
    'Sequential "sequential": build: inputShape must hold integers from 0 on',
  );
  refused(() => model().build(20 as never)).toThrow(
    'inputShape must be a list of sizes such as [20, 8], got 20.',
  );
  refused(() => model().build(new Array(65).fill(1))).toThrow(
    'inputShape must have at most 64 axes, got 65.',
  );
  refused(() => new Sequential([], { name: 'n'.repeat(201) })).toThrow(
    'Sequential: name must be a string of at most 200',
  );
  const built = model().build([null, 1]);
  const x = tensor([1], [1, 1]);
  refused(() => built.apply(x, { trianing: true } as never)).toThrow('has no setting "trianing"');
  refused(() => built.apply([1] as never)).toThrow('Sequential "sequential": expected a tensor, got [1].');
  x.dispose();
  built.dispose();
});
