import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Conv1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout } from '@seqloom/nn';
import { GRU, LSTM } from '@seqloom/recurrent';
import {
  adam,
  evaluate,
  type FitOptions,
  fit,
  predict,
  rmsprop,
  Sequential,
  type TrainingData,
} from '@seqloom/train';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { grid } from './grid.ts';

startBackend(wasmBackend(), 2);

const [SAMPLES, TIME, VOCABULARY] = [24, 6, 9];
const ids = Int32Array.from(grid(SAMPLES * TIME), (v) => Math.floor(((v + 1) / 2) * VOCABULARY));
const labels = Float32Array.from({ length: SAMPLES }, (_, i) => Number(ids[i * TIME]! > 4));
const DATA = {
  inputs: { data: ids, shape: [SAMPLES, TIME] },
  targets: { data: labels, shape: [SAMPLES, 1] },
} satisfies TrainingData;

/** Masks, dropout of all kinds, and states kept from batch to batch. */
const lstmModel = () =>
  new Sequential(
    [
      new Embedding({ inputDim: VOCABULARY, outputDim: 5, maskZero: true }),
      new LSTM({ units: 4, dropout: 0.2, recurrentDropout: 0.2, stateful: true }),
      new Dropout({ rate: 0.2 }),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ],
    { name: 'lstm' },
  );

const convModel = () =>
  new Sequential(
    [
      new Embedding({ inputDim: VOCABULARY, outputDim: 4 }),
      new Conv1D({ filters: 4, kernelSize: 3, padding: 'causal', activation: 'relu' }),
      new GRU({ units: 3, dropout: 0.3 }),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ],
    { name: 'conv' },
  );

/** Lets everything that waits run after each step; by itself `fit` does so a few times a second. */
const LETS_OTHERS_RUN = { onBatchEnd: () => new Promise<void>(setImmediate) };

const options = (): FitOptions => ({
  loss: 'binaryCrossentropy',
  metrics: ['accuracy', 'auc'],
  optimizer: adam({ learningRate: 0.02 }),
  epochs: 3,
  batchSize: 6,
  validation: DATA,
  seed: 4,
  callbacks: [LETS_OTHERS_RUN],
});

async function bitsOf(model: Sequential): Promise<number[]> {
  return (await model.getWeights()).flatMap(({ data }) => Array.from(data));
}

/** Logs and weights of a training run, which releases its model. */
async function trained(
  model: Sequential,
  settings: FitOptions,
  during: (model: Sequential) => Promise<void> = async () => {},
) {
  const running = { done: false };
  const training = fit(model, DATA, settings).finally(() => {
    running.done = true;
  });
  while (!running.done) {
    await during(model);
    await new Promise(setImmediate);
  }
  const { logs } = await training;
  const weights = await bitsOf(model);
  return { logs, weights };
}

let before: number;
beforeEach(() => {
  before = liveTensors();
});
afterEach(() => {
  expect(liveTensors(), 'live tensors after the test').toBe(before);
});

/** A run that nothing disturbs. */
async function alone(make: () => Sequential, settings: FitOptions) {
  const model = make();
  const { logs, weights } = await trained(model, settings);
  dispose(model, settings);
  return { logs, weights };
}

function dispose(model: Sequential, { optimizer }: FitOptions): void {
  model.dispose();
  if (typeof optimizer === 'object') optimizer.dispose();
}

describe('while fit runs', () => {
  test('predict gives what the weights of one step give, and the training goes on unchanged', async () => {
    const expected = await alone(lstmModel, options());

    // What the weights predict before the first step and after each of them.
    const moments = new Set<string>();
    const remember = async (model: Sequential) => {
      const { data } = await predict(model, DATA.inputs, { batchSize: SAMPLES });
      moments.add(String(data));
    };
    const watched = lstmModel();
    const watchedOptions = options();
    await trained(watched, {
      ...watchedOptions,
      callbacks: [{ onTrainBegin: () => remember(watched), onBatchEnd: () => remember(watched) }],
    });
    expect(await bitsOf(watched)).toEqual(expected.weights);
    dispose(watched, watchedOptions);

    const model = lstmModel();
    const settings = options();
    let predictions = 0;
    const { logs, weights } = await trained(model, settings, async () => {
      if (!model.built) return;
      const { data } = await predict(model, DATA.inputs, { batchSize: SAMPLES });
      expect(moments.has(String(data)), 'the prediction of one moment').toBe(true);
      predictions++;
    });
    expect(predictions).toBeGreaterThan(6);
    expect({ logs, weights }).toEqual(expected);
    dispose(model, settings);
  });

  test('evaluate leaves the training, its states and its metrics as they are', async () => {
    const expected = await alone(lstmModel, options());
    const model = lstmModel();
    const settings = options();
    let evaluations = 0;
    const { logs, weights } = await trained(model, settings, async () => {
      if (!model.built) return;
      const result = await evaluate(model, DATA, {
        loss: 'binaryCrossentropy',
        metrics: ['auc'],
        batchSize: 6,
      });
      expect(result.loss).toBeGreaterThan(0);
      evaluations++;
    });
    expect(evaluations).toBeGreaterThan(6);
    expect({ logs, weights }).toEqual(expected);
    dispose(model, settings);
  });

  test('a second model trains beside it, and both give what they give alone', async () => {
    const second = (): FitOptions => ({
      ...options(),
      optimizer: rmsprop({ learningRate: 0.01 }),
      batchSize: 4,
      seed: 9,
    });
    const expected = [await alone(lstmModel, options()), await alone(convModel, second())];
    const runs = [
      { model: lstmModel(), settings: options() },
      { model: convModel(), settings: second() },
    ];
    const order: string[] = [];
    const got = await Promise.all(
      runs.map(({ model, settings }) => {
        const noteStep = { onBatchEnd: () => void order.push(model.name) };
        return trained(model, { ...settings, callbacks: [LETS_OTHERS_RUN, noteStep] });
      }),
    );
    expect(got).toEqual(expected);
    // The steps of the two came in turn, not one run after the other.
    expect(order.filter((name, i) => i > 0 && name !== order[i - 1]).length).toBeGreaterThan(6);
    for (const { model, settings } of runs) dispose(model, settings);
  });
});
