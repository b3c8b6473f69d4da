import { batches } from '@seqloom/arrays';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Dropout } from '@seqloom/nn';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  adam,
  type FitOptions,
  fit,
  load,
  modelCheckpoint,
  type Network,
  Sequential,
  save,
  sgd,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());
afterEach(() => void vi.restoreAllMocks());

const column = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length, 1] });
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

/** A model whose output is 0: the loss of a batch of one row is the square of the row's number. */
const zeroModel = () => new Sequential([new Dense({ units: 1, kernelInitializer: 'zeros' })]);

/** The rows in the order they are trained on. */
async function rowsOf(model: Network, count: number, options: Partial<FitOptions>): Promise<number[]> {
  const rows: number[] = [];
  const data = { inputs: column(...range(count)), targets: column(...range(count)) };
  await fit(model, data, {
    loss: 'mse',
    optimizer: sgd({ learningRate: 0 }),
    batchSize: 1,
    ...options,
    callbacks: [{ onBatchEnd: ({ loss }) => void rows.push(Math.round(Math.sqrt(loss))) }],
  });
  return rows;
}

describe('validationSplit', () => {
  test('holds out the last rows; without shuffle the others train in their order', async () => {
    const options = { validationSplit: 0.2, shuffle: false };
    expect(await rowsOf(zeroModel(), 10, options)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('holds out the same rows with shuffle and any seed', async () => {
    for (const seed of [0, 1]) {
      const rows = await rowsOf(zeroModel(), 10, { validationSplit: 0.2, seed });
      expect(rows).not.toEqual(range(8));
      expect(rows.sort((a, b) => a - b)).toEqual(range(8));
    }
  });

  test('measures the rows that it holds out', async () => {
    const data = { inputs: column(0, 0, 0, 0), targets: column(1, 1, 3, 5) };
    const history = await fit(zeroModel(), data, {
      loss: 'mse',
      validationSplit: 0.5,
      optimizer: sgd({ learningRate: 0 }),
    });
    expect(history.logs).toEqual([{ loss: 1, valLoss: 17 }]); // (9 + 25) / 2
  });

  const labels = (...values: number[]) => ({
    inputs: column(...values),
    targets: { data: Uint8Array.from(values), shape: [values.length] },
  });
  const split = (data: ReturnType<typeof labels>, loss: FitOptions['loss']) =>
    fit(
      new Sequential([new Dense({ units: loss === 'binaryCrossentropy' ? 1 : 3, activation: 'sigmoid' })]),
      data,
      {
        loss,
        validationSplit: 0.5,
      },
    );

  test('says once that a part lacks a class of the other', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const sorted = labels(0, 0, 1, 2, 2, 2);
    await split(sorted, 'sparseCategoricalCrossentropy');
    await split(sorted, 'sparseCategoricalCrossentropy');
    expect(warn.mock.calls).toEqual([
      [
        'fit: validationSplit holds out the last 3 of 6 rows, as they are ordered: the rows held out have no sample of class ' +
          '0, 1; the rows left to train on have no sample of class 2. Shuffle the rows first, for instance with shuffleRows ' +
          'of @seqloom/datasets.',
      ],
    ]);
  });

  test('is silent where both parts have all classes, and about quantities', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await split(labels(0, 1, 1, 0), 'binaryCrossentropy');
    await rowsOf(zeroModel(), 6, { validationSplit: 0.5 });
    expect(warn).not.toHaveBeenCalled();
  });
});

describe('calls of fit that follow each other', () => {
  test('see new orders without initialEpoch', async () => {
    const model = zeroModel();
    const orders = [];
    for (const _ of range(3)) orders.push((await rowsOf(model, 8, { epochs: 1 })).join());
    expect(new Set(orders).size).toBe(3);
    // The same orders as in one run of three epochs.
    expect(orders.join()).toBe((await rowsOf(zeroModel(), 8, { epochs: 3 })).join());
  });

  test('see new orders after load, also from a file that was saved within the run', async () => {
    const data = { inputs: column(...range(8)), targets: column(...range(8)) };
    const model = zeroModel();
    const optimizer = sgd({ learningRate: 0 });
    const files: Uint8Array[] = [];
    const callbacks = [modelCheckpoint({ write: (bytes) => void files.push(bytes) })];
    await fit(model, data, { loss: 'mse', optimizer, epochs: 2, callbacks });
    const loaded = load(files[0]!, { layers: [Dense] });
    const whole = await rowsOf(zeroModel(), 8, { epochs: 2 });
    expect(await rowsOf(loaded.model, 8, {})).toEqual(whole.slice(8));
  });

  test('see the orders of their epochs with it', async () => {
    const model = zeroModel();
    const first = await rowsOf(model, 8, {});
    expect(await rowsOf(model, 8, { initialEpoch: 0 })).toEqual(first);
  });

  test('drop other units, also with an optimizer by name', async () => {
    const data = { inputs: column(1), targets: column(0) };
    const model = new Sequential([
      new Dense({ units: 64, kernelInitializer: 'ones' }),
      new Dropout({ rate: 0.5 }),
      new Dense({ units: 1, kernelInitializer: 'ones' }),
    ]);
    const losses = [];
    for (const _ of range(3)) {
      const optimizer = sgd({ learningRate: 0 });
      losses.push((await fit(model, data, { loss: 'mae', optimizer })).logs[0]!.loss);
    }
    expect(new Set(losses).size).toBe(3);
  });
});

describe('3 epochs, save, load and 3 more give the bits of 6 epochs', () => {
  const points = range(40).map((k) => Math.sin(k * 1.7));
  const data = {
    inputs: { data: Float32Array.from(points), shape: [20, 2] },
    targets: column(...range(20).map(Math.cos)),
  };
  const make = () =>
    new Sequential([
      new Dense({ units: 4, activation: 'tanh' }),
      new Dropout({ rate: 0.2 }),
      new Dense({ units: 1 }),
    ]);
  const inBatches = () => batches(data, { batchSize: 4, shuffle: true, seed: 5 });

  test.each([
    ['arrays', () => data, { batchSize: 4 }],
    ['arrays, an epoch of 3 steps of 5', () => data, { batchSize: 4, stepsPerEpoch: 3 }],
    ['arrays, an epoch of 7 steps of 5', () => data, { batchSize: 4, stepsPerEpoch: 7 }],
    ['arrays with a split', () => data, { batchSize: 4, validationSplit: 0.2, stepsPerEpoch: 3 }],
    ['batches()', inBatches, {}],
    ['batches(), an epoch of 3 steps of 5', inBatches, { stepsPerEpoch: 3 }],
    ['a list of batches, an epoch of 3 steps of 5', () => [...inBatches()], { stepsPerEpoch: 3 }],
  ])('from %s', async (_, source, options) => {
    const settings = { loss: 'mse', seed: 5, ...options } as const;
    const [whole, half] = [make(), make()];
    await fit(whole, source(), { ...settings, epochs: 6, optimizer: adam({ learningRate: 0.01 }) });
    const optimizer = adam({ learningRate: 0.01 });
    await fit(half, source(), { ...settings, epochs: 3, optimizer });
    const resumed = load(await save(half, { optimizer }), { layers: [Dense, Dropout] });
    await fit(resumed.model, source(), {
      ...settings,
      epochs: 6,
      initialEpoch: 3,
      optimizer: resumed.optimizer!,
    });
    expect(await bitsOf(resumed.model)).toEqual(await bitsOf(whole));
  });

  test('is refused where the step cannot be found', async () => {
    const endless = {
      *[Symbol.iterator]() {
        for (;;) yield data;
      },
    };
    await expect(
      fit(make(), endless, { loss: 'mse', stepsPerEpoch: 3, initialEpoch: 3, epochs: 6 }),
    ).rejects.toThrow(
      'fit: initialEpoch 3 with stepsPerEpoch 3 needs data with a known number of batches: arrays,',
    );
  });
});
