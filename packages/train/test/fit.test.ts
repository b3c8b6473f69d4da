import { batches } from '@seqloom/arrays';
import { expandDims, liveTensors, mean, slice, square, sub, type Tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Flatten, Layer, type LayerOptions, setWarningHandler } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import {
  adam,
  type Callback,
  evaluate,
  fit,
  type Loss,
  NaNLossError,
  predict,
  rmsprop,
  Sequential,
  sgd,
} from '../src/index.ts';
import { bitsOf, LENGTH, toyData, toyModel } from './toy-data.ts';

startBackend(wasmBackend());

const SETTINGS = { loss: 'binaryCrossentropy', metrics: ['accuracy'], batchSize: 16 } as const;

/** One unit without bias that starts at a weight: everything about it can be worked by hand. */
const line = (weight: number) =>
  new Sequential([
    new Dense({ units: 1, useBias: false, kernelInitializer: { type: 'constant', value: weight } }),
  ]);
const column = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length, 1] });

test('learns a rule well below the loss of guessing', async () => {
  const model = toyModel();
  const history = await fit(model, toyData(400), {
    ...SETTINGS,
    optimizer: adam({ learningRate: 0.02 }),
    epochs: 8,
    validation: toyData(200, 2),
  });
  expect(history.epochs).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(Object.keys(history.series)).toEqual(['loss', 'accuracy', 'valLoss', 'valAccuracy']);
  expect(history.series.valLoss!.at(-1)).toBeLessThan(Math.LN2 / 3);
  expect(history.series.valAccuracy!.at(-1)).toBeGreaterThan(0.95);
  model.dispose();
});

test('one step is the step worked by hand, sample and class weights included', async () => {
  // y = 2x at x = 1, 2; targets 0, 1: errors 2 and 3; loss (4 + 9) / 2, gradient (2·2·1 + 2·3·2) / 2 = 8.
  const data = { inputs: column(1, 2), targets: column(0, 1) };
  const step = async (extra: object, samples = data) => {
    const model = line(2);
    const { series } = await fit(model, samples, {
      loss: 'mse',
      optimizer: sgd({ learningRate: 0.25 }),
      ...extra,
    });
    const [weight] = await bitsOf(model);
    model.dispose();
    return [series.loss![0], weight];
  };
  expect(await step({})).toEqual([6.5, 0]);
  // weights 2 and 0: loss (2·4) / 2, gradient (2·2·2·1) / 2 = 4
  const weighted = { ...data, sampleWeights: column(2, 0) };
  expect(await step({}, weighted)).toEqual([4, 1]);
  expect(await step({ classWeight: { 0: 2, 1: 0 } })).toEqual([4, 1]);
  // both together multiply: weights 2·1 and 0·5
  expect(await step({ classWeight: { 1: 5 } }, weighted)).toEqual([4, 1]);
});

test('the epoch’s loss is the mean over samples though the last batch is smaller', async () => {
  const model = line(0);
  const data = { inputs: column(1, 1, 1), targets: column(1, 1, 4) };
  const options = { loss: 'mse', optimizer: sgd({ learningRate: 0 }), batchSize: 2, shuffle: false } as const;
  const history = await fit(model, data, options);
  expect(history.series.loss).toEqual([6]); // (1 + 1 + 16) / 3
  expect(await evaluate(model, data, { loss: 'mse', metrics: ['mae'], batchSize: 2 })).toEqual({
    loss: 6,
    mae: 2,
  });
  model.dispose();
});

test('regularizers count in the loss of training and of evaluation', async () => {
  const model = new Sequential([
    new Dense({ units: 1, useBias: false, kernelInitializer: 'ones', kernelRegularizer: { l2: 0.5 } }),
  ]);
  const data = { inputs: column(1), targets: column(1) };
  const { series } = await fit(model, data, {
    loss: 'mse',
    optimizer: sgd({ learningRate: 0 }),
    validation: data,
  });
  expect(series).toEqual({ loss: [0.5], valLoss: [0.5] });
  model.dispose();
});

describe('one seed decides everything', () => {
  const train = async (seed: number, extra: object = {}) => {
    const model = toyModel();
    const options = {
      ...SETTINGS,
      epochs: 3,
      seed,
      validationSplit: 0.2,
      optimizer: 'rmsprop',
      ...extra,
    } as const;
    const { logs } = await fit(model, toyData(100), options);
    const weights = await bitsOf(model);
    model.dispose();
    return { logs, weights };
  };

  test('equal seeds give the same history and weights to the last bit, other seeds others', async () => {
    const first = await train(1);
    expect(await train(1)).toEqual(first);
    expect((await train(2)).weights).not.toEqual(first.weights);
  });

  test('shuffle is part of it and can be switched off', async () => {
    expect((await train(1, { shuffle: false })).weights).not.toEqual((await train(1)).weights);
  });

  test('a run in two halves equals one in one go', async () => {
    const whole = await train(1, { optimizer: adam() });
    const model = toyModel();
    const optimizer = adam();
    const options = { ...SETTINGS, seed: 1, validationSplit: 0.2, optimizer } as const;
    await fit(model, toyData(100), { ...options, epochs: 1 });
    await fit(model, toyData(100), { ...options, epochs: 3, initialEpoch: 1 });
    expect(await bitsOf(model)).toEqual(whole.weights);
    model.dispose();
  });
});

test('validationSplit never trains on what it validates', async () => {
  const seen = new Set<number>();
  class Spy extends Layer {
    static readonly className: string = 'Spy';
    protected call(x: Parameters<Layer['apply']>[0], { training }: { readonly training: boolean }) {
      x.data().then((values) => {
        for (const value of values) seen.add(training ? value : -value);
      });
      return x;
    }
  }
  const spied = new Sequential([new Spy({}), new Dense({ units: 1 })]);
  const numbers = column(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
  await fit(spied, { inputs: numbers, targets: numbers }, { loss: 'mse', validationSplit: 0.2, epochs: 3 });
  const trained = [...seen].filter((value) => value > 0);
  const validated = [...seen].filter((value) => value < 0).map((value) => -value);
  expect(trained).toHaveLength(8);
  expect(validated).toHaveLength(2);
  expect([...trained, ...validated].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  spied.dispose();
});

describe('batches', () => {
  test('of the datasets package train the same as arrays do', async () => {
    const [one, two] = [toyModel(), toyModel()];
    const data = toyData(100);
    const options = { ...SETTINGS, epochs: 2, seed: 3 };
    const fromArrays = await fit(one, data, options);
    const fromBatches = await fit(two, batches(data, { batchSize: 16, shuffle: true, seed: 3 }), options);
    expect(fromBatches.logs).toEqual(fromArrays.logs);
    expect(await bitsOf(two)).toEqual(await bitsOf(one));
    one.dispose();
    two.dispose();
  });

  test('may come asynchronously, endlessly, and are counted by stepsPerEpoch across epochs', async () => {
    const given: number[] = [];
    let closed = false;
    const endless = {
      async *[Symbol.asyncIterator]() {
        try {
          for (let i = 0; ; i++) {
            given.push(i);
            yield { inputs: column(1), targets: column(1) };
          }
        } finally {
          closed = true;
        }
      },
    };
    const model = line(1);
    const history = await fit(model, endless, {
      loss: 'mse',
      stepsPerEpoch: 3,
      epochs: 2,
      validation: endless,
      validationSteps: 2,
    });
    expect(history.epochs).toEqual([0, 1]);
    expect(closed).toBe(true);
    // training goes on at 3; validation begins again each time
    expect(given).toEqual([0, 1, 2, 0, 1, 3, 4, 5, 0, 1]);
    model.dispose();
  });

  test('for validation that never end are refused', async () => {
    const batch = { inputs: column(1), targets: column(1) };
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield batch;
      },
    };
    const model = line(1);
    await expect(fit(model, [batch], { loss: 'mse', validation: endless })).rejects.toThrow(
      'fit: validation: the data gave 1000 batches, far more than an epoch trains on, and may never end. Give validationSteps.',
    );
    const known = { ...endless, length: Number.POSITIVE_INFINITY };
    await expect(fit(model, [batch], { loss: 'mse', validation: known })).rejects.toThrow(
      'fit: validation: the batches never end. Give validationSteps.',
    );
    await expect(fit(model, known, { loss: 'mse' })).rejects.toThrow(
      'fit: the batches never end. Give stepsPerEpoch.',
    );
    await expect(evaluate(model, known, { loss: 'mse' })).rejects.toThrow(
      'evaluate: the batches never end. Give steps.',
    );
    const options = { loss: 'mse', validation: known, validationSteps: 2, stepsPerEpoch: 2 } as const;
    expect((await fit(model, known, options)).epochs).toEqual([0]);
    // Arrays of any length end.
    const many = {
      inputs: { data: new Float32Array(1001), shape: [1001, 1] },
      targets: { data: new Float32Array(1001), shape: [1001, 1] },
    };
    await fit(model, [batch], { loss: 'mse', validation: many, batchSize: 1 });
    model.dispose();
  });

  test('begin again within an epoch when they end before stepsPerEpoch', async () => {
    const model = line(0);
    const twice = [
      { inputs: column(1), targets: column(1) },
      { inputs: column(1), targets: column(3) },
    ];
    const { series } = await fit(model, twice, {
      loss: 'mae',
      stepsPerEpoch: 3,
      optimizer: sgd({ learningRate: 0 }),
    });
    expect(series.loss![0]).toBeCloseTo(5 / 3, 6);
    model.dispose();
  });

  test('that are none are an error', async () => {
    const model = line(0);
    await expect(fit(model, [], { loss: 'mse' })).rejects.toThrow('fit: the data gave no batch');
    await expect(evaluate(model, [], { loss: 'mse' })).rejects.toThrow('evaluate: the data gave no batch');
    await expect(predict(model, [])).rejects.toThrow('predict: there are no inputs');
  });

  test('that can be had only once are an error in the second epoch', async () => {
    const model = line(0);
    const once = function* () {
      yield { inputs: column(1), targets: column(1) };
    };
    const message = 'the data can be iterated only once and have ended. Give an array, or an object whose';
    await expect(fit(model, once(), { loss: 'mse', epochs: 2 })).rejects.toThrow(`fit: ${message}`);
    const validation = once();
    await expect(fit(model, [...once()], { loss: 'mse', epochs: 2, validation })).rejects.toThrow(
      `fit: validation: ${message}`,
    );
    expect((await fit(model, once(), { loss: 'mse' })).epochs).toHaveLength(1);
    model.dispose();
  });
});

test.each([
  [() => 3, '3'],
  [async (_: unknown, predictions: unknown) => predictions, 'a Promise'],
  [() => undefined, 'undefined'],
])('a loss that returns no tensor is named (%#)', async (loss, got) => {
  const [model, data] = [line(1), { inputs: column(1), targets: column(1) }];
  const message = `loss: the function must return a tensor of the losses of samples, [B, …], got ${got}.`;
  const before = liveTensors();
  await expect(fit(model, data, { loss: loss as never })).rejects.toThrow(message);
  await expect(evaluate(model, data, { loss: loss as never })).rejects.toThrow(message);
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('epochs that leave nothing to train are refused or said once', async () => {
  const model = line(1);
  const data = { inputs: column(1), targets: column(1) };
  await expect(fit(model, data, { loss: 'mse', initialEpoch: 3, epochs: 2 })).rejects.toThrow(
    'fit: epochs 2 is below initialEpoch 3: epochs is the number of the epoch to stop before, not the number of epochs to add.',
  );
  const warnings: string[] = [];
  const previous = setWarningHandler((message) => void warnings.push(message));
  const options = { loss: 'mse', optimizer: 'sgd', initialEpoch: 2, epochs: 2 } as const;
  for (const _ of [1, 2]) expect((await fit(model, data, options)).epochs).toEqual([]);
  setWarningHandler(previous);
  expect(warnings).toEqual([
    expect.stringContaining('fit: epochs 2 with initialEpoch 2 leaves nothing to train: epochs is'),
  ]);
  model.dispose();
});

test.each([
  [{ signal: 3 }, 'fit: signal must be an AbortSignal, got 3.'],
  [{ callbacks: [3] }, 'fit: a callback must be an object with hooks, got 3.'],
  [{ callbacks: [null] }, 'fit: a callback must be an object with hooks, got null.'],
  [{ callbacks: [{ onEpochEnd: 'stop' }] }, 'fit: callback: onEpochEnd must be a function, got "stop".'],
  [{ shuffle: 1 }, 'fit: shuffle must be true or false, got 1.'],
])('an option of the wrong kind is refused: %j', async (options, message) => {
  const data = { inputs: column(1), targets: column(1) };
  const model = line(1);
  await expect(fit(model, data, { loss: 'mse', ...options } as never)).rejects.toThrow(message);
  expect((await fit(model, data, { loss: 'mse' })).epochs).toEqual([0]); // it is no longer in use
  model.dispose();
});

describe('data of the wrong kind', () => {
  const forms =
    'predict: inputs must be { data, shape } with a Float32Array, Int32Array or Uint8Array, or batches that can be iterated, got';
  test.each([
    [{ data: Float64Array.of(1, 2), shape: [2, 1] }, 'data in a Float64Array.'],
    [{ data: [1, 2], shape: [2, 1] }, 'data in a plain array.'],
    [{ data: new Float32Array(4) }, 'data without a shape.'],
    [new Float32Array(4), 'a bare Float32Array.'],
    [undefined, 'undefined.'],
    ['words', '"words".'],
  ])('is named by predict (%#)', async (inputs, got) => {
    await expect(predict(line(1), inputs as never)).rejects.toThrow(`${forms} ${got}`);
    await expect(predict(line(1), inputs as never)).rejects.toBeInstanceOf(TypeError);
  });

  test.each([
    [{ story: column(1), question: [1, 2] }, 'inputs.question', 'an array of 2.'],
    [{ story: column(1), question: [] }, 'inputs.question', 'an array of 0.'],
    [{ story: { data: [1], shape: [1, 1] }, question: column(1) }, 'inputs.story', 'data in a plain array.'],
  ])('is named by predict among several inputs (%#)', async (inputs, name, got) => {
    await expect(predict(line(1), inputs as never)).rejects.toThrow(
      `predict: ${name} must be { data, shape } with a Float32Array, Int32Array or Uint8Array, or a list of strings, got ${got}`,
    );
  });

  test('is named where a shape is no list of sizes', async () => {
    const odd = { data: new Float32Array(6), shape: [1.5, 4] };
    await expect(predict(line(1), odd)).rejects.toThrow(
      'predict: inputs: a shape holds integers, got [1.5, 4].',
    );
    const good = column(1, 1);
    const options = { loss: 'mse' } as const;
    await expect(fit(line(1), { inputs: odd, targets: good }, options)).rejects.toThrow(
      'fit: inputs: a shape holds integers',
    );
    await expect(fit(line(1), { inputs: good, targets: odd }, options)).rejects.toThrow(
      'fit: targets: a shape holds integers',
    );
    await expect(fit(line(1), [{ inputs: odd, targets: good }], options)).rejects.toThrow(
      'fit: inputs of a batch: a shape holds integers, got [1.5, 4].',
    );
    await expect(
      evaluate(line(1), [{ inputs: { ...good, shape: [2, 2] }, targets: good }], options),
    ).rejects.toThrow('evaluate: inputs of a batch: shape [2, 2] takes 4 values, got 2.');
    await expect(
      fit(line(1), [{ inputs: good, targets: { ...good, shape: [2, 3] } }], options),
    ).rejects.toThrow('fit: targets or weights of a batch: shape [2, 3] takes 6 values, got 2.');
  });
});

describe('a loss that is no number', () => {
  test.each([
    'binaryCrossentropy',
    'categoricalCrossentropy',
    'sparseCategoricalCrossentropy',
    'mse',
    'mae',
  ] as const)('is seen by %s when the predictions are NaN', async (loss) => {
    const model = new Sequential([new Dense({ units: 2, activation: 'sigmoid' })]);
    const inputs = { data: Float32Array.of(1, 2, Number.NaN, 4), shape: [4, 1] };
    const targets = { data: Float32Array.of(0, 1, 1, 0, 0, 1, 1, 0), shape: [4, 2] };
    const labels = { data: Int32Array.of(0, 1, 1, 0), shape: [4] };
    const data = { inputs, targets: loss === 'sparseCategoricalCrossentropy' ? labels : targets };
    await expect(fit(model, data, { loss, batchSize: 1, shuffle: false })).rejects.toThrow(
      'fit: the loss is NaN in epoch 1, step 3',
    );
    model.dispose();
  });

  const data = toyData(64);
  const bad = Float32Array.from(data.targets.data);
  bad[40] = Number.NaN;
  /** The losses of this package refuse such a target by name. */
  const unchecked: Loss = (targets, p) => mean(square(sub(p, expandDims(targets, -1))), -1);

  test('stops the run in its step, names it, and leaves the weights of before', async () => {
    const model = toyModel();
    model.build([null, LENGTH], { seed: 1 });
    const before = liveTensors();
    const seen: number[] = [];
    const options = { ...SETTINGS, loss: unchecked, metrics: [], epochs: 3, shuffle: false, seed: 1 };
    const failing = fit(
      model,
      { ...data, targets: { data: bad, shape: [64] } },
      {
        ...options,
        callbacks: [{ onBatchEnd: ({ batch }) => void seen.push(batch) }],
      },
    );
    await expect(failing).rejects.toThrow(
      'fit: the loss is NaN in epoch 1, step 3; the weights are those before this step.',
    );
    await expect(failing).rejects.toMatchObject({ name: 'NaNLossError', epoch: 0, step: 2 });
    expect(seen).toEqual([0, 1]);
    expect(liveTensors()).toBe(before);
    // The same two steps without the bad batch give the same weights.
    const good = toyModel();
    const rows = (
      source: { data: ArrayLike<number>; shape: readonly number[] },
      count: number,
      width: number,
    ) => ({
      data: Int32Array.from(Array.from(source.data).slice(0, count * width)),
      shape: width === 1 ? [count] : [count, width],
    });
    const first = { inputs: rows(data.inputs, 32, LENGTH), targets: rows(data.targets, 32, 1) };
    await fit(good, first, { ...options, epochs: 1 });
    expect(await bitsOf(model)).toEqual(await bitsOf(good));
    model.dispose();
    good.dispose();
  });

  test('in validation names the epoch', async () => {
    const model = toyModel();
    const run = fit(model, data, {
      ...SETTINGS,
      loss: unchecked,
      metrics: [],
      validation: { ...data, targets: { data: bad, shape: [64] } },
    });
    await expect(run).rejects.toThrow('fit: the validation loss is NaN after epoch 1.');
    await expect(run).rejects.toBeInstanceOf(NaNLossError);
    model.dispose();
  });

  test.each([
    ['an input', { inputs: column(Number.NaN, 1), targets: column(1, 1) }],
    ['an infinite input', { inputs: column(Number.POSITIVE_INFINITY, 1), targets: column(1, 1) }],
    ['an overflow', { inputs: column(3e38, 3e38), targets: column(1, 1) }],
  ])('is found for %s', async (_, samples) => {
    const model = line(2);
    await expect(fit(model, samples, { loss: 'mse' })).rejects.toMatchObject({ epoch: 0, step: 0 });
    expect(await bitsOf(model)).toEqual([2]);
    model.dispose();
  });
});

describe('an abort', () => {
  test('arrives from a timer while training holds the thread, and leaves no tensor but the weights', async () => {
    const model = toyModel();
    model.build([null, LENGTH]);
    const before = liveTensors();
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    let ended: unknown;
    const run = fit(model, toyData(64), {
      ...SETTINGS,
      epochs: 1_000_000,
      signal: controller.signal,
      callbacks: [
        {
          onTrainEnd: (_, error) => {
            ended = error;
          },
        },
      ],
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(ended).toMatchObject({ name: 'AbortError' });
    expect(liveTensors()).toBe(before);
    await fit(model, toyData(64), SETTINGS); // still usable
    model.dispose();
  });

  test('ends evaluation and prediction too', async () => {
    const model = toyModel();
    const signal = AbortSignal.abort(new Error('enough'));
    const data = toyData(64);
    await expect(evaluate(model, data, { loss: 'binaryCrossentropy', signal })).rejects.toThrow('enough');
    await expect(predict(model, data.inputs, { signal })).rejects.toThrow('enough');
    model.dispose();
  });
});

test('the event loop gets a turn every 100 ms', async () => {
  const model = toyModel();
  let turns = 0;
  const timer = setInterval(() => turns++, 10);
  const began = performance.now();
  const stop: Callback = {
    onBatchEnd: (_, run) => {
      if (performance.now() - began > 450) run.stop();
    },
  };
  await fit(model, toyData(64), { ...SETTINGS, epochs: 1_000_000, callbacks: [stop] });
  clearInterval(timer);
  expect(turns).toBeGreaterThanOrEqual(2);
  model.dispose();
});

test('live tensors stay constant over 1,000 steps, and none is left after dispose', async () => {
  const before = liveTensors();
  const model = toyModel();
  const counts = new Set<number>();
  const optimizer = rmsprop({ momentum: 0.5, globalClipnorm: 1 });
  await fit(model, toyData(320), {
    ...SETTINGS,
    batchSize: 8,
    epochs: 25,
    optimizer,
    callbacks: [{ onEpochEnd: () => void counts.add(liveTensors()) }],
  });
  expect(optimizer.iterations).toBe(1000);
  expect(counts.size).toBe(1);
  model.dispose();
  expect(liveTensors()).toBe(before);
});

test('a named optimizer leaves nothing behind', async () => {
  const model = toyModel();
  model.build([null, LENGTH]);
  const before = liveTensors();
  await fit(model, toyData(32), { ...SETTINGS, optimizer: 'adam' });
  expect(liveTensors()).toBe(before);
  model.dispose();
});

test('frozen layers keep their weights', async () => {
  const model = toyModel();
  model.build([null, LENGTH]);
  model.getLayer('embedding').trainable = false;
  const [before] = await model.getWeights();
  await fit(model, toyData(64), { ...SETTINGS, epochs: 2 });
  const [after] = await model.getWeights();
  expect(after).toEqual(before);
  model.dispose();
});

test('predict joins batches, and gives the same for any batch size', async () => {
  const model = toyModel();
  const { inputs } = toyData(50);
  const before = await predict(model, inputs, { batchSize: 50 });
  expect(before.shape).toEqual([50, 1]);
  const live = liveTensors();
  const small = await predict(model, inputs, { batchSize: 7 });
  expect(liveTensors()).toBe(live);
  // 1e-6: other batch sizes may sum products in another order.
  for (const [i, value] of small.data.entries()) expect(value).toBeCloseTo(before.data[i]!, 6);
  const fromBatches = await predict(model, batches(toyData(50), { batchSize: 7 }));
  expect(fromBatches).toEqual(small);
  model.dispose();
});

describe('bad input is refused with a reason', () => {
  const data = toyData(8);
  test.each([
    [{ batch_size: 8 }, 'fit: has no setting "batch_size". Its settings: loss, optimizer, '],
    [{ epochs: 0 }, 'fit: epochs must be a positive integer'],
    [{ batchSize: 1.5 }, 'fit: batchSize must be a positive integer'],
    [{ initialEpoch: -1 }, 'fit: initialEpoch must be an integer from 0 on, got -1'],
    [{ seed: -1 }, 'fit: seed must be an integer from 0 on, got -1'],
    [{ stepsPerEpoch: 0 }, 'fit: stepsPerEpoch must be a positive integer'],
    [{ validation: data, validationSteps: 0 }, 'fit: validationSteps must be a positive integer'],
    [
      { validation: data, validationSplit: 0.5 },
      'fit: got validation and validationSplit. Give one of them.',
    ],
    [{ validationSplit: 1 }, 'fit: validationSplit must be a finite number above 0 and below 1, got 1.'],
    [{ classWeight: { a: 1 } }, 'fit: classWeight must hold finite numbers ≥ 0 by class number, got a: 1'],
    [
      { loss: 'nope' },
      /fit: loss must be one of binaryCrossentropy, .*, got "nope"\. Or give a function of your own: \(targets, predictions\) => losses\./,
    ],
    [
      { optimizer: 'nope' },
      'fit: optimizer must be one of sgd, rmsprop, adam, adamW, nadam, adagrad, got "nope". Or give an Optimizer, such as adam({',
    ],
    [
      { metrics: ['nope'] },
      /fit: a name in metrics must be one of accuracy, .*, got "nope"\. Or give a Metric of your own/,
    ],
  ])('%j', async (options, message) => {
    const before = liveTensors();
    await expect(fit(toyModel(), data, { ...SETTINGS, ...options } as never)).rejects.toThrow(message);
    expect(liveTensors()).toBe(before);
  });

  test('of evaluation and prediction too', async () => {
    const model = toyModel();
    await expect(evaluate(model, data, { loss: 'mse', batch_size: 8 } as never)).rejects.toThrow(
      'evaluate: has no setting "batch_size". Its settings: loss, metrics, weightedMetrics, lossWeights, batchSize, steps, ' +
        'signal.',
    );
    await expect(predict(model, data.inputs, { steps: 1 } as never)).rejects.toThrow(
      'predict: has no setting "steps". Its settings: batchSize, signal, plan.',
    );
    model.dispose();
  });

  test.each([
    [{ inputs: data.inputs }, 'fit: expected { inputs, targets, sampleWeights? }'],
    [undefined, 'fit: expected { inputs, targets'],
    [
      { ...data, targets: data.targets.data },
      'fit: targets must be { data, shape } with a Float32Array, Int32Array or Uint8Array, got a bare Uint8Array.',
    ],
    [
      { ...data, inputs: [[1], [2]] },
      'fit: inputs must be { data, shape } with a Float32Array, Int32Array or Uint8Array, got an array of 2.',
    ],
    [
      { ...data, inputs: { data: new Float64Array(8), shape: [8] } },
      'Uint8Array, got data in a Float64Array.',
    ],
    [{ ...data, sampleWeights: 1 }, 'fit: sampleWeights must be { data, shape }'],
    [
      { ...data, targets: toyData(7).targets },
      'fit: targets have shape [7], expected 8 samples as in inputs.',
    ],
    [
      { ...data, inputs: { data: new Int32Array(3), shape: [8, LENGTH] } },
      'inputs have shape [8, 6] and 3 values',
    ],
    [
      { inputs: { data: new Int32Array(0), shape: [0, 6] }, targets: data.targets },
      'fit: there are no samples',
    ],
    [
      [{ inputs: [data.inputs, data.inputs], targets: data.targets }],
      'has 2 input arrays; a Sequential takes one',
    ],
    [[{ inputs: data.inputs }], 'fit: a batch must be { inputs, targets }'],
    [
      [{ ...data, targets: toyData(7).targets }],
      'fit: a batch has inputs of shape [8, 6] and targets or weights of shape [7]',
    ],
  ])('data %#', async (samples, message) => {
    const before = liveTensors();
    const model = toyModel();
    await expect(fit(model, samples as never, SETTINGS)).rejects.toThrow(message);
    model.dispose();
    expect(liveTensors()).toBe(before);
  });

  test('batches without targets, in evaluation and validation; predict needs none', async () => {
    const model = toyModel();
    const bare = [{ inputs: data.inputs }];
    await expect(evaluate(model, bare as never, SETTINGS)).rejects.toThrow(
      'evaluate: a batch must be { inputs, targets } of { data, shape }',
    );
    await expect(fit(model, data, { ...SETTINGS, validation: bare as never })).rejects.toThrow(
      'fit: validation: a batch must be { inputs, targets } of { data, shape }',
    );
    expect(await predict(model, bare)).toEqual(await predict(model, data.inputs));
    model.dispose();
  });

  test('a model with nothing to train', async () => {
    const message = 'fit: the model has no trainable weights';
    const bare = new Sequential([new Flatten()]);
    await expect(fit(bare, data, { loss: (_, p) => p })).rejects.toThrow(message);
    const frozen = toyModel();
    for (const layer of frozen.layers) layer.trainable = false;
    await expect(fit(frozen, data, SETTINGS)).rejects.toThrow(message);
    frozen.dispose();
  });

  test('an id outside the vocabulary names layer, id and range and releases everything', async () => {
    const model = toyModel();
    model.build([null, LENGTH]);
    const before = liveTensors();
    const ids = new Int32Array(LENGTH).fill(99);
    const samples = { inputs: { data: ids, shape: [1, LENGTH] }, targets: column(1) };
    await expect(fit(model, samples, SETTINGS)).rejects.toThrow(
      'Embedding "embedding": id 99 is outside 0 … 19.',
    );
    expect(liveTensors()).toBe(before);
    model.dispose();
  });
});

describe('a loss of the user', () => {
  const samples = { inputs: { data: new Float32Array(8).fill(1), shape: [4, 2] } };
  const data = { ...samples, targets: { data: new Float32Array(4).fill(3), shape: [4, 1] } };
  const fitWith = async (loss: Loss, layers: Layer[] = [new Dense({ units: 1 })]) => {
    const model = new Sequential(layers);
    try {
      return await fit(model, data, { loss, epochs: 2, batchSize: 2 });
    } finally {
      model.dispose();
    }
  };

  test.each<[string, Loss, string]>([
    [
      'one number',
      (t, p) => mean(square(sub(t, p))),
      'returned one number, expected a loss per sample, [2] or [2, T]',
    ],
    [
      'another count',
      (t, p) => slice(mean(square(sub(t, p)), -1), [0], [1]),
      'returned shape [1], expected a loss per',
    ],
    [
      'no predictions',
      (t) => mean(t, -1),
      'the loss depends on no trainable weight of Sequential "sequential"',
    ],
  ])('that computes %s is refused', async (_, loss, message) => {
    await expect(fitWith(loss)).rejects.toThrow(message);
  });

  test('that leaves weights without a gradient says which, once', async () => {
    const warnings: string[] = [];
    const previous = setWarningHandler((message) => void warnings.push(message));
    try {
      class Bypass extends Layer<LayerOptions, Tensor> {
        static readonly className: string = 'Bypass';
        protected override createParameters(): void {
          this.addParameter('unused', [1], { initializer: 'ones' });
        }
        protected call(x: Tensor): Tensor {
          return x;
        }
      }
      await fitWith((t, p) => mean(square(sub(t, p)), -1), [new Bypass({}), new Dense({ units: 1 })]);
    } finally {
      setWarningHandler(previous);
    }
    expect(warnings).toEqual([
      'fit: the loss does not depend on some weights of Sequential "sequential", which stay as they are: bypass/unused. ' +
        'Set trainable = false on their layers if this is meant.',
    ]);
  });
});
