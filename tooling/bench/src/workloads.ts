import type { NdArray } from '@seqloom/datasets';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten, type Layer } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';

/** A model and the data it is timed on. Random data with a fixed seed: only the time matters. */
export interface Workload {
  readonly loss: 'binaryCrossentropy' | 'meanAbsoluteError';
  readonly layers: () => Layer[];
  readonly inputs: () => NdArray;
}

const VOCABULARY = 10_000;
const FEATURES = 14;

const ids = (batch: number, time: number) => (): NdArray => {
  const random = createRandom(1, 'bench ids');
  return {
    data: Int32Array.from({ length: batch * time }, () => random.integer(VOCABULARY)),
    shape: [batch, time],
  };
};
const embedding = (outputDim: number) => new Embedding({ inputDim: VOCABULARY, outputDim });
const probability = () => new Dense({ units: 1, activation: 'sigmoid' });

/** The reference workloads, by the names that PERFORMANCE tables use. */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  /** Listing 6.7: embeddings of 8, flattened. */
  W1: {
    loss: 'binaryCrossentropy',
    layers: () => [embedding(8), new Flatten(), probability()],
    inputs: ids(32, 20),
  },
  /** Listing 6.12: embeddings of 100, flattened, a hidden layer. */
  W2: {
    loss: 'binaryCrossentropy',
    layers: () => [
      embedding(100),
      new Flatten(),
      new Dense({ units: 32, activation: 'relu' }),
      probability(),
    ],
    inputs: ids(32, 100),
  },
};
export const series = (batch: number, time: number) => (): NdArray => ({
  data: createRandom(1, 'bench series').fillNormal(new Float32Array(batch * time * FEATURES)),
  shape: [batch, time, FEATURES],
});
