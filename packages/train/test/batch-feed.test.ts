import { batches, batchesByLength, ndArray } from '@seqloom/arrays';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { describe, expect, test } from 'vitest';
import { type Callback, evaluate, fit, Sequential } from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

const dense = () => new Sequential([new Dense({ units: 1 })]);
const batch = (x: number) => ({
  inputs: ndArray(Float32Array.of(x), [1, 1]),
  targets: ndArray(Float32Array.of(2 * x), [1, 1]),
});

/** A source of `count` batches that notes what is asked of it, beside the steps that `fit` does. */
function watched(count: number, failAt = Number.POSITIVE_INFINITY) {
  const events: string[] = [];
  async function* pass() {
    try {
      for (let i = 0; i < count; i++) {
        events.push(`make ${i}`);
        await Promise.resolve();
        if (i === failAt) throw new Error('the file is broken');
        yield batch(1 + (i % 3));
      }
    } finally {
      events.push('closed');
    }
  }
  const note: Callback = { onBatchEnd: ({ batch: number }) => void events.push(`step ${number}`) };
  return { events, source: { [Symbol.asyncIterator]: pass }, note };
}

describe('an asynchronous source', () => {
  test('is asked for the next batch before the step of the present one', async () => {
    const { events, source, note } = watched(3);
    await fit(dense(), source, { loss: 'mse', epochs: 1, callbacks: [note] });
    expect(events).toEqual(['make 0', 'make 1', 'step 0', 'make 2', 'step 1', 'closed', 'step 2']);
  });

  test('may fail while a step runs: the step is done, and the next one throws', async () => {
    const { events, source, note } = watched(3, 2);
    const fitting = fit(dense(), source, { loss: 'mse', epochs: 1, callbacks: [note] });
    await expect(fitting).rejects.toThrow('the file is broken');
    expect(events.filter((event) => event.startsWith('step'))).toEqual(['step 0', 'step 1']);
  });

  test('that fails ahead of a run that has ended is closed without the error', async () => {
    const { events, source } = watched(3, 1);
    const stop: Callback = { onBatchEnd: (_, run) => run.stop() };
    await fit(dense(), source, { loss: 'mse', epochs: 5, callbacks: [stop] });
    expect(events).toEqual(['make 0', 'make 1', 'closed']);
  });

  test('is not asked for more batches than stepsPerEpoch needs', async () => {
    const { events, source, note } = watched(100);
    await fit(dense(), source, { loss: 'mse', epochs: 2, stepsPerEpoch: 2, callbacks: [note] });
    expect(events.filter((event) => event.startsWith('make'))).toHaveLength(4);
    expect(events.at(-1)).toBe('closed');
  });

  test('trains to the same bits as a list of its batches', async () => {
    const [model, other] = [dense(), dense()];
    await fit(model, watched(5).source, { loss: 'mse', epochs: 2 });
    const list = Array.from({ length: 5 }, (_, i) => batch(1 + (i % 3)));
    await fit(other, list, { loss: 'mse', epochs: 2 });
    expect(await bitsOf(model)).toEqual(await bitsOf(other));
  });
});

test('a source that is not asynchronous makes a batch when its step begins', async () => {
  const events: string[] = [];
  const source = {
    *[Symbol.iterator]() {
      for (let i = 0; i < 2; i++) {
        events.push(`make ${i}`);
        yield batch(1);
      }
    },
  };
  const note: Callback = { onBatchEnd: ({ batch: number }) => void events.push(`step ${number}`) };
  await fit(dense(), source, { loss: 'mse', epochs: 1, callbacks: [note] });
  expect(events).toEqual(['make 0', 'step 0', 'make 1', 'step 1']);
});

describe('batches of similar length', () => {
  const LENGTH = 12;
  const lengths = Array.from({ length: 24 }, (_, i) => 1 + (i % LENGTH));
  const inputs = ndArray(
    Int32Array.from({ length: 24 * LENGTH }, (_, i) =>
      i % LENGTH < LENGTH - lengths[Math.floor(i / LENGTH)]! ? 0 : 1 + (i % 5),
    ),
    [24, LENGTH],
  );
  const targets = ndArray(Uint8Array.from(lengths, (length) => Number(length > 6)));
  const reader = () =>
    new Sequential([
      new Embedding({ inputDim: 6, outputDim: 3, maskZero: true }),
      new LSTM({ units: 4 }),
      new Dense({ units: 1, activation: 'sigmoid' }),
    ]);
  const LOSS = { loss: 'binaryCrossentropy' } as const;

  test('build a model for sequences of any length, and train it', async () => {
    const model = reader();
    const { series } = await fit(model, batchesByLength({ inputs, targets }, { batchSize: 4 }), {
      ...LOSS,
      optimizer: 'adam',
      epochs: 2,
      seed: 1,
    });
    expect(model.inputShape).toEqual([null, null]);
    expect(series.loss).toHaveLength(2);
  });

  test('have the loss of the whole batches where a mask leaves out the padding', async () => {
    const model = reader().build([null, null], { seed: 1 });
    const whole = await evaluate(model, batches({ inputs, targets }, { batchSize: 4 }), LOSS);
    const cut = await evaluate(model, batchesByLength({ inputs, targets }, { batchSize: 4 }), LOSS);
    expect(cut.loss).toBeCloseTo(whole.loss, 6);
  });

  test('give a run that goes on the batches of its epoch', async () => {
    const source = () => batchesByLength({ inputs, targets }, { batchSize: 4, seed: 2 });
    const [whole, parts] = [reader(), reader()];
    const OPTIONS = { ...LOSS, optimizer: 'sgd', seed: 1 } as const;
    await fit(whole, source(), { ...OPTIONS, epochs: 3 });
    await fit(parts, source(), { ...OPTIONS, epochs: 1 });
    await fit(parts, source(), { ...OPTIONS, initialEpoch: 1, epochs: 3 });
    expect(await bitsOf(parts)).toEqual(await bitsOf(whole));
  });
});
