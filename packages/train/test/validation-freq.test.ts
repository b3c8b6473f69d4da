import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { readRecorded } from '@seqloom/vitest/recorded';
import { expect, test } from 'vitest';
import {
  type Callback,
  csvLogger,
  earlyStopping,
  fit,
  modelCheckpoint,
  reduceLROnPlateau,
  Sequential,
  sgd,
  type ValidationFreq,
} from '../src/index.ts';

startBackend(wasmBackend());

interface Answer {
  readonly validationFreq: ValidationFreq;
  readonly epochs: number;
  readonly validated: readonly number[];
}

const ones = { data: Float32Array.of(1, 1, 1, 1), shape: [4, 1] };
const data = { inputs: ones, targets: ones };

/** A run of `epochs` epochs on a line, validated on the same data. */
async function run(epochs: number, options: object, callbacks: readonly Callback[] = []) {
  const model = new Sequential([new Dense({ units: 1 })]);
  const history = await fit(model, data, { loss: 'mse', epochs, validation: data, callbacks, ...options });
  model.dispose();
  return history;
}

test.each(readRecorded<Answer[]>('keras_callbacks', 'validationEpochs'))(
  'with validationFreq $validationFreq, epochs $validated of $epochs are validated, as in Keras',
  async ({ validationFreq, epochs, validated }) => {
    const { logs } = await run(epochs, { validationFreq, metrics: ['mae'] });
    const found = logs.flatMap((log, i) => ('valLoss' in log ? [i + 1] : []));
    expect(found).toEqual(validated);
    expect(logs.every((log) => 'valLoss' in log === 'valMae' in log)).toBe(true);
  },
);

test('the series of a log has NaN where it was not measured', async () => {
  const { series } = await run(3, { validationFreq: 2 });
  expect(series.valLoss).toEqual([Number.NaN, expect.any(Number), Number.NaN]);
});

test('callbacks that watch a log on validation data wait for it', async () => {
  // The loss does not change, so that no epoch after the first measured one improves.
  const still = { validationFreq: 2, optimizer: sgd({ learningRate: 0 }) };
  const stopped = await run(20, still, [earlyStopping({ patience: 2 })]);
  expect(stopped.epochs).toHaveLength(6); // measured after epochs 2, 4 and 6
  const rates: number[] = [];
  const optimizer = sgd({ learningRate: 1e-30 });
  const files: number[] = [];
  await run(7, { ...still, optimizer }, [
    reduceLROnPlateau({ patience: 1, factor: 0.5 }),
    modelCheckpoint({ saveBestOnly: true, write: (_, { epoch }) => void files.push(epoch) }),
    { onEpochEnd: () => void rates.push(optimizer.learningRate / 1e-30) },
  ]);
  expect(rates).toEqual([1, 1, 1, 0.5, 0.5, 0.25, 0.25]);
  expect(files).toEqual([1]);
});

test('csvLogger has columns for logs that the first epoch lacks', async () => {
  const lines: string[] = [];
  const frozen = { validationFreq: 2, optimizer: sgd({ learningRate: 0 }) };
  const { logs } = await run(2, frozen, [csvLogger({ write: (line) => void lines.push(line) })]);
  const { loss } = logs[0]!;
  expect(lines).toEqual(['epoch,loss,valLoss\n', `0,${loss},\n`, `1,${loss},${loss}\n`]);
});

test.each([
  [0, 'fit: validationFreq must be a positive integer, got 0.'],
  [1.5, 'fit: validationFreq must be a positive integer, got 1.5.'],
  [[2, 0], 'fit: an epoch in validationFreq must be a positive integer, got 0.'],
  ['2', 'fit: validationFreq must be a positive integer or a list of epochs, counted from 1, got "2".'],
])('validationFreq %j is refused', async (validationFreq, message) => {
  await expect(run(1, { validationFreq })).rejects.toThrow(message);
});

test.each([
  [{ validationFreq: 2 }, 'fit: got validationFreq 2 without validation data.'],
  [{ validationFreq: [1, 3] }, 'fit: got validationFreq [1,3] without validation data.'],
  [{ validationSteps: 3 }, 'fit: got validationSteps 3 without validation data.'],
])('%j is refused where there is nothing to validate on', async (options, message) => {
  await expect(run(1, { validation: undefined, ...options })).rejects.toThrow(
    `${message} Give validation or validationSplit, or leave it out.`,
  );
  await expect(run(1, { validation: undefined, validationSplit: 0.5, ...options })).resolves.toBeDefined();
});
