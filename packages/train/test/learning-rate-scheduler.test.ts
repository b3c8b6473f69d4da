import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense } from '@seqloom/nn';
import { expect, test } from 'vitest';
import { adam, cosineDecay, fit, learningRateScheduler, load, Sequential, save, sgd } from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

const DATA = {
  inputs: { data: Float32Array.of(1, 2, 3, 4), shape: [4, 1] },
  targets: { data: Float32Array.of(2, 4, 6, 8), shape: [4, 1] },
};
const OPTIONS = { loss: 'mse', batchSize: 2, seed: 1 } as const;
const make = () => new Sequential([new Dense({ units: 1 })]);
const shrink = (epoch: number, rate: number) => (epoch < 1 ? rate : rate * 0.5);

test('sets the step size at the beginning of every epoch, from the epoch and the size so far', async () => {
  const optimizer = sgd({ learningRate: 0.08 });
  const rates: number[] = [];
  await fit(make(), DATA, {
    ...OPTIONS,
    optimizer,
    epochs: 4,
    callbacks: [
      learningRateScheduler({ schedule: shrink }),
      { onEpochBegin: (_, run) => void rates.push(run.optimizer.learningRate) },
    ],
  });
  expect(rates).toEqual([0.08, 0.04, 0.02, 0.01]);
});

test('goes on after a file as a run that never stopped', async () => {
  const callbacks = () => [learningRateScheduler({ schedule: shrink })];
  const [whole, first, optimizer] = [make(), make(), adam({ learningRate: 0.1 })];
  await fit(whole, DATA, {
    ...OPTIONS,
    optimizer: adam({ learningRate: 0.1 }),
    epochs: 4,
    callbacks: callbacks(),
  });
  await fit(first, DATA, { ...OPTIONS, optimizer, epochs: 2, callbacks: callbacks() });
  const loaded = load(await save(first, { optimizer }), { layers: [Dense] });
  const more = { epochs: 4, initialEpoch: 2, callbacks: callbacks() };
  await fit(loaded.model, DATA, { ...OPTIONS, optimizer: loaded.optimizer!, ...more });
  expect(loaded.optimizer!.learningRate).toBe(0.0125);
  expect(await bitsOf(loaded.model)).toEqual(await bitsOf(whole));
});

test.each([
  [
    () => sgd({ learningRate: cosineDecay({ initialLearningRate: 1, decaySteps: 2 }) }),
    'is a schedule or a function',
  ],
  [() => sgd(), 'learningRateScheduler: schedule must return a finite number ≥ 0, got NaN for epoch 1.'],
] as const)(
  'refuses an optimizer that has a schedule, and a size that is no number (%#)',
  async (optimizer, message) => {
    const callbacks = [learningRateScheduler({ schedule: () => Number.NaN })];
    await expect(fit(make(), DATA, { ...OPTIONS, optimizer: optimizer(), callbacks })).rejects.toThrow(
      message,
    );
  },
);

test('refuses a schedule that is not a function', () => {
  expect(() => learningRateScheduler({ schedule: 0.1 as never })).toThrow(
    'learningRateScheduler: schedule must be a function',
  );
});
