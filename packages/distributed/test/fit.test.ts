import { batches } from '@seqloom/arrays';
import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { BatchNormalization, Dense } from '@seqloom/nn';
import { adam, type Callback, type FitOptions, fit, Sequential } from '@seqloom/train';
import { describe, expect, test } from 'vitest';
import { single } from '../src/index.ts';
import { expectClose, onRanks, reviewModel, reviews, runOf } from './review-models.ts';

startBackend(wasmBackend());

describe('several ranks train as one process', () => {
  // 33 rows train in batches of 8: parts of 2 and 3 rows, and a last batch of one row, which only one rank has.
  test.each([2, 3, 4])('%d ranks, with dropout, masks, clipping, metrics and validation', async (size) => {
    const before = liveTensors();
    const whole = await runOf();
    const ends = await onRanks(size, (communicator) => runOf({ communicator }));
    expectClose(ends[0]!, whole);
    for (const end of ends) expect(end).toEqual(ends[0]);
    expect(liveTensors()).toBe(before);
  });

  const byThrees = { data: Float32Array.from({ length: 16 }, (_, i) => 1 + (i % 3)), shape: [16] };
  test.each<[string, () => Parameters<typeof runOf>[2], () => Partial<FitOptions>]>([
    [
      'batches with an order of their own',
      () => batches(reviews(30), { batchSize: 7, shuffle: true, seed: 5 }),
      () => ({ validationSplit: undefined, validation: reviews(6) }),
    ],
    ['weights of classes', () => reviews(44), () => ({ classWeight: { 0: 1, 1: 3 } })],
    ['weights of samples', () => ({ ...reviews(16), sampleWeights: byThrees }), () => ({})],
    [
      'accumulated gradients',
      () => reviews(44),
      () => ({ optimizer: adam({ gradientAccumulationSteps: 2 }) }),
    ],
  ])('with %s', async (_, data, options) => {
    const whole = await runOf(options(), reviewModel(), data());
    const ends = await onRanks(2, (communicator) =>
      runOf({ ...options(), communicator }, reviewModel(), data()),
    );
    expectClose(ends[0]!, whole);
    expect(ends[1]).toEqual(ends[0]);
  });

  test('twice with the same bits', async () => {
    const [first] = await onRanks(3, (communicator) => runOf({ communicator }));
    const [second] = await onRanks(3, (communicator) => runOf({ communicator }));
    expect(second).toEqual(first);
  });

  test('one rank has the bits of no communicator', async () => {
    expect(await runOf({ communicator: single() })).toEqual(await runOf());
  });
});

test('batch normalisation keeps the mean of the statistics of all ranks', async () => {
  const data = {
    inputs: { data: Float32Array.from({ length: 16 }, (_, i) => i), shape: [8, 2] },
    targets: { data: new Float32Array(8), shape: [8, 1] },
  };
  const [first, second] = await onRanks(2, async (communicator) => {
    const model = new Sequential([new BatchNormalization({ momentum: 0.5 }), new Dense({ units: 1 })]);
    await fit(model, data, { communicator, loss: 'mse', batchSize: 8, shuffle: false });
    const weights = await model.getWeights();
    model.dispose();
    return Object.fromEntries(weights.slice(2, 4).map(({ name, data }) => [name, [...data]]));
  });
  // rows 0–3 have the means 3 and 4, rows 4–7 11 and 12; the variance of each part is 5
  expect(Object.values(first!)).toEqual([
    [3.5, 4],
    [3, 3],
  ]);
  expect(second).toEqual(first);
});

describe('callbacks', () => {
  test('of the first rank only are not called on others, the rest on all', async () => {
    const called: string[] = [];
    await onRanks(2, (communicator) => {
      const { rank } = communicator;
      const writer: Callback = { firstRankOnly: true, onEpochEnd: () => void called.push(`file ${rank}`) };
      const reader: Callback = { onEpochEnd: () => void called.push(`all ${rank}`) };
      return runOf({ communicator, epochs: 1, callbacks: [writer, reader] });
    });
    expect(called.sort()).toEqual(['all 0', 'all 1', 'file 0']);
  });

  test.each([
    [
      'within an epoch',
      {
        onBatchEnd: (info: { batch: number }, run: { stop(): void }) => void (info.batch === 1 && run.stop()),
      },
    ],
    ['after an epoch', { onEpochEnd: (_: number, _l: unknown, run: { stop(): void }) => run.stop() }],
  ])('that end the run %s on one rank end it on all, at the same step', async (_, callback) => {
    const whole = await runOf({ callbacks: [callback] });
    const ends = await onRanks(2, (communicator) =>
      runOf({ communicator, callbacks: communicator.rank === 1 ? [callback] : [] }),
    );
    for (const end of ends) {
      expectClose(end, whole);
      expect(end.steps).toBe(whole.steps);
    }
  });
});
