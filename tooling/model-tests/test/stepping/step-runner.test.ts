import { isNdArray, type NdArray } from '@seqloom/arrays';
import { Attention } from '@seqloom/attention';
import { liveTensors } from '@seqloom/backend';
import { expectClose, startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Conv1D, DepthwiseConv1D, MaxPooling1D, SeparableConv1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Activation, Add, Concatenate, Dense, Dropout, type Layer, Softmax } from '@seqloom/nn';
import { Bidirectional, GRU, LSTM, RNN, SimpleRNN, TimeDistributed } from '@seqloom/recurrent';
import { input, Model, type Network, predict, Sequential, StepRunner } from '@seqloom/train';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { grid } from '../grid.ts';
import { TanhCell } from '../layers/records/recurrent.ts';

startBackend(wasmBackend());

let before: number;
beforeEach(() => {
  before = liveTensors();
});
afterEach(() => {
  expect(liveTensors()).toBe(before);
});

/** Sums of a window or a gate may have another order than over the whole sequence. */
const TOLERANCE = 1e-6;
const [WORDS, STEPS] = [11, 9];

const wordsOf = (batch: number, seed = 3) => ({
  data: Int32Array.from({ length: batch * STEPS }, (_, i) => 1 + ((i * 7 + seed) % (WORDS - 1))),
  shape: [batch, STEPS],
});
const valuesOf = (batch: number, features: number) => ({
  data: grid(batch * STEPS * features, 3),
  shape: [batch, STEPS, features],
});

/** The numbers of step t of all sequences. */
function stepOf({ data, shape }: NdArray, t: number): Int32Array | Float32Array {
  const [batch, steps] = shape as [number, number];
  const width = data.length / batch / steps;
  const numbers =
    data instanceof Int32Array ? new Int32Array(batch * width) : new Float32Array(batch * width);
  return numbers.map((_, i) => data[(Math.floor(i / width) * steps + t) * width + (i % width)]!);
}

/** The first steps of all sequences. */
function firstSteps({ data, shape }: NdArray, count: number): NdArray {
  const [batch, steps, ...features] = shape as [number, number];
  const width = data.length / batch / steps;
  const kept = data.filter((_, i) => Math.floor(i / width) % steps < count);
  return { data: kept, shape: [batch, count, ...features] };
}

/** Compares every step with the prediction for the sequence up to it. */
async function compare(model: Network, sequence: NdArray, batch: number): Promise<void> {
  const runner = new StepRunner(model, { batchSize: batch });
  try {
    for (let t = 0; t < STEPS; t++) {
      const got = (await runner.step(stepOf(sequence, t))) as Float32Array;
      model.resetStates();
      const whole = await predict(model, firstSteps(sequence, t + 1));
      if (!isNdArray(whole)) throw new Error('expected one output');
      const last = whole.shape.length === 3 ? stepOf(whole, t) : whole.data;
      expectClose(got, last, TOLERANCE);
    }
  } finally {
    runner.dispose();
  }
}

const STACKS: Readonly<Record<string, () => Layer[]>> = {
  'a stack of SimpleRNN, GRU and LSTM': () => [
    new SimpleRNN({ units: 4, returnSequences: true, dropout: 0.3 }),
    new GRU({ units: 5, returnSequences: true, recurrentDropout: 0.3 }),
    new GRU({ units: 3, resetAfter: false, returnSequences: true }),
    new LSTM({ units: 4 }),
  ],
  'dilated causal convolutions': () => [
    new Conv1D({ filters: 5, kernelSize: 2, padding: 'causal', activation: 'relu' }),
    new Conv1D({ filters: 4, kernelSize: 3, padding: 'causal', dilationRate: 2, activation: 'tanh' }),
    new Conv1D({ filters: 4, kernelSize: 2, padding: 'causal', dilationRate: 4, groups: 2 }),
    new Conv1D({ filters: 3, kernelSize: 1 }),
  ],
  'depthwise and separable causal convolutions': () => [
    new DepthwiseConv1D({ kernelSize: 3, padding: 'causal', depthMultiplier: 2 }),
    new SeparableConv1D({ filters: 4, kernelSize: 2, padding: 'causal', dilationRate: 3 }),
  ],
  'a convolution before an LSTM, with layers for each step': () => [
    new Dropout({ rate: 0.5 }),
    new TimeDistributed({ layer: new Sequential([new Dense({ units: 6, activation: 'relu' })]) }),
    new Conv1D({ filters: 5, kernelSize: 3, padding: 'causal' }),
    new Activation({ activation: 'tanh' }),
    new LSTM({ units: 4, returnSequences: true, stateful: true }),
    new Dense({ units: 3, activation: 'softmax' }),
  ],
  'a cell of one’s own': () => [
    new RNN({ cell: new TanhCell({ units: 4 }), returnSequences: true }),
    new Dense({ units: 2 }),
  ],
};

describe('gives at every step what the model gives for the sequence so far', () => {
  for (const [title, layers] of Object.entries(STACKS)) {
    for (const batch of [1, 3]) {
      test(`${title}, ${batch} at a time`, async () => {
        const model = new Sequential(layers()).build([null, null, 4], { seed: 2 });
        await compare(model, valuesOf(batch, 4), batch).finally(() => model.dispose());
      });
    }
  }

  test('words, padded ones left out', async () => {
    const model = new Sequential([
      new Embedding({ inputDim: WORDS, outputDim: 6, maskZero: true }),
      new GRU({ units: 5 }),
      new Dense({ units: WORDS, activation: 'softmax' }),
    ]).build([null, null], { seed: 2 });
    await compare(model, wordsOf(2), 2).finally(() => model.dispose());
  });

  test('a graph of layers, with a model within', async () => {
    const words = input([null], { name: 'words' });
    const vectors = new Embedding({ inputDim: WORDS, outputDim: 4 }).apply(words);
    const within = new Sequential([new Conv1D({ filters: 4, kernelSize: 3, padding: 'causal' })]);
    const both = new Add().apply([vectors, within.apply(vectors)]);
    const read = new LSTM({ units: 3, returnSequences: true }).apply(both);
    const outputs = new Dense({ units: 2 }).apply(new Concatenate().apply([both, read]));
    const model = new Model({ inputs: words, outputs }).build({ seed: 3 });
    await compare(model, wordsOf(2), 2).finally(() => model.dispose());
  });
});

/** A translation model: the decoder starts from the states of the encoder and looks at its outputs. */
function translator(outputs: 'logits' | 'probabilities' = 'probabilities'): Model {
  const source = input([null], { name: 'source' });
  const target = input([null], { name: 'target' });
  const table = () => new Embedding({ inputDim: WORDS, outputDim: 4, maskZero: true });
  const encoder = new LSTM({ units: 5, returnSequences: true, returnState: true });
  const [encoded, h, c] = encoder.apply(table().apply(source)) as never as [never, never, never];
  const decoded = new LSTM({ units: 5, returnSequences: true }).apply(table().apply(target), {
    initialState: [h, c],
  });
  const seen = new Attention().apply([decoded, encoded]);
  const scores = new Dense({ units: WORDS }).apply(new Concatenate().apply([decoded, seen]));
  const end = outputs === 'logits' ? scores : new Softmax().apply(scores);
  return new Model({ inputs: [source, target], outputs: end }).build({ seed: 5 }) as Model;
}

/** Two sentences, one of them padded. */
const source = { data: Int32Array.of(4, 2, 7, 5, 3, 9, 0, 0), shape: [2, 4] };

describe('an encoder and a decoder', () => {
  test('runs the encoder once, and the decoder as over the whole sequence', async () => {
    const model = translator();
    const runner = new StepRunner(model, { fixed: ['source'] });
    const target = wordsOf(2);
    await runner.reset({ source });
    const whole = (await predict(model, { source, target })) as NdArray;
    for (let t = 0; t < STEPS; t++) {
      const got = (await runner.step({ target: stepOf(target, t) as Int32Array })) as Float32Array;
      expectClose(got, stepOf(whole, t), TOLERANCE);
    }
    runner.dispose();
    model.dispose();
  });

  test('branches: rows are selected with the sentence that they translate', async () => {
    const model = translator();
    const runner = new StepRunner(model, { fixed: ['source'] });
    await runner.reset({ source });
    await runner.step(Int32Array.of(1, 2));
    runner.select([1, 1, 0]);
    expect(runner.batchSize).toBe(3);
    const got = (await runner.step(Int32Array.of(3, 4, 5))) as Float32Array;
    const rows = { data: Int32Array.of(3, 9, 0, 0, 3, 9, 0, 0, 4, 2, 7, 5), shape: [3, 4] };
    const target = { data: Int32Array.of(2, 3, 2, 4, 1, 5), shape: [3, 2] };
    const whole = (await predict(model, { source: rows, target })) as NdArray;
    expectClose(got, stepOf(whole, 1), TOLERANCE);
    runner.dispose();
    model.dispose();
  });

  test('gives logits in place of probabilities', async () => {
    const [model, plain] = [translator(), translator('logits')];
    const runners = [
      new StepRunner(model, { fixed: ['source'], logits: true }),
      new StepRunner(plain, { fixed: ['source'] }),
    ];
    for (let i = 0; i < 2; i++) await runners[i]!.reset(source);
    for (let t = 0; t < 3; t++) {
      const [a, b] = [
        await runners[0]!.step(Int32Array.of(1, 2)),
        await runners[1]!.step(Int32Array.of(1, 2)),
      ];
      expect(a).toEqual(b);
    }
    for (const runner of runners) runner.dispose();
    model.dispose();
    plain.dispose();
  });
});

describe('state', () => {
  const text = () =>
    new Sequential([
      new Embedding({ inputDim: WORDS, outputDim: 4 }),
      new Conv1D({ filters: 4, kernelSize: 3, padding: 'causal', dilationRate: 2 }),
      new LSTM({ units: 5, returnSequences: true }),
      new Dense({ units: WORDS, activation: 'softmax' }),
    ]).build([null, null], { seed: 2 });

  test('is a copy, from which another runner goes on with the same bits', async () => {
    const model = text();
    const [one, other] = [new StepRunner(model), new StepRunner(model)];
    for (const id of [1, 2, 3, 4]) await one.step(Int32Array.of(id));
    const { state } = one;
    const next = [await one.step(Int32Array.of(5)), await one.step(Int32Array.of(6))];
    other.restore(state);
    expect(other.steps).toBe(4);
    expect([await other.step(Int32Array.of(5)), await other.step(Int32Array.of(6))]).toEqual(next);
    one.restore(state);
    expect(await one.step(Int32Array.of(5))).toEqual(next[0]);
    one.dispose();
    other.dispose();
    model.dispose();
  });

  test('is gone after a reset', async () => {
    const model = text();
    const runner = new StepRunner(model);
    const first = await runner.step(Int32Array.of(5));
    expect(await runner.step(Int32Array.of(5))).not.toEqual(first);
    await runner.reset();
    expect(await runner.step(Int32Array.of(5))).toEqual(first);
    runner.dispose();
    model.dispose();
  });

  test('after a selection: a reset begins as many sequences as at first', async () => {
    const model = text();
    const runner = new StepRunner(model, { batchSize: 2 });
    const first = await runner.step(Int32Array.of(5, 7));
    runner.select([0, 1, 1]);
    await runner.step(Int32Array.of(1, 2, 3));
    await runner.reset();
    expect(runner.batchSize).toBe(2);
    expect(await runner.step(Int32Array.of(5, 7))).toEqual(first);
    runner.dispose();
    model.dispose();
  });

  test('follows weights that change, with a plan and without the same bits', async () => {
    const model = text();
    const [planned, plain] = [new StepRunner(model), new StepRunner(model, { plan: false })];
    for (const id of [1, 2, 3]) {
      expect(await planned.step(Int32Array.of(id))).toEqual(await plain.step(Int32Array.of(id)));
    }
    const weights = await model.getWeights();
    model.setWeights(weights.map(({ data, ...rest }) => ({ ...rest, data: data.map((value) => value / 2) })));
    for (const id of [4, 5, 6]) {
      expect(await planned.step(Int32Array.of(id))).toEqual(await plain.step(Int32Array.of(id)));
    }
    planned.dispose();
    plain.dispose();
    model.dispose();
  });
});

describe('refuses, with the layer and the reason', () => {
  const refused: readonly [string, () => Layer, RegExp][] = [
    [
      'Bidirectional',
      () => new Bidirectional({ layer: new LSTM({ units: 2 }) }),
      /^Bidirectional "both": does not run step by step: its second layer reads the sequence from its end\. Predict whole/,
    ],
    ['goBackwards', () => new GRU({ units: 2, goBackwards: true }), /^GRU .*: goBackwards reads/],
    [
      'a convolution that sees later steps',
      () => new Conv1D({ filters: 2, kernelSize: 3, padding: 'same' }),
      /^Conv1D .*: with padding 'same' a step sees later ones, which padding 'causal' avoids/,
    ],
    [
      'strides',
      () => new Conv1D({ filters: 2, kernelSize: 2, padding: 'causal', strides: 2 }),
      /^Conv1D .*: strides 2 give no output for most steps/,
    ],
    ['pooling', () => new MaxPooling1D({ poolSize: 2 }), /^MaxPooling1D .*depends on the whole sequence/],
    ['a softmax over time', () => new Softmax({ axis: 1 }), /^Softmax .*its axis is that of the steps/],
  ];
  for (const [title, make, message] of refused) {
    test(title, () => {
      const layer = make();
      layer.nameIfUnnamed('both');
      const model = new Sequential([layer]).build([null, 6, 3]);
      expect(() => new StepRunner(model)).toThrow(message);
      model.dispose();
    });
  }

  test('self-attention', () => {
    const steps = input([null, 3]);
    const model = new Model({ inputs: steps, outputs: new Attention().apply([steps, steps]) }).build();
    expect(() => new StepRunner(model)).toThrow(/^Attention .*its value goes on with the steps/);
    model.dispose();
  });

  test('a model without weights yet, other values, padding, names and rows that do not exist', async () => {
    const model = new Sequential([
      new Embedding({ inputDim: WORDS, outputDim: 4, maskZero: true }),
      new LSTM({ units: 2 }),
    ]);
    expect(() => new StepRunner(model)).toThrow(/is not built\. Build it/);
    model.build([null, null]);
    expect(() => new StepRunner(model, { fixed: ['text'] })).toThrow(
      /fixed names "text", which is not an input/,
    );
    const runner = new StepRunner(model);
    await expect(runner.step(Int32Array.of(1, 2))).rejects.toThrow(
      'expected 1 values of shape [1, 1], got 2',
    );
    await expect(runner.step(Int32Array.of(0))).rejects.toThrow('id 0 stands for padding (maskZero)');
    await expect(runner.step(Int32Array.of(99))).rejects.toThrow(/id 99 is outside 0 … 10/);
    expect(() => runner.select([1])).toThrow('rows must be numbers from 0 to 0, got 1');
    await runner.step(Int32Array.of(1));
    const { state } = runner;
    expect(() => runner.restore({ ...state, states: [] })).toThrow('Take it from a runner of the same model');
    await runner.step(Int32Array.of(2)); // it goes on after all that
    runner.dispose();
    model.dispose();
  });

  test('a second step before the first has ended, and a step before the fixed inputs', async () => {
    const model = translator();
    const runner = new StepRunner(model, { fixed: ['source'] });
    await expect(runner.step(Int32Array.of(1))).rejects.toThrow('Call reset with them first');
    await expect(runner.reset({ wrong: source })).rejects.toThrow('missing source, unknown wrong');
    await runner.reset({ source });
    const first = runner.step(Int32Array.of(1, 1));
    await expect(runner.step(Int32Array.of(1, 1))).rejects.toThrow('another step is running. Await it first');
    await first;
    runner.dispose();
    model.dispose();
  });
});
