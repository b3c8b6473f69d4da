import type { NdArray } from '@seqloom/arrays';
import { Conv1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten, type Layer } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';

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
const series = (batch: number, time: number) => (): NdArray => ({
  data: createRandom(1, 'bench series').fillNormal(new Float32Array(batch * time * FEATURES)),
  shape: [batch, time, FEATURES],
});
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
  /** Listing 6.23: a simple recurrent network on 500 words. */
  W3: {
    loss: 'binaryCrossentropy',
    layers: () => [embedding(32), new SimpleRNN({ units: 32 }), probability()],
    inputs: ids(128, 500),
  },
  /** Listing 6.27: an LSTM on 500 words. */
  W4: {
    loss: 'binaryCrossentropy',
    layers: () => [embedding(32), new LSTM({ units: 32 }), probability()],
    inputs: ids(128, 500),
  },
  /** A GRU on five days of weather. */
  W5: {
    loss: 'meanAbsoluteError',
    layers: () => [new GRU({ units: 32 }), new Dense({ units: 1 })],
    inputs: series(128, 120),
  },
  /** Stacked GRUs with both kinds of dropout. */
  W6: {
    loss: 'meanAbsoluteError',
    layers: () => [
      new GRU({ units: 32, dropout: 0.1, recurrentDropout: 0.5, returnSequences: true }),
      new GRU({ units: 64, activation: 'relu', dropout: 0.1, recurrentDropout: 0.5 }),
      new Dense({ units: 1 }),
    ],
    inputs: series(128, 120),
  },
  /** A bidirectional LSTM on 500 words. */
  W7: {
    loss: 'binaryCrossentropy',
    layers: () => [embedding(32), new Bidirectional({ layer: new LSTM({ units: 32 }) }), probability()],
    inputs: ids(128, 500),
  },
  /** Listing 6.46: one-dimensional convolutions on 500 words. */
  W8: {
    loss: 'binaryCrossentropy',
    layers: () => [
      embedding(128),
      new Conv1D({ filters: 32, kernelSize: 7, activation: 'relu' }),
      new MaxPooling1D({ poolSize: 5 }),
      new Conv1D({ filters: 32, kernelSize: 7, activation: 'relu' }),
      new GlobalMaxPooling1D(),
      probability(),
    ],
    inputs: ids(128, 500),
  },
  /** Convolutions that shorten ten days of weather for a GRU. */
  W9: {
    loss: 'meanAbsoluteError',
    layers: () => [
      new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu' }),
      new MaxPooling1D({ poolSize: 3 }),
      new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu' }),
      new GRU({ units: 32, dropout: 0.1, recurrentDropout: 0.5 }),
      new Dense({ units: 1 }),
    ],
    inputs: series(128, 240),
  },
};
