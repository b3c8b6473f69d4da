import { mean, square } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Masking } from '@seqloom/nn';
import { describe, expect, test } from 'vitest';
import { type FitOptions, fit, Sequential, sgd } from '../src/index.ts';

startBackend(wasmBackend());

const floats = (shape: readonly number[], ...values: number[]) => ({
  data: Float32Array.from(values),
  shape,
});
const integers = (shape: readonly number[], ...values: number[]) => ({
  data: Int32Array.from(values),
  shape,
});
const ones = (...shape: number[]) =>
  floats(shape, ...new Array<number>(shape.reduce((a, b) => a * b, 1)).fill(1));

/** Outputs 1/C for each of C classes, or 0.5 of one unit: the loss of every label is ln C or ln 2. */
const indifferent = (units: number) =>
  new Dense({ units, activation: units === 1 ? 'sigmoid' : 'softmax', kernelInitializer: 'zeros' });
const run = async (data: object, options: Partial<FitOptions>, units = 3) => {
  const model = new Sequential([indifferent(units)]);
  const { logs } = await fit(model, data as Parameters<typeof fit>[1], {
    loss: 'sparseCategoricalCrossentropy',
    optimizer: sgd({ learningRate: 0 }),
    classWeight: { 0: 1, 1: 10, 2: 100 },
    ...options,
  });
  model.dispose();
  return logs[0]!.loss! / Math.log(Math.max(units, 2));
};

describe('class weights', () => {
  test.each([
    ['[B]', ones(3, 1), integers([3], 0, 1, 2), 'sparseCategoricalCrossentropy', 111 / 3],
    ['[B, 1]', ones(3, 1), integers([3, 1], 0, 1, 2), 'sparseCategoricalCrossentropy', 111 / 3],
    ['one-hot [B, C]', ones(2, 1), floats([2, 3], 0, 1, 0, 0, 0, 1), 'categoricalCrossentropy', 110 / 2],
    ['[B, T]', ones(2, 3, 1), integers([2, 3], 0, 0, 1, 2, 2, 2), 'sparseCategoricalCrossentropy', 312 / 6],
    [
      '[B, T, 1]',
      ones(2, 3, 1),
      integers([2, 3, 1], 0, 0, 1, 2, 2, 2),
      'sparseCategoricalCrossentropy',
      312 / 6,
    ],
    [
      'one-hot [B, T, C]',
      ones(1, 2, 1),
      floats([1, 2, 3], 0, 1, 0, 0, 0, 1),
      'categoricalCrossentropy',
      110 / 2,
    ],
    // as many steps as classes: still labels of steps, because the outputs have one more axis
    ['[B, T] with T = C', ones(1, 3, 1), integers([1, 3], 2, 1, 0), 'sparseCategoricalCrossentropy', 111 / 3],
  ] as const)('count for targets %s', async (_, inputs, targets, loss, expected) => {
    expect(await run({ inputs, targets }, { loss })).toBeCloseTo(expected, 4);
  });

  test('count for steps of one output, times the weights of samples or steps', async () => {
    const inputs = ones(2, 2, 1);
    const binary = { loss: 'binaryCrossentropy', classWeight: { 1: 10 } } as const;
    for (const targets of [integers([2, 2], 0, 1, 1, 0), integers([2, 2, 1], 0, 1, 1, 0)]) {
      expect(await run({ inputs, targets }, binary, 1)).toBeCloseTo(22 / 4, 5);
      const perSample = floats([2, 1], 2, 3);
      expect(await run({ inputs, targets, sampleWeights: perSample }, binary, 1)).toBeCloseTo(55 / 4, 5);
      const perStep = floats([2, 2], 1, 0, 1, 0);
      expect(await run({ inputs, targets, sampleWeights: perStep }, binary, 1)).toBeCloseTo(11 / 4, 5);
    }
  });

  test('do not count where a mask leaves the step out', async () => {
    const model = new Sequential([new Masking(), indifferent(3)]);
    const data = { inputs: floats([1, 3, 1], 1, 1, 0), targets: integers([1, 3], 0, 1, 2) };
    const { logs } = await fit(model, data, {
      loss: 'sparseCategoricalCrossentropy',
      weightedMetrics: ['accuracy'],
      optimizer: sgd({ learningRate: 0 }),
      classWeight: { 0: 3, 1: 1, 2: 100 },
    });
    expect(logs[0]!.loss).toBeCloseTo(2 * Math.log(3), 5);
    expect(logs[0]!.accuracy).toBe(0.75); // equal scores: class 0
    model.dispose();
  });
});

describe('class weights are refused', () => {
  const two = ones(2, 1);
  const own = (_: unknown, p: Parameters<typeof square>[0]) => mean(square(p), -1);
  test.each([
    ['for rows of several labels', floats([2, 3], 1, 0, 0, 1, 1, 0), 'got [1, 1, 0] at [1]'],
    ['for rows without a label', floats([2, 3], 0, 0, 0, 1, 0, 0), 'got [0, 0, 0] at [0]'],
    ['for soft labels', floats([2, 3], 1, 0, 0, 0.5, 0.5, 0), 'got [0.5, 0.5, 0] at [1]'],
    ['for quantities', floats([2], 1, 0.5), 'got 0.5 at [1]'],
    ['for NaN', floats([2], Number.NaN, 1), 'got NaN at [0]'],
    ['for numbers below 0', integers([2], 0, -1), 'got -1 at [1]'],
  ])('%s', async (_, targets, got) => {
    await expect(run({ inputs: two, targets }, { loss: own })).rejects.toThrow(
      `classWeight: a target must name one class, ${got} of its batch. Use sampleWeights.`,
    );
  });

  test('for classes that the model does not have, and for what is no record of weights', async () => {
    const data = { inputs: two, targets: integers([2], 0, 1) };
    await expect(run(data, { classWeight: { 0: 1, 3: 2 } })).rejects.toThrow(
      'classWeight: there is no class 3, the last layer has 3 units: classes 0 … 2.',
    );
    await expect(run(data, { classWeight: new Map([[0, 2]]) as never })).rejects.toThrow(
      'classWeight must hold weights by class number, such as { 0: 1, 1: 5 }, got Map(1).',
    );
    await expect(run(data, { classWeight: [1, 2] as never })).rejects.toThrow(
      'fit: classWeight must hold weights by class number, such as { 0: 1, 1: 5 }, got',
    );
    await expect(run(data, { classWeight: { '01': 1 } as never })).rejects.toThrow('got 01: 1');
  });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('a sample weight of %d is refused', async (weight) => {
  const data = { inputs: ones(2, 1), targets: integers([2], 0, 1), sampleWeights: floats([2], 1, weight) };
  await expect(run(data, {})).rejects.toThrow(
    `sampleWeights: must be finite numbers, got ${weight} at [1] of its batch.`,
  );
});
