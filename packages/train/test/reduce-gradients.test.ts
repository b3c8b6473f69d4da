import { liveTensors } from '@seqloom/backend';
import { startBackend } from '@seqloom/backend-testkit';
import { wasmBackend } from '@seqloom/backend-wasm';
import { Dense, Masking } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import { describe, expect, test } from 'vitest';
import {
  adam,
  type FitOptions,
  fit,
  type ModelBatch,
  NaNLossError,
  type Optimizer,
  type ReduceGradients,
  rmsprop,
  Sequential,
  type StepTotals,
  sgd,
} from '../src/index.ts';
import { bitsOf } from './toy-data.ts';

startBackend(wasmBackend());

const FEATURES = 3;

/** Joins the steps of several models in one process: each waits until all have called. */
function joining(models: number): { readonly reduce: ReduceGradients; readonly calls: StepTotals[] } {
  const calls: StepTotals[] = [];
  let waiting: { gradients: Float32Array; totals: StepTotals; go: (totals: StepTotals) => void }[] = [];
  const reduce: ReduceGradients = (gradients, totals) =>
    new Promise((go) => {
      calls.push(totals);
      waiting.push({ gradients, totals, go });
      if (waiting.length < models) return;
      const all = waiting;
      waiting = [];
      const samples = all.reduce((sum, each) => sum + each.totals.samples, 0);
      const mean = (of: (each: (typeof all)[number]) => number) =>
        all.reduce((sum, each) => sum + (of(each) * each.totals.samples) / samples, 0);
      const joined = gradients.map((_, i) => mean((each) => each.gradients[i]!));
      for (const each of all) each.gradients.set(joined);
      const loss = mean((each) => each.totals.loss);
      for (const each of all) each.go({ loss, samples });
    });
  return { reduce, calls };
}

/** Rows of sequences whose last steps are masked; the answer is their mean. */
const rows = (from: number, to: number): ModelBatch => {
  const count = to - from;
  const inputs = Float32Array.from({ length: count * 4 * FEATURES }, (_, i) => {
    const [row, step] = [from + Math.floor(i / (4 * FEATURES)), Math.floor(i / FEATURES) % 4];
    return step > row % 4 ? 0 : Math.sin(row * 12 + (i % (4 * FEATURES)) + 1);
  });
  const targets = Float32Array.from({ length: count }, (_, i) => Math.cos(from + i));
  return {
    inputs: { data: inputs, shape: [count, 4, FEATURES] },
    targets: { data: targets, shape: [count, 1] },
  };
};
/** Batches of `sizes`, of which a part takes its rows. */
const batches = (sizes: readonly (readonly number[])[], part?: number): ModelBatch[] => {
  let begin = 0;
  return sizes.map((parts) => {
    const first = parts.slice(0, part ?? 0).reduce((sum, size) => sum + size, begin);
    const whole = parts.reduce((sum, size) => sum + size, 0);
    begin += whole;
    return part === undefined ? rows(begin - whole, begin) : rows(first, first + parts[part]!);
  });
};
const SIZES = [
  [4, 4],
  [3, 5],
  [6, 1],
];
const make = () => new Sequential([new Masking(), new LSTM({ units: 5 }), new Dense({ units: 1 })]);

async function train(data: readonly ModelBatch[], optimizer: Optimizer, more: Partial<FitOptions> = {}) {
  const model = make();
  const { logs } = await fit(model, data, { loss: 'mse', epochs: 3, seed: 4, optimizer, ...more });
  const weights = await bitsOf(model);
  model.dispose();
  optimizer.dispose();
  return { losses: logs.map(({ loss }) => loss!), weights };
}

describe('two models whose gradients are joined equal one model on the joined batches', () => {
  test.each<[string, () => Optimizer]>([
    ['sgd', () => sgd({ learningRate: 0.1, momentum: 0.9 })],
    ['clipping by the global norm', () => rmsprop({ globalClipnorm: 0.1 })],
    ['two batches a step', () => adam({ learningRate: 0.02, gradientAccumulationSteps: 2 })],
    ['averages', () => adam({ learningRate: 0.02, useEma: true, emaMomentum: 0.7 })],
  ])('with %s, also for parts of different sizes', async (_, optimizerOf) => {
    const before = liveTensors();
    const whole = await train(batches(SIZES), optimizerOf());
    const { reduce, calls } = joining(2);
    const parts = await Promise.all(
      [0, 1].map((part) => train(batches(SIZES, part), optimizerOf(), { reduce })),
    );
    expect(parts[0]).toEqual(parts[1]);
    expect(
      calls
        .slice(4, 6)
        .map(({ samples }) => samples)
        .sort(),
    ).toEqual([1, 6]);
    for (const part of parts) {
      // Sums in another order.
      for (const [i, weight] of part.weights.entries()) expect(weight).toBeCloseTo(whole.weights[i]!, 5);
      for (const [i, loss] of part.losses.entries()) expect(loss).toBeCloseTo(whole.losses[i]!, 6);
    }
    expect(liveTensors()).toBe(before);
  });
});

test('a model alone trains with a reduce that changes nothing as without one', async () => {
  const alone = await train(batches(SIZES), sgd());
  const same = await train(batches(SIZES), sgd(), { reduce: (_, totals) => totals });
  expect(same).toEqual(alone);
});

test('a loss of NaN in one model ends all of them in the same step, before anything has changed', async () => {
  const before = liveTensors();
  const { reduce } = joining(2);
  const bad = batches(SIZES, 0);
  const { inputs, targets } = bad[1]! as {
    inputs: { data: Float32Array; shape: number[] };
    targets: ModelBatch['targets'];
  };
  const broken = [
    bad[0]!,
    { inputs: { ...inputs, data: inputs.data.map(() => Number.NaN) }, targets },
    bad[2]!,
  ];
  const ends = await Promise.allSettled([
    train(broken, sgd(), { reduce }),
    train(batches(SIZES, 1), sgd(), { reduce }),
  ]);
  for (const end of ends) {
    expect(end).toMatchObject({ status: 'rejected', reason: { epoch: 0, step: 1 } });
    expect((end as PromiseRejectedResult).reason).toBeInstanceOf(NaNLossError);
  }
  expect(liveTensors()).toBeGreaterThanOrEqual(before);
});

test('anything else than a loss and a number of samples is refused', async () => {
  const model = make();
  const before = liveTensors();
  const reduce = (() => undefined) as never;
  await expect(fit(model, batches(SIZES), { loss: 'mse', reduce })).rejects.toThrow(
    'fit: reduce must return { loss, samples }, two numbers, got undefined.',
  );
  model.dispose();
  expect(liveTensors()).toBe(before);
  await expect(fit(make(), batches(SIZES), { loss: 'mse', reduce: 1 as never })).rejects.toThrow(
    'fit: reduce must be a function',
  );
});
