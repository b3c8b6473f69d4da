import {
  div,
  liveTensors,
  max,
  mean,
  mul,
  notEqual,
  scalar,
  square,
  type Tensor,
  tensor,
} from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { type CallContext, Dense, Flatten, Layer, type LayerOutput, Masking } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import { describe, expect, test } from 'vitest';
import {
  auc,
  binaryAccuracy,
  evaluate,
  fit,
  input,
  Model,
  meanAbsoluteErrorMetric,
  precision,
  recall,
  Sequential,
  sgd,
} from '../src/index.ts';
import { collectWarnings } from './collect-warnings.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

/** NaN for steps of 0, which it masks. */
class NaNAtZero extends Layer {
  static readonly className: string = 'NaNAtZero';
  protected call(x: Tensor): Tensor {
    return mul(x, div(x, x));
  }
  override computeMask(x: Tensor): Tensor {
    return notEqual(max(x, [2]), scalar(0));
  }
}

/** y = w · x at every step that is not 0, w = 1 at first. */
const tagger = () =>
  new Sequential([new Masking(), new Dense({ units: 1, useBias: false, kernelInitializer: 'ones' })]);
const steps = (shape: readonly number[], ...values: number[]) => ({ data: Float32Array.from(values), shape });

describe('padded steps', () => {
  // predictions 1, 2 and a padded 0; targets 0, 0, 5: losses 1, 4 and, not to be counted, 25
  const data = { inputs: steps([1, 3, 1], 1, 2, 0), targets: steps([1, 3, 1], 0, 0, 5) };
  const step = async (
    samples: typeof data & { sampleWeights?: typeof data.inputs },
    options: object = {},
  ) => {
    const before = liveTensors();
    const model = tagger();
    const run = { loss: 'mse', optimizer: sgd({ learningRate: 0.2 }), metrics: ['mae'], ...options } as const;
    const measured = await evaluate(model, samples, { loss: 'mse', metrics: ['mae'] });
    const { logs } = await fit(model, samples, run);
    const [weight] = await bitsOf(model);
    model.dispose();
    expect(liveTensors()).toBe(before);
    return { measured, logs: logs[0], weight };
  };

  test('count neither in the loss nor in its gradient nor in metrics', async () => {
    const { measured, logs, weight } = await step(data);
    expect(measured).toEqual({ loss: 2.5, mae: 1.5 }); // (1 + 4) / 2, (1 + 2) / 2
    expect(logs).toEqual(measured);
    expect(weight).toBeCloseTo(0, 6); // gradient (2·1·1 + 2·2·2) / 2 = 5
  });

  test('count neither with weights of their own: Σ m w l / Σ m', async () => {
    const { measured, weight } = await step({ ...data, sampleWeights: steps([1, 3], 2, 0, 7) });
    expect(measured.loss).toBe(1); // 2·1 / 2
    expect(weight).toBeCloseTo(0.6, 6); // gradient 2·2·1·1 / 2 = 2
  });

  test.each([1, 2])('count neither when batches of %i have more or fewer of them', async (batchSize) => {
    // errors 1 1 1 1 | 3: mean 7 / 5, and not the mean of 1 and 3
    const ragged = {
      inputs: steps([2, 4, 1], 1, 1, 1, 1, 3, 0, 0, 0),
      targets: steps([2, 4, 1], 0, 0, 0, 0, 0, 0, 0, 0),
    };
    const model = tagger();
    const measured = await evaluate(model, ragged, { loss: 'mae', metrics: ['mae'], batchSize });
    expect(measured.loss).toBeCloseTo(1.4, 6);
    expect(measured.mae).toBeCloseTo(1.4, 6);
    const means: number[] = [];
    const { logs } = await fit(model, ragged, {
      loss: 'mae',
      optimizer: sgd({ learningRate: 0 }),
      batchSize,
      shuffle: false,
      validation: ragged,
      callbacks: [{ onBatchEnd: ({ meanLoss }) => void means.push(meanLoss) }],
    });
    expect(logs[0]!.loss).toBeCloseTo(1.4, 6);
    expect(logs[0]!.valLoss).toBeCloseTo(1.4, 6);
    expect(means.at(-1)).toBe(logs[0]!.loss);
    model.dispose();
  });

  test('weigh batches of sequences of different lengths by their steps', async () => {
    const model = tagger();
    const batch = (length: number, value: number) => ({
      inputs: steps([1, length, 1], ...new Array<number>(length).fill(value)),
      targets: steps([1, length, 1], ...new Array<number>(length).fill(0)),
    });
    const { loss } = await evaluate(model, [batch(4, 1), batch(1, 3)], { loss: 'mae' });
    expect(loss).toBeCloseTo(1.4, 6);
    model.dispose();
  });

  test('may give what they like, NaN too', async () => {
    const model = new Sequential([new NaNAtZero({}), new Dense({ units: 1, kernelInitializer: 'ones' })]);
    expect(await evaluate(model, data, { loss: 'mse', metrics: ['mae'] })).toEqual({ loss: 2.5, mae: 1.5 });
    model.dispose();
  });

  test('give a loss and metrics of 0 when there is nothing else, which is said once', async () => {
    const nothing = { inputs: steps([1, 2, 1], 0, 0), targets: steps([1, 2, 1], 5, 5) };
    const warnings = collectWarnings();
    expect((await step(nothing)).logs).toEqual({ loss: 0, mae: 0 });
    expect(warnings).toEqual([
      'evaluate: no step counts, the mask of Sequential "sequential" leaves out all of them. The loss and means are 0. Check the ' +
        'inputs for values that Masking or maskZero treats as padding.',
    ]);
  });

  test('count when the last layer has left the time axis behind', async () => {
    const model = new Sequential([new Masking(), new Flatten(), ...tagger().layers.slice(1)]);
    const samples = { inputs: steps([1, 2, 1], 3, 0), targets: steps([1, 1], 1) };
    expect(await evaluate(model, samples, { loss: 'mse' })).toEqual({ loss: 4 });
    model.dispose();
  });
});

test('weights of steps count without a mask too, times their sample’s class', async () => {
  const model = new Sequential([new Dense({ units: 1, useBias: false, kernelInitializer: 'ones' })]);
  const data = {
    inputs: steps([2, 2, 1], 1, 2, 3, 4),
    targets: steps([2, 2, 1], 0, 0, 0, 0),
    sampleWeights: steps([2, 2], 1, 0, 0, 0.5),
  };
  expect(await evaluate(model, data, { loss: 'mse' })).toEqual({ loss: 2.25 }); // (1 + 16 / 2) / 4
  await expect(
    evaluate(model, { ...data, sampleWeights: steps([2, 3], 1, 1, 1, 1, 1, 1) }, { loss: 'mse' }),
  ).rejects.toThrow(
    'sampleWeights: expected one weight per sample [2] or per loss [2, 2], got shape [2, 3].',
  );
  model.dispose();
});

test('class weights multiply the weights of a sample’s steps', async () => {
  const model = new Sequential([new Dense({ units: 1, useBias: false, kernelInitializer: 'ones' })]);
  const data = {
    inputs: steps([2, 2, 1], 1, 2, 3, 4),
    targets: steps([2], 0, 1), // one class per sample; the loss below holds every step against 0
    sampleWeights: steps([2, 2], 1, 0, 0, 0.5),
  };
  const { series } = await fit(model, data, {
    loss: (_, p) => mean(square(p), -1),
    classWeight: { 0: 2 },
    optimizer: sgd({ learningRate: 0 }),
  });
  expect(series.loss).toEqual([2.5]); // (2·1 + 16 / 2) / 4
  model.dispose();
});

test.each([
  ['mae', meanAbsoluteErrorMetric(), 0.35], // (0.1 + 0.6) / 2
  ['binaryAccuracy', binaryAccuracy(), 0.5],
  ['precision', precision(), 0.5],
  ['recall', recall(), 1],
  ['auc', auc(), 1],
])('%s looks at the steps that count', async (_, metric, expected) => {
  // the third step would be a miss of every kind
  const t = tensor([1, 0, 1, 0], [2, 2, 1]);
  const p = tensor([0.9, 0.6, 0.1, 0.8], [2, 2, 1]);
  const mask = tensor([1, 1, 0, 0], [2, 2], 'bool');
  metric.update(t, p, mask);
  expect(await metric.result()).toBeCloseTo(expected, 6);
  for (const made of [t, p, mask]) made.dispose();
});

/** Returns its input twice, and keeps the initial states it is given. */
class Twice extends Layer {
  static readonly className: string = 'Twice';
  readonly given: unknown[] = [];
  override get supportsInitialState(): boolean {
    return true;
  }
  protected call(x: Tensor, { initialState }: CallContext): LayerOutput {
    this.given.push(initialState);
    return this.options.name === 'two' ? [x, x] : x;
  }
}

test('a layer that returns several tensors is refused by name', () => {
  const model = new Sequential([new Twice({ name: 'two' })]).build([null, 1]);
  const x = tensor([1], [1, 1]);
  expect(() => model.apply(x)).toThrow(
    'Sequential "sequential": Twice "two" returned 2 tensors, expected one. Leave out its returnState or mergeMode ' +
      "'none', or apply the layer on its own.",
  );
  x.dispose();
});

test('an initial state is the first layer’s alone', () => {
  const [first, second] = [new Twice({}), new Twice({})];
  const model = new Sequential([first, second]).build([null, 1]);
  const x = tensor([1], [1, 1]);
  model.apply(x, { initialState: [x] }).dispose();
  expect([first.given, second.given]).toEqual([[[x]], [undefined]]);
  x.dispose();
});

test('an initial state is refused by what does not look at it', () => {
  const before = liveTensors();
  const x = tensor([1, 2], [1, 2, 1]);
  const state = tensor([1, 1], [1, 2]);
  const given = { initialState: [state] };
  const shape = [null, 2, 1];
  const plain = new Dense({ units: 2, name: 'plain' }).build(shape);
  const later = new Sequential([new Dense({ units: 2 }), new GRU({ units: 2 })]).build(shape);
  const first = new Sequential([new GRU({ units: 2 }), new Dense({ units: 1 })]).build(shape);
  const end = input([2, 1]);
  const model = new Model({ inputs: end, outputs: new Dense({ units: 1 }).apply(end) }).build();
  expect(() => plain.apply(x, given)).toThrow('Dense "plain": takes no initialState.');
  expect(() => later.apply(x, given)).toThrow('takes no initialState.');
  expect(() => model.apply(x, given)).toThrow(
    'takes no initialState. Recurrent layers do; of a Model make the states inputs.',
  );
  expect(() => plain.apply(end, { initialState: [input([2])] })).toThrow(
    'Dense "plain": takes no initialState.',
  );
  first.apply(x, given).dispose();
  for (const each of [x, state, plain, later, first, model]) each.dispose();
  expect(liveTensors()).toBe(before);
});
