import { liveTensors, type Tensor, tensor } from '@seqloom/backend';
import { expectClose, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Add, Concatenate, Dense, Dropout, Flatten, Masking, Multiply, setWarningHandler } from '@seqloom/nn';
import { GRU, LSTM } from '@seqloom/recurrent';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  evaluate,
  fit,
  input,
  load,
  Model,
  modelGraph,
  predict,
  Sequential,
  save,
  sgd,
} from '../src/index.ts';

startBackend(wasmBackend());

const floats = (shape: readonly number[], ...data: number[]) => ({ data: Float32Array.from(data), shape });

/** Two inputs, one output. */
function twoInputs() {
  const [a, b] = [input([2], { name: 'a' }), input([3], { name: 'b' })];
  const sides = [
    new Dense({ units: 2, name: 'of_a' }).apply(a),
    new Dense({ units: 2, name: 'of_b' }).apply(b),
  ];
  return new Model({ inputs: [a, b], outputs: new Add({ name: 'sum' }).apply(sides), name: 'two' });
}

const A = floats([2, 2], 1, 2, 3, 4);
const B = floats([2, 3], 1, 0, 1, 0, 1, 0);

test('summary is Keras’ table with the connections and the multiply-adds', () => {
  const model = twoInputs().build();
  // What Keras 3 prints for this model, without the padding of its columns.
  expect(model.summary()).toBe(
    [
      'Model: "two"',
      '┌────────────────┬──────────────┬─────────┬───────────┬────────────────────────┐',
      '│ Layer (type)   │ Output Shape │ Param # │ Mult-adds │ Connected to           │',
      '├────────────────┼──────────────┼─────────┼───────────┼────────────────────────┤',
      '│ a (InputLayer) │ (None, 2)    │       0 │         0 │ -                      │',
      '│ b (InputLayer) │ (None, 3)    │       0 │         0 │ -                      │',
      '│ of_a (Dense)   │ (None, 2)    │       6 │         4 │ a[0][0]                │',
      '│ of_b (Dense)   │ (None, 2)    │       8 │         6 │ b[0][0]                │',
      '│ sum (Add)      │ (None, 2)    │       0 │         0 │ of_a[0][0], of_b[0][0] │',
      '└────────────────┴──────────────┴─────────┴───────────┴────────────────────────┘',
      ' Total params: 14 (56.00 B)',
      ' Trainable params: 14 (56.00 B)',
      ' Non-trainable params: 0 (0.00 B)',
      ' Activations a sample: 6 (24.00 B)',
      ' Mult-adds a sample: 10',
    ].join('\n'),
  );
  expect(model.getLayer('of_b')).toBe(model.layers[1]);
  expect([model.inputNames, model.outputNames]).toEqual([['a', 'b'], ['sum']]);
  model.dispose();
});

test('modelGraph describes each use of a layer, with what it takes', () => {
  const x = input([4], { name: 'ids' });
  const table = new Embedding({ inputDim: 5, outputDim: 2, name: 'table' });
  const shared = new Dense({ units: 2, name: 'shared' });
  const once = shared.apply(table.apply(x));
  const both = new Add({ name: 'both' }).apply([once, shared.apply(once)]);
  const model = new Model({ inputs: x, outputs: both }).build();
  expect(modelGraph(model)).toEqual([
    { id: 'input 0', title: 'ids', details: ['(None, 4)'], inputs: [], role: 'input' },
    {
      id: 'layer 0',
      title: 'table',
      details: ['Embedding', '(None, 4, 2)', '10 parameters'],
      inputs: ['input 0'],
    },
    {
      id: 'layer 1',
      title: 'shared',
      details: ['Dense', '(None, 4, 2)', '6 parameters'],
      inputs: ['layer 0'],
    },
    { id: 'layer 2', title: 'shared', details: ['Dense', '(None, 4, 2)'], inputs: ['layer 1'] },
    {
      id: 'layer 3',
      title: 'both',
      details: ['Add', '(None, 4, 2)'],
      inputs: ['layer 1', 'layer 2'],
      role: 'output',
    },
  ]);
  model.dispose();
});

test('inputs come as a list or by name, in any order, with the same bits', async () => {
  const model = twoInputs().build({ seed: 1 });
  const expected = await predict(model, [A, B]);
  expect(await predict(model, { b: B, a: A })).toEqual(expected);
  expect(await predict(model, [{ inputs: { a: A, b: B } }])).toEqual(expected);
  const [a, b] = [tensor(A.data, A.shape), tensor(B.data, B.shape)];
  for (const x of [[a, b], { b, a }]) {
    const y: Tensor = model.apply(x);
    expect(await y.data()).toEqual(expected.data);
    y.dispose();
  }
  for (const made of [a, b, model]) made.dispose();
});

test('data that do not belong to the inputs and outputs are refused by name', async () => {
  const model = twoInputs();
  const targets = floats([2, 2], 1, 0, 0, 1);
  const run = (data: unknown) => fit(model, data as never, { loss: 'mse' });
  await expect(run({ inputs: { a: A }, targets })).rejects.toThrow(
    'fit: Model "two": inputs do not fit: missing b. Expected inputs: a, b.',
  );
  await expect(run({ inputs: { a: A, b: B, c: B }, targets })).rejects.toThrow(
    'fit: Model "two": inputs do not fit: unknown c. Expected inputs: a, b.',
  );
  await expect(run({ inputs: [A], targets })).rejects.toThrow('expected 2 inputs: a, b, got 1');
  await expect(run({ inputs: [A, floats([1, 3], 1, 2, 3)], targets })).rejects.toThrow(
    'fit: inputs[1] have shape [1, 3], expected 2 samples as in inputs[0].',
  );
  await expect(run({ inputs: { a: A, b: A }, targets })).rejects.toThrow(
    'Model "two": input "b" expects shape [?, 3], got [2, 2].',
  );
  await expect(run({ inputs: [A, B], targets: { other: targets } })).rejects.toThrow(
    'targets do not fit: missing sum, unknown other. Expected targets: sum.',
  );
  await expect(run([{ inputs: [A, A], targets }])).rejects.toThrow('input "b" expects shape [?, 3]');
  await expect(predict(model, A)).rejects.toThrow('predict: Model "two": expected 2 inputs: a, b, got 1.');
  model.dispose();
});

describe('graphs that cannot be meant', () => {
  const x = () => input([3], { name: 'x' });

  test('a shape that does not fit an edge', () => {
    const dense = new Dense({ units: 2, name: 'before' });
    expect(() => new GRU({ units: 1, name: 'reader' }).apply(dense.apply(x()))).toThrow(
      'GRU "reader": expected input of rank 3 [B, T, D], got shape [?, 2]. Add a feature axis, or use an Embedding first. ' +
        'Edge: Dense "before" → GRU "reader".',
    );
    expect(() => new Add().apply([x(), input([2], { name: 'y' })])).toThrow(
      'Add "add": its inputs must broadcast, got shapes [?, 3] and [?, 2]. Edge: input "x", input "y" → Add "add".',
    );
    expect(() => new Add().apply(x())).toThrow('Add "add": takes a list of inputs, got one.');
    expect(() => new Dense({ units: 1 }).apply([x()] as never)).toThrow('takes one input, got a list of 1');
  });

  test('a shared layer with two shapes', () => {
    const shared = new Dense({ units: 2, name: 'shared' });
    shared.apply(x());
    const message =
      'Dense "shared": axis -1 of its input [B, …, D] must have size 3, as its first input has, got shape [?, 4]. ' +
      'Make a second layer for another size. Edge: input "y" → Dense "shared".';
    expect(() => shared.apply(input([4], { name: 'y' }))).toThrow(message);
    const stack = new Sequential([new Dense({ units: 2, name: 'shared' })]);
    stack.apply(x());
    expect(() => stack.apply(input([4], { name: 'y' }))).toThrow(
      'must have size 3, as its first input has, got shape [?, 4]. Make a second layer for another size. ' +
        'Edge: input "y" → Sequential "sequential".',
    );
  });

  test('an output that is not connected, an input that leads nowhere, two of one name', () => {
    const [a, b] = [x(), input([3], { name: 'lost' })];
    const layer = new Dense({ units: 1, name: 'end' });
    const end = layer.apply(a);
    expect(() => new Model({ inputs: b, outputs: end })).toThrow(
      'Model "model": Dense "end" needs input "x", which is not among the inputs of the model. Edge: input "x" → Dense "end".',
    );
    expect(() => new Model({ inputs: [a, b], outputs: end })).toThrow('input "lost" leads to no output.');
    const twin = new Dense({ units: 1, name: 'end' }).apply(end);
    expect(() => new Model({ inputs: a, outputs: twin })).toThrow(
      'Model "model": Dense "end" and Dense "end" have one name. Edge: Dense "end" → Dense "end". Give each a name of its own.',
    );
    const named = new Dense({ units: 1, name: 'x' }).apply(a);
    expect(() => new Model({ inputs: a, outputs: named })).toThrow('input "x" and Dense "x" have one name.');
    expect(() => new Model({ inputs: [a, a], outputs: end })).toThrow(
      'input "x" comes twice among the inputs',
    );
    expect(() => new Model({ inputs: end, outputs: end })).toThrow(
      'inputs must hold what input(shape) returns, got an output of Dense "end".',
    );
    expect(() => new Model({ inputs: a, outputs: [] })).toThrow('outputs must hold at least one');
    expect(() => new Model({ inputs: a, outputs: layer as never })).toThrow(
      'outputs must hold what layers return',
    );
    const inner = new Model({ inputs: a, outputs: end, name: 'inner' });
    const both = new Add().apply([inner.apply(a), end]);
    expect(() => new Model({ inputs: a, outputs: both })).toThrow(
      'Dense "end" comes twice, on its own and within Model "inner".',
    );
  });

  test('a cycle, which only a file can hold', () => {
    const node = (from: number) => ({ layer: 0, inputs: [from, 0] });
    const options = {
      inputs: [{ name: 'x', shape: [3] }],
      layers: [new Dense({ units: 3 })],
      outputs: [1, 0],
    };
    expect(() => Model.fromOptions({ ...options, nodes: [node(2), node(1)] })).toThrow(
      'Model: edge [2,0] → Dense "dense" must come from an input or an earlier node, of which there are 1; a later one makes a cycle.',
    );
    expect(() => Model.fromOptions({ ...options, nodes: [{ layer: 7, inputs: [0, 0] }] })).toThrow(
      'Model: there is no layer 7 among 1.',
    );
    expect(() => Model.fromOptions({ ...options, nodes: 3 })).toThrow(
      'Model: nodes must describe a graph, got 3.',
    );
    const stack = new Sequential([new Dense({ units: 1 })], { name: 'stack' });
    const start = x();
    const around = new Model({ inputs: start, outputs: stack.apply(start), name: 'around' });
    expect(() => stack.add(around)).toThrow('Model "around" contains the model itself, a cycle.');
  });

  test('losses and metrics that are not those of the outputs', async () => {
    const model = twoOutputs();
    const data = { inputs: A, targets: { p: floats([2, 1], 1, 2), q: floats([2, 2], 1, 0, 0, 1) } };
    const run = (options: object) => fit(model, data, { loss: 'mse', ...options } as never);
    await expect(run({ loss: { p: 'mse' } })).rejects.toThrow(
      'losses do not fit: missing q. Expected losses: p, q.',
    );
    await expect(run({ loss: ['mse'] })).rejects.toThrow('expected 2 losses: p, q, got 1');
    // As in Keras 3, each output has a weight or none has.
    await expect(run({ lossWeights: { p: 1 } })).rejects.toThrow('lossWeights do not fit: missing q.');
    await expect(run({ lossWeights: { p: -1 } })).rejects.toThrow(
      'lossWeights must hold a finite number ≥ 0',
    );
    await expect(run({ metrics: ['mae'] })).rejects.toThrow(
      'has 2 outputs; give metrics by output, such as { p: ["mae"] }.',
    );
    await expect(run({ metrics: { r: ['mae'] } })).rejects.toThrow(
      'metrics do not fit: unknown r. Expected metrics: p, q.',
    );
    const flat = { ...data, targets: { ...data.targets, q: floats([2], 1, 0) } };
    await expect(fit(model, flat, { loss: 'mse' })).rejects.toThrow(
      'meanSquaredError: targets of shape [2] do not fit predictions of shape [2, 2]. ' +
        'Give one target per prediction. Output: q.',
    );
    await expect(run({ classWeight: { 0: 2 } })).rejects.toThrow('classWeight works on one output, got 2.');
    model.dispose();
  });
});

function twoOutputs() {
  const a = input([2], { name: 'a' });
  const trunk = new Dense({ units: 3, activation: 'tanh' }).apply(a);
  const outputs = [
    new Dense({ units: 1, name: 'p' }).apply(trunk),
    new Dense({ units: 2, activation: 'softmax', name: 'q' }).apply(trunk),
  ] as const;
  return new Model({ inputs: a, outputs });
}

test('each output has a loss, a weight, metrics and sample weights; the logs add up', async () => {
  const model = twoOutputs();
  const data = {
    inputs: A,
    targets: { q: { data: Uint8Array.of(1, 0), shape: [2] }, p: floats([2, 1], 1, 2) },
    sampleWeights: { p: floats([2], 1, 0) },
  };
  const options = {
    loss: { p: 'mse', q: 'sparseCategoricalCrossentropy' },
    lossWeights: { p: 3, q: 0.5 },
    metrics: { p: ['mae'], q: ['accuracy'] },
    weightedMetrics: { p: ['mae'] },
  } as const;
  const { logs } = await fit(model, data, { ...options, validation: data, epochs: 2, seed: 2 });
  expect(Object.keys(logs[0]!)).toEqual([
    'loss',
    'p_loss',
    'q_loss',
    'p_mae',
    'p_weightedMae',
    'q_accuracy',
    'valLoss',
    'valP_loss',
    'valQ_loss',
    'valP_mae',
    'valP_weightedMae',
    'valQ_accuracy',
  ]);
  const measured = await evaluate(model, data, options);
  expectClose([measured.loss!], [3 * measured.p_loss! + 0.5 * measured.q_loss!], 1e-6);
  expectClose([measured.loss!], [logs[1]!.valLoss!], 1e-6);
  const predicted = await predict(model, A);
  expectTypeOf(predicted).toExtend<readonly unknown[]>();
  const [p, q] = predicted;
  expectClose([measured.p_mae!], [(Math.abs(p!.data[0]! - 1) + Math.abs(p!.data[1]! - 2)) / 2], 1e-5);
  // The second sample weighs nothing: of two losses the second is 0.
  expectClose([measured.p_loss!], [(p!.data[0]! - 1) ** 2 / 2], 1e-5);
  expect(q!.shape).toEqual([2, 2]);
  model.dispose();
});

test('masks follow the edges, and one of another length is refused with its edge', async () => {
  const x = input([null, 1], { name: 'x' });
  const masked = new Masking().apply(x);
  const sum = new Add().apply([masked, new Dropout({ rate: 0.5 }).apply(masked)]);
  const end = new LSTM({ units: 2, name: 'read' }).apply(sum);
  const model = new Model({ inputs: x, outputs: end }).build({ seed: 1 });
  // A skipped step at the end changes nothing.
  const short = await predict(model, floats([1, 2, 1], 1, 2));
  const long = await predict(model, floats([1, 3, 1], 1, 2, 0));
  expectClose(long.data, short.data, 1e-6);
  model.dispose();

  const [a, b] = [input([3, 1], { name: 'a' }), input([2, 1], { name: 'b' })];
  const joined = new Concatenate({ axis: 1 }).apply([new Masking().apply(a), b]);
  const all = new Model({
    inputs: [a, b],
    outputs: new LSTM({ units: 1, returnSequences: true }).apply(joined),
  }).build();
  const tensors = [tensor([1, 0, 2], [1, 3, 1]), tensor([1, 2], [1, 2, 1])];
  const { output, mask } = all.applyMasked(tensors);
  expect([(output as Tensor).shape, Array.from(await (mask as Tensor).data())]).toEqual([
    [1, 5, 1],
    [1, 0, 1, 1, 1],
  ]);
  const wrong = tensor([1, 1], [1, 2], 'bool');
  expect(() => all.apply(tensors, { masks: [wrong] })).toThrow(
    'Model "model": input "a": expected a mask of shape [1, 3] for input [1, 3, 1], got [1, 2]',
  );
  for (const made of [output as Tensor, mask as Tensor, wrong, ...tensors, all]) made.dispose();
});

test('layers are shared between models: an encoder reads what the whole model has learned', async () => {
  const before = liveTensors();
  const x = input([2]);
  const hidden = new Dense({ units: 3, activation: 'tanh' }).apply(x);
  const whole = new Model({ inputs: x, outputs: new Dense({ units: 1 }).apply(hidden) });
  const encoder = new Model({ inputs: x, outputs: hidden });
  await fit(whole, { inputs: A, targets: floats([2, 1], 0, 1) }, { loss: 'mse', epochs: 2 });
  const code = await predict(encoder, A);
  expect(code.shape).toEqual([2, 3]);
  expect(encoder.weights).toEqual(whole.weights.slice(0, 2));
  const again = load(await save(encoder), { layers: [Dense, Model] }).model;
  expect(await predict(again, A)).toEqual(code);
  whole.dispose();
  expect(await predict(encoder, A)).toEqual(code); // the last one releases the layer
  for (const made of [encoder, again]) made.dispose();
  expect(liveTensors()).toBe(before);
});

test('a trained encoder comes frozen into another model', async () => {
  const before = liveTensors();
  const encoder = new Sequential([new Dense({ units: 3 })], { name: 'encoder' }).build([null, 2], {
    seed: 4,
  });
  encoder.trainable = false;
  const x = input([2]);
  const model = new Model({
    inputs: x,
    outputs: new Dense({ units: 1, name: 'end' }).apply(encoder.apply(x)),
  });
  const kept = await encoder.getWeights();
  await fit(
    model,
    { inputs: A, targets: floats([2, 1], 0, 1) },
    { loss: 'mse', optimizer: sgd(), epochs: 2 },
  );
  expect(await encoder.getWeights()).toEqual(kept);
  expect(model.trainableWeights.map(({ path }) => path)).toEqual(['end/kernel', 'end/bias']);
  expect(model.weights[0]!.path).toBe('encoder/dense/kernel');
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('a decoder starts from the states of an encoder', async () => {
  const [source, target] = [input([3, 2], { name: 'source' }), input([2, 2], { name: 'target' })];
  const [, h, c] = new LSTM({ units: 4, returnState: true, name: 'encoder' }).apply(source);
  const decoded = new LSTM({ units: 4, returnSequences: true, name: 'decoder' }).apply(target, {
    initialState: [h!, c!],
  });
  const model = new Model({ inputs: [source, target], outputs: decoded }).build({ seed: 3 });
  const inputs = { source: floats([1, 3, 2], 1, 2, 3, 4, 5, 6), target: floats([1, 2, 2], 1, 1, 2, 2) };
  const expected = await predict(model, inputs);
  const { model: loaded } = load(await save(model), { layers: [LSTM, Model] });
  expect(await predict(loaded, inputs)).toEqual(expected);
  const other = await predict(model, { ...inputs, source: floats([1, 3, 2], 0, 0, 0, 0, 0, 0) });
  expect(other).not.toEqual(expected); // the states arrive
  expect(model.summary()).toContain('target[0][0], encoder[0][1], encoder[0][2]');
  for (const made of [model, loaded]) made.dispose();
});

test('a copy has layers of its own', async () => {
  const model = twoInputs().build({ seed: 5 });
  const copy = model.clone().build();
  expect(copy.layers.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
  copy.setWeights(await model.getWeights());
  expect(await predict(copy, [A, B])).toEqual(await predict(model, [A, B]));
  model.dispose();
  await predict(copy, [A, B]);
  copy.dispose();
});

test('what a build that fails has made is released, and warnings come once', () => {
  const before = liveTensors();
  const warnings: string[] = [];
  const previous = setWarningHandler((message) => warnings.push(message));
  const ids = input([4], { name: 'ids' });
  const vectors = new Embedding({ inputDim: 5, outputDim: 2, maskZero: true }).apply(ids);
  const model = new Model({ inputs: ids, outputs: new Flatten({ name: 'flat' }).apply(vectors) });
  expect(() =>
    model.build({ initial: (path) => (path.length > 0 ? new Float32Array(1) : undefined) }),
  ).toThrow();
  expect(liveTensors()).toBe(before);
  model.build();
  const x = tensor(Int32Array.of(1, 2, 0, 0), [1, 4], 'int32');
  for (let i = 0; i < 2; i++) model.apply(x).dispose();
  setWarningHandler(previous);
  expect(warnings).toHaveLength(1);
  for (const made of [x, model]) made.dispose();
  expect(liveTensors()).toBe(before);
});

test('a product of a layer with itself drops the same values once for each use', async () => {
  const x = input([64]);
  const drop = new Dropout({ rate: 0.5 });
  const model = new Model({
    inputs: x,
    outputs: new Multiply().apply([drop.apply(x), drop.apply(x)]),
  }).build();
  const ones = tensor(new Float32Array(64).fill(1), [1, 64]);
  const y = model.apply(ones, { training: true });
  const kept = Array.from(await y.data()).filter((value) => value > 0).length;
  expect(kept).toBeLessThan(28); // a quarter of 64, not a half
  for (const made of [ones, y, model]) made.dispose();
});
