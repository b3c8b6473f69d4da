import type { NdArray } from '@seqloom/arrays';
import { numbers } from '@seqloom/backend-testkit';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten } from '@seqloom/nn';
import { GRU, LSTM } from '@seqloom/recurrent';
import type { Callback } from '@seqloom/train';
import { fit, type LossName, Sequential } from '@seqloom/train';

/** A model with the data of one batch. */
export interface Workload {
  readonly model: () => Sequential;
  readonly loss: LossName;
  readonly inputs: NdArray;
  readonly steps: number;
}

const words = (samples: number, steps: number, vocabulary: number): NdArray => ({
  data: Int32Array.from(numbers(samples * steps, 3, 0, vocabulary - 1e-3), Math.floor),
  shape: [samples, steps],
});
const series = (samples: number, steps: number, features: number): NdArray => ({
  data: numbers(samples * steps * features, 4),
  shape: [samples, steps, features],
});

/** W1 and W5 are the workloads of the benchmark. */
export const workloads: Readonly<Record<string, Workload>> = {
  'W1, an embedding flattened': {
    model: () =>
      new Sequential([
        new Embedding({ inputDim: 10_000, outputDim: 8 }),
        new Flatten(),
        new Dense({ units: 1, activation: 'sigmoid' }),
      ]),
    loss: 'binaryCrossentropy',
    inputs: words(32, 20, 10_000),
    steps: 4,
  },
  'W5, a GRU of 32 units over 120 steps': {
    model: () => new Sequential([new GRU({ units: 32 }), new Dense({ units: 1 })]),
    loss: 'meanAbsoluteError',
    inputs: series(128, 120, 14),
    steps: 2,
  },
  'an LSTM of 16 units over 40 steps': {
    model: () => new Sequential([new LSTM({ units: 16 }), new Dense({ units: 1, activation: 'sigmoid' })]),
    loss: 'binaryCrossentropy',
    inputs: series(32, 40, 8),
    steps: 4,
  },
};

/** Trains a new model of a workload on the backend in use. Returns the loss of every step. */
export async function train(
  { model: create, loss, inputs, steps }: Workload,
  callbacks: readonly Callback[] = [],
): Promise<number[]> {
  const losses: number[] = [];
  const samples = inputs.shape[0]!;
  const targets = { data: Float32Array.from({ length: samples }, (_, i) => i % 2), shape: [samples, 1] };
  const model = create();
  const record: Callback = { lateBatches: true, onBatchEnd: (info) => void losses.push(info.loss) };
  try {
    await fit(
      model,
      { inputs, targets },
      { loss, seed: 1, epochs: steps, batchSize: samples, callbacks: [record, ...callbacks] },
    );
  } finally {
    model.dispose();
  }
  return losses;
}
