import type { NdArray } from '@seqloom/arrays';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Dropout } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { LSTM } from '@seqloom/recurrent';
import { type Arrays, adam, type FitOptions, fit, type Network, Sequential } from '@seqloom/train';
import { expect } from 'vitest';
import type { Communicator } from '../src/index.ts';
import { inProcess } from '../src/index.ts';

const VOCABULARY = 30;
const LENGTH = 7;

/** Sequences of ids, some padded in front; the answer is whether the last id is in the upper half. */
export function reviews(samples: number, seed = 1): Arrays<NdArray> {
  const random = createRandom(seed, 'reviews');
  const ids = Int32Array.from({ length: samples * LENGTH }, (_, i) =>
    i % LENGTH < Math.floor(i / LENGTH) % 4 ? 0 : 1 + random.integer(VOCABULARY - 1),
  );
  const answers = Uint8Array.from({ length: samples }, (_, i) =>
    Number(ids[(i + 1) * LENGTH - 1]! > VOCABULARY / 2),
  );
  return { inputs: { data: ids, shape: [samples, LENGTH] }, targets: { data: answers, shape: [samples, 1] } };
}

/** The network of the reviews in the book, small: every kind of dropout, with masks. */
export function reviewModel(units = 6): Sequential {
  return new Sequential([
    new Embedding({ inputDim: VOCABULARY, outputDim: 5, maskZero: true }),
    new Dropout({ rate: 0.2 }),
    new LSTM({ units, dropout: 0.3, recurrentDropout: 0.2 }),
    new Dense({ units: 1, activation: 'sigmoid', kernelRegularizer: { l2: 1e-3 } }),
  ]);
}

/** What all runs have in common. */
const OPTIONS = {
  loss: 'binaryCrossentropy',
  metrics: ['accuracy', 'auc'],
  epochs: 3,
  batchSize: 8,
  seed: 3,
  validationSplit: 0.25,
} as const;

/** Expects the same numbers, up to the rounding of float32 sums in another order over 3 epochs. */
export function expectClose(end: RunEnd, whole: RunEnd): void {
  for (const [epoch, logs] of whole.logs.entries()) {
    for (const [name, value] of Object.entries(logs)) {
      const difference = Math.abs(end.logs[epoch]![name]! - value);
      expect(difference, `${name} of epoch ${epoch + 1}`).toBeLessThanOrEqual(1e-5 * Math.abs(value));
    }
  }
  // not an expectation for each: tables have many
  const apart = whole.weights.findIndex((weight, i) => !(Math.abs(end.weights[i]! - weight) < 5e-5));
  expect(end.weights[apart], `weight ${apart}`).toBe(whole.weights[apart]);
}

/** What a run has left. */
export interface RunEnd {
  readonly logs: readonly Readonly<Record<string, number>>[];
  readonly weights: readonly number[];
  readonly steps: number;
}

/** Runs `fit` with an Adam of its own that clips by the global norm, and releases everything. */
export async function runOf(
  options: Partial<FitOptions> = {},
  model: Network = reviewModel(),
  data: Parameters<typeof fit>[1] = reviews(44),
): Promise<RunEnd> {
  const optimizer = adam({ learningRate: 0.02, globalClipnorm: 0.5 });
  let steps = 0;
  const counting = { onBatchEnd: () => void steps++ };
  try {
    const callbacks = [counting, ...(options.callbacks ?? [])];
    const { logs } = await fit(model, data, { ...OPTIONS, optimizer, ...options, callbacks });
    const weights = (await model.getWeights()).flatMap(({ data }) => Array.from(data));
    return { logs, weights, steps };
  } finally {
    model.dispose();
    optimizer.dispose();
  }
}

/** Does the same on several ranks. */
export function onRanks<T>(size: number, work: (communicator: Communicator) => Promise<T>): Promise<T[]> {
  return Promise.all(inProcess(size).map(work));
}

/** How the work of each rank ends: its message, or `done`. */
export async function endsOn(
  size: number,
  work: (communicator: Communicator) => Promise<unknown>,
): Promise<string[]> {
  const ends = await Promise.allSettled(inProcess(size).map(work));
  return ends.map((end) => (end.status === 'fulfilled' ? 'done' : (end.reason as Error).message));
}
