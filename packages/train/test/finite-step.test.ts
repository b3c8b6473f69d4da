import { liveTensors, sqrt, square, sub, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Parameter } from '@seqloom/nn';
import { SimpleRNN } from '@seqloom/recurrent';
import { describe, expect, test } from 'vitest';
import {
  accuracy,
  adam,
  adamW,
  fit,
  type Loss,
  Metric,
  NonFiniteGradientError,
  type Optimizer,
  type OptimizerOptions,
  rmsprop,
  Sequential,
  sgd,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

const column = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length, 1] });

/** |e| as the root of a square: at e = 0 its value is 0 and its gradient 0 / 0. */
const rootOfSquare: Loss = (targets, predictions) => sqrt(square(sub(targets, predictions)));

/** y = w x with w = 2, trained on one row a step; the third row's error is 0. */
const line = () =>
  new Sequential([
    new Dense({ units: 1, useBias: false, kernelInitializer: { type: 'constant', value: 2 } }),
  ]);
const DATA = { inputs: column(1, 1, 0, 1), targets: column(0, 0, 0, 0) };

/** How many rows it was given. */
const rowCounter = () =>
  new Metric({
    name: 'rows',
    measure: (targets) => tensor([targets.shape[0]!], [1]),
    summarize: ([rows]) => rows!,
  });

describe.each([
  ['no clipping', {}],
  ['clipnorm', { clipnorm: 1 }],
  ['clipvalue', { clipvalue: 1 }],
  ['globalClipnorm', { globalClipnorm: 1 }],
] as const)('a gradient of NaN under a finite loss, with %s', (_, clipping: OptimizerOptions) => {
  test('ends the run in its step, which changes nothing', async () => {
    const model = line();
    model.build([null, 1]);
    const optimizer = adam({ learningRate: 0.1, ...clipping });
    const good = line();
    const rows = { inputs: column(1, 1), targets: column(0, 0) };
    const options = { loss: rootOfSquare, batchSize: 1, shuffle: false } as const;
    await fit(good, rows, { ...options, optimizer: adam({ learningRate: 0.1, ...clipping }) });
    const before = liveTensors();
    const seen = rowCounter();
    const failing = fit(model, DATA, { ...options, metrics: [seen], optimizer });
    await expect(failing).rejects.toThrow(
      'fit: the gradient of "dense/kernel" holds NaN in epoch 1, step 3; the weights are those before this step.',
    );
    await expect(failing).rejects.toMatchObject({
      name: 'NonFiniteGradientError',
      parameter: 'dense/kernel',
      epoch: 0,
      step: 2,
    });
    expect(liveTensors()).toBe(before + 2); // the optimizer's slots
    expect(optimizer.iterations).toBe(2);
    expect(await bitsOf(model)).toEqual(await bitsOf(good));
    expect(await seen.result()).toBe(2); // 3 if the third one counted
    optimizer.dispose();
    model.dispose();
    good.dispose();
  });
});

test('a gradient that explodes in a recurrent network is found while the loss is finite', async () => {
  const model = new Sequential([
    new SimpleRNN({ units: 8, recurrentInitializer: { type: 'orthogonal', gain: 1.2 } }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]).build([null, 500, 1], { seed: 0 });
  const before = await bitsOf(model);
  const inputs = { data: new Float32Array(16 * 500), shape: [16, 500, 1] };
  const targets = { data: Float32Array.from({ length: 16 }, (_, i) => (i % 4 ? 1 : 0)), shape: [16, 1] };
  const run = fit(
    model,
    { inputs, targets },
    { loss: 'binaryCrossentropy', epochs: 2, batchSize: 16, optimizer: 'sgd' },
  );
  await expect(run).rejects.toBeInstanceOf(NonFiniteGradientError);
  await expect(run).rejects.toThrow(
    /^fit: the gradient of "simple_rnn\/.*" holds (NaN|Infinity) in epoch 1, step 1;/,
  );
  expect(await bitsOf(model)).toEqual(before);
  model.dispose();
});

/** One step of an optimizer on one parameter, outside of `fit`. */
async function step(optimizer: Optimizer, weights: readonly number[], gradient: readonly number[]) {
  const parameter = new Parameter({
    name: 'w',
    path: 'w',
    shape: [weights.length],
    values: Float32Array.from(weights),
  });
  const g = tensor(gradient, [gradient.length]);
  let error: unknown;
  try {
    optimizer.apply([parameter], [g]);
  } catch (thrown) {
    error = thrown;
  }
  const after = Array.from(await parameter.value.data());
  const slots = await Promise.all(optimizer.slots().map(({ variable }) => variable.value.data()));
  parameter.dispose();
  g.dispose();
  return { error, after, slots: slots.map((slot) => Array.from(slot)) };
}

describe('a step that leaves float32', () => {
  test.each([
    ['a learning rate that float32 does not hold', sgd({ learningRate: 1e300 }), [1, 0]],
    ['a long step', sgd({ learningRate: 1e30 }), [1e10, 1]],
    ['a long step with momentum', sgd({ learningRate: 1e30, momentum: 0.9 }), [1e10, 1]],
    ['a square in Adam’s slot', adam(), [1e25, 1]],
    ['a square in RMSprop’s slot', rmsprop(), [1e25, 1]],
    ['a decay', adamW({ learningRate: 1e20, weightDecay: 1e20 }), [1, 1]],
  ] as const)('is refused for %s', async (_, optimizer, gradient) => {
    const before = liveTensors();
    const { error, after, slots } = await step(optimizer, [1, 2], gradient);
    expect(error).toBeInstanceOf(NonFiniteGradientError);
    expect((error as Error).message).toContain(
      'optimizer: the step of "w" is too large for float32, at learning rate',
    );
    expect(after).toEqual([1, 2]);
    expect(slots.flat().every((value) => value === 0)).toBe(true);
    expect(optimizer.iterations).toBe(0);
    expect(liveTensors()).toBe(before);
  });

  test('ends the run although it is the last one', async () => {
    const model = line();
    const run = fit(
      model,
      { inputs: column(1), targets: column(-1e10) },
      { loss: 'mse', optimizer: sgd({ learningRate: 1e30 }) },
    );
    await expect(run).rejects.toThrow(
      'fit: the step of "dense/kernel" is too large for float32, at learning rate 1e+30, in epoch 1, step 1; the weights',
    );
    expect(await bitsOf(model)).toEqual([2]);
    model.dispose();
  });
});

test('a long step that stays finite is done like any other', async () => {
  const { after } = await step(sgd({ learningRate: 2 ** 60 }), [1, 0], [4, -1]);
  expect(after).toEqual([-(2 ** 62), 2 ** 60]);
  const momentum = await step(sgd({ learningRate: 2 ** 60, momentum: 0.5 }), [0], [1]);
  expect(momentum).toMatchObject({ after: [-(2 ** 60)], slots: [[-(2 ** 60)]] });
});

test('clipping shortens a gradient whose square float32 does not hold', async () => {
  const clipped = await step(sgd({ learningRate: 1, clipnorm: 1 }), [0, 0], [3e25, 4e25]);
  expect(clipped.after.map((value) => Number(value.toPrecision(6)))).toEqual([-0.6, -0.8]);
  const together = await step(adam({ learningRate: 1, globalClipnorm: 5 }), [0, 0], [3e25, 4e25]);
  expect(together.slots[0]!.map((value) => Number(value.toPrecision(6)))).toEqual([0.3, 0.4]); // 0.1 · g
});

test.each([
  ['adam', adam({ epsilon: 0 })],
  ['rmsprop', rmsprop({ epsilon: 0 })],
  ['centred rmsprop', rmsprop({ epsilon: 0, centered: true })],
] as const)('%s with epsilon 0 leaves a weight alone whose gradients are 0', async (_, optimizer) => {
  const { after } = await step(optimizer, [1, 2], [0, 1]);
  expect(after[0]).toBe(1);
  expect(after[1]).toBeLessThan(2);
});

test('a metric that fails does so before the weights change', async () => {
  const model = line();
  const failing = fit(
    model,
    { inputs: column(1), targets: column(0) },
    { loss: 'mse', metrics: [rowCounter(), badMetric()] },
  );
  await expect(failing).rejects.toThrow('on purpose');
  expect(await bitsOf(model)).toEqual([2]);
  model.dispose();
});

function badMetric() {
  const metric = accuracy({ name: 'bad' });
  metric.prepare = () => {
    throw new Error('on purpose');
  };
  return metric;
}
