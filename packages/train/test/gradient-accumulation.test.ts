import { liveTensors, tensor } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Parameter } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import { adam, fit, load, type Optimizer, Sequential, save, sgd } from '../src/index.ts';
import { bitsOf, toyData, toyModel } from './toy-data.ts';

startBackend(wasmBackend());

const parameterOf = (...values: number[]) =>
  new Parameter({ name: 'w', path: 'w', shape: [values.length], values: Float32Array.from(values) });
/** Trains on one gradient. */
const apply = (optimizer: Optimizer, parameter: Parameter, ...values: number[]) => {
  const gradient = tensor(values, [values.length]);
  try {
    optimizer.apply([parameter], [gradient]);
  } finally {
    gradient.dispose();
  }
};

test('a step takes the mean of the gradients of its batches, and the batches before it change nothing', async () => {
  const before = liveTensors();
  const optimizer = sgd({ learningRate: 1, gradientAccumulationSteps: 3 });
  const parameter = parameterOf(0);
  const after: number[] = [];
  for (const gradient of [3, 6, 9, 1, 2]) {
    apply(optimizer, parameter, gradient);
    after.push((await parameter.value.data())[0]!);
  }
  expect(after).toEqual([0, 0, -6, -6, -6]);
  expect(optimizer.iterations).toBe(1);
  parameter.dispose();
  optimizer.dispose();
  expect(liveTensors()).toBe(before);
});

test('four batches of 4 are one batch of 16, to the rounding of sums', async () => {
  const run = async (batchSize: number, optimizer: Optimizer) => {
    const model = toyModel(0);
    const { logs } = await fit(model, toyData(64), {
      loss: 'binaryCrossentropy',
      optimizer,
      batchSize,
      epochs: 3,
      seed: 3,
    });
    const weights = await bitsOf(model);
    model.dispose();
    optimizer.dispose();
    return { weights, loss: logs.at(-1)!.loss! };
  };
  const before = liveTensors();
  for (const make of [sgd, adam]) {
    const whole = await run(16, make({ learningRate: 0.05 }));
    const parts = await run(4, make({ learningRate: 0.05, gradientAccumulationSteps: 4 }));
    whole.weights.forEach((weight, i) => {
      expect(parts.weights[i]).toBeCloseTo(weight, 5);
    });
  }
  expect(liveTensors()).toBe(before);
});

test('sums go into files, so that a run that was saved between two steps goes on with the same bits', async () => {
  const data = toyData(40);
  const options = { loss: 'binaryCrossentropy', batchSize: 8, seed: 5 } as const; // 5 batches an epoch, 3 a step
  const make = () => adam({ gradientAccumulationSteps: 3 });
  const dense = () => new Sequential([new Dense({ units: 1, activation: 'sigmoid' })]);
  const [whole, first, optimizer] = [dense(), dense(), make()];
  await fit(whole, data, { ...options, optimizer: make(), epochs: 3 });
  await fit(first, data, { ...options, optimizer, epochs: 1 });
  expect(optimizer.slots().map(({ name }) => name)).toContain('gradientAccumulator');
  const resumed = load(await save(first, { optimizer }), { layers: [Dense] });
  await fit(resumed.model, data, { ...options, optimizer: resumed.optimizer!, epochs: 3, initialEpoch: 1 });
  expect(await bitsOf(resumed.model)).toEqual(await bitsOf(whole));
  expect(resumed.optimizer!.iterations).toBe(5);
});

describe('a batch that fails changes nothing', () => {
  test('when a gradient is not finite', async () => {
    const [optimizer, parameter] = [sgd({ learningRate: 1, gradientAccumulationSteps: 2 }), parameterOf(0)];
    apply(optimizer, parameter, 2);
    expect(() => apply(optimizer, parameter, Number.NaN)).toThrow('the gradient of "w" holds NaN');
    apply(optimizer, parameter, 4);
    expect(Array.from(await parameter.value.data())).toEqual([-3]);
  });

  test('when a sum of gradients is not', async () => {
    const [optimizer, parameter] = [sgd({ learningRate: 1, gradientAccumulationSteps: 3 }), parameterOf(0)];
    apply(optimizer, parameter, 3e38);
    const before = liveTensors();
    expect(() => apply(optimizer, parameter, 3e38)).toThrow(
      'the sum of the gradients of "w" is too large for float32',
    );
    expect(liveTensors()).toBe(before);
    apply(optimizer, parameter, -3e38);
    apply(optimizer, parameter, 3);
    expect(Array.from(await parameter.value.data())).toEqual([-1]);
  });

  test('when a mean is not', async () => {
    const [optimizer, parameter] = [sgd({ learningRate: 1, gradientAccumulationSteps: 2 }), parameterOf(0)];
    apply(optimizer, parameter, 3e38);
    expect(() => apply(optimizer, parameter, 3e38)).toThrow('the gradient of "w" holds Infinity');
    apply(optimizer, parameter, -3e38);
    expect(Array.from(await parameter.value.data())).toEqual([0]);
  });
});

test('a parameter that gets no gradient in the last batch of a step moves along those before', async () => {
  const optimizer = sgd({ learningRate: 1, gradientAccumulationSteps: 2 });
  const parameter = parameterOf(0);
  apply(optimizer, parameter, 4);
  optimizer.apply([parameter], [undefined]);
  expect(Array.from(await parameter.value.data())).toEqual([-2]);
});

test('settings that do not fit are refused', () => {
  expect(() => sgd({ gradientAccumulationSteps: 1 })).toThrow(
    'sgd: gradientAccumulationSteps must be an integer from 2 on, got 1.',
  );
  expect(() => adam({ sparse: true, gradientAccumulationSteps: 4 })).toThrow(
    'adam: sparse follows the rows of one batch, got it with gradientAccumulationSteps 4. Leave one of them out.',
  );
});
