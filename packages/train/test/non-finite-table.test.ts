import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Flatten } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { describe, expect, test } from 'vitest';
import {
  type Callback,
  fit,
  type LossName,
  type ModelBatch,
  modelCheckpoint,
  Sequential,
  save,
  sgd,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

const BAD = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** A model that ends in what its loss takes. */
const MODELS = {
  dense: () => [new Flatten(), new Dense({ units: 4, activation: 'tanh' }), new Dense({ units: 1 })],
  linear: () => [new Flatten(), new Dense({ units: 4 }), new Dense({ units: 1 })],
  recurrent: () => [new LSTM({ units: 3 }), new Dense({ units: 1 })],
  binary: () => [new Flatten(), new Dense({ units: 1, activation: 'sigmoid' })],
  classes: () => [new Flatten(), new Dense({ units: 3, activation: 'softmax' })],
};

/** What is wrong in the second step, where the first and the last one are fine. */
interface Case {
  readonly title: string;
  readonly model?: keyof typeof MODELS;
  readonly loss?: LossName;
  readonly change?: (batch: Batch) => void;
  readonly breakWeight?: { readonly name: string; readonly value: number };
  readonly learningRate?: (step: number) => number;
  /** What the error names. */
  readonly names: string;
}

interface Batch {
  readonly inputs: Float32Array;
  readonly targets: Float32Array;
  readonly sampleWeights: Float32Array;
}

const cases: Case[] = BAD.flatMap((value): Case[] => [
  ...(['dense', 'recurrent'] as const).map((model) => ({
    title: `${value} in the inputs of a ${model} model`,
    model,
    change: ({ inputs }: Batch) => {
      inputs[7] = value;
    },
    names: `input, ${value} at [1, 0, 1] of its batch`,
  })),
  ...(
    [
      ['mse', 'dense'],
      ['huber', 'dense'],
      ['binaryCrossentropy', 'binary'],
      ['sparseCategoricalCrossentropy', 'classes'],
    ] as const
  ).map(([loss, model]) => ({
    title: `${value} in the targets of ${loss}`,
    model,
    loss,
    change: ({ targets }: Batch) => {
      targets[2] = value;
    },
    names: `${value}`,
  })),
  ...(
    [
      ['dense/kernel', 'dense'],
      ['dense_1/bias', 'dense'],
      ['lstm/recurrentKernel', 'recurrent'],
    ] as const
  ).map(([name, model]) => ({
    title: `${value} in the weight ${name}`,
    model,
    breakWeight: { name, value },
    names: `weight "${name}"`,
  })),
  {
    title: `${value} in the sample weights`,
    change: ({ sampleWeights }: Batch) => {
      sampleWeights[3] = value;
    },
    names: `sampleWeights: must be finite numbers, got ${value} at [3] of its batch`,
  },
  {
    title: `a step size of ${value}`,
    learningRate: (step: number) => (step === 1 ? value : 0.01),
    names: `optimizer: learningRate must be a finite number ≥ 0, got ${value}`,
  },
]);

// Finite numbers that become infinite on the way are found by the layer or weight that they are in.
cases.push(
  {
    title: 'inputs whose products overflow',
    change: ({ inputs }) => void inputs.fill(3e38),
    model: 'linear',
    names: 'output of Dense "dense"',
  },
  {
    title: 'a target whose square overflows',
    change: ({ targets }) => {
      targets[0] = 3e38;
    },
    names: 'the loss is Infinity in epoch 1, step 2',
  },
  {
    title: 'a target whose gradient is too large to step along',
    loss: 'mae',
    change: ({ sampleWeights }) => void sampleWeights.fill(1e38),
    learningRate: () => 1e3,
    names: 'in epoch 1, step 2',
  },
);

function batch(change: ((batch: Batch) => void) | undefined, integers: boolean): ModelBatch {
  const made: Batch = {
    inputs: Float32Array.from({ length: 4 * 3 * 2 }, (_, i) => Math.sin(i)),
    targets: Float32Array.from({ length: 4 }, (_, i) => (integers ? i % 2 : i / 4)),
    sampleWeights: new Float32Array(4).fill(1),
  };
  change?.(made);
  return {
    inputs: { data: made.inputs, shape: [4, 3, 2] },
    targets: { data: made.targets, shape: [4] },
    sampleWeights: { data: made.sampleWeights, shape: [4] },
  };
}

describe('a number that is not finite ends the run in its step, before anything has changed', () => {
  test('in at least 30 cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
  });

  test.each(cases.map((each) => [each.title, each] as const))('%s', async (_, each) => {
    const {
      model: kind = 'dense',
      loss = 'mse',
      change,
      breakWeight,
      learningRate = () => 0.01,
      names,
    } = each;
    const before = liveTensors();
    const model = new Sequential(MODELS[kind]());
    const optimizer = sgd({ learningRate, momentum: 0.9 });
    const files: Uint8Array[] = [];
    let done = 0;
    let weights: number[] = [];
    const watch: Callback = {
      onBatchEnd: async () => {
        done++;
        if (breakWeight) {
          const broken = (await model.getWeights()).map(({ name, shape, data }) => ({
            name,
            shape,
            data: name === breakWeight.name ? data.map((v, i) => (i === 0 ? breakWeight.value : v)) : data,
          }));
          model.setWeights(broken);
        }
        weights = await bitsOf(model);
      },
    };
    const integers = kind === 'binary' || kind === 'classes';
    const data = [batch(undefined, integers), batch(change, integers), batch(undefined, integers)];
    const callbacks = [
      watch,
      modelCheckpoint({ write: (bytes) => void files.push(bytes), monitor: 'loss', saveOptimizer: false }),
    ];
    await expect(fit(model, data, { loss, optimizer, callbacks, epochs: 2, seed: 2 })).rejects.toThrow(names);
    expect(done).toBe(1);
    expect(await bitsOf(model)).toEqual(weights);
    expect(optimizer.iterations).toBe(1);
    expect(files).toEqual([]);
    if (breakWeight)
      await expect(save(model)).rejects.toThrow(`save: "${breakWeight.name}" holds ${breakWeight.value}`);
    model.dispose();
    optimizer.dispose();
    expect(liveTensors()).toBe(before);
  });
});
