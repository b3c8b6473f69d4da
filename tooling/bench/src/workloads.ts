import type { NdArray } from '@seqloom/arrays';
import { MultiHeadAttention } from '@seqloom/attention';
import { Conv1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten, type Layer } from '@seqloom/nn';
import { createRandom } from '@seqloom/random';
import { Bidirectional, GRU, LSTM, SimpleRNN } from '@seqloom/recurrent';
import { input, Model } from '@seqloom/train';

/** A model and the data it is timed on. Random data with a fixed seed: only the time matters. */
export interface Workload {
  /** Model and batch, as tables show them. */
  readonly summary: string;
  readonly loss: 'binaryCrossentropy' | 'meanAbsoluteError' | 'sparseCategoricalCrossentropy';
  readonly layers: () => Layer[];
  readonly inputs: () => NdArray;
  /** Default: 0 and 1 by turns, one for each sample. */
  readonly targets?: () => NdArray;
}

/** The targets of a workload. */
export function targetsOf({ inputs, targets }: Workload): NdArray {
  if (targets) return targets();
  const [batch] = inputs().shape as [number];
  return { data: Float32Array.from({ length: batch }, (_, i) => i % 2), shape: [batch, 1] };
}

const VOCABULARY = 10_000;
const FEATURES = 14;

const CHARACTERS = 96;

/** Random ids below `size`, `[batch, time]`. */
export const ids =
  (batch: number, time: number, size: number = VOCABULARY) =>
  (): NdArray => {
    const random = createRandom(1, 'bench ids');
    return {
      data: Int32Array.from({ length: batch * time }, () => random.integer(size)),
      shape: [batch, time],
    };
  };
const series =
  (batch: number, time: number, features: number = FEATURES, name = 'bench series') =>
  (): NdArray => ({
    data: createRandom(1, name).fillNormal(new Float32Array(batch * time * features)),
    shape: [batch, time, features],
  });
const embedding = (outputDim: number) => new Embedding({ inputDim: VOCABULARY, outputDim });
const probability = () => new Dense({ units: 1, activation: 'sigmoid' });

/** The reference workloads, by the names that PERFORMANCE tables use. */
export const WORKLOADS: Readonly<Record<string, Workload>> = {
  /** Listing 6.7: embeddings of 8, flattened. */
  W1: {
    summary: '20 words, Embedding 8, Flatten, Dense; 32',
    loss: 'binaryCrossentropy',
    layers: () => [embedding(8), new Flatten(), probability()],
    inputs: ids(32, 20),
  },
  /** Listing 6.12: embeddings of 100, flattened, a hidden layer. */
  W2: {
    summary: '100 words, Embedding 100, Flatten, Dense 32, Dense; 32',
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
    summary: '500 words, Embedding 32, SimpleRNN 32; 128',
    loss: 'binaryCrossentropy',
    layers: () => [embedding(32), new SimpleRNN({ units: 32 }), probability()],
    inputs: ids(128, 500),
  },
  /** Listing 6.27: an LSTM on 500 words. */
  W4: {
    summary: '500 words, Embedding 32, LSTM 32; 128',
    loss: 'binaryCrossentropy',
    layers: () => [embedding(32), new LSTM({ units: 32 }), probability()],
    inputs: ids(128, 500),
  },
  /** A GRU on five days of weather. */
  W5: {
    summary: '120 × 14, GRU 32; 128',
    loss: 'meanAbsoluteError',
    layers: () => [new GRU({ units: 32 }), new Dense({ units: 1 })],
    inputs: series(128, 120),
  },
  /** Stacked GRUs with both kinds of dropout. */
  W6: {
    summary: '120 × 14, GRU 32, GRU 64 relu, both dropouts; 128',
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
    summary: '500 words, Embedding 32, Bidirectional LSTM 32; 128',
    loss: 'binaryCrossentropy',
    layers: () => [embedding(32), new Bidirectional({ layer: new LSTM({ units: 32 }) }), probability()],
    inputs: ids(128, 500),
  },
  /** Listing 6.46: one-dimensional convolutions on 500 words. */
  W8: {
    summary: '500 words, Embedding 128, Conv1D 32×7 twice, pooling; 128',
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
    summary: '240 × 14, Conv1D 32×5 twice, GRU 32; 128',
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
  /** A language model of characters: the next one after each of 128. */
  W11: {
    summary: '128 characters, Embedding 128, LSTM 128, Dense 96 for each; 32',
    loss: 'sparseCategoricalCrossentropy',
    layers: () => [
      new Embedding({ inputDim: CHARACTERS, outputDim: 128 }),
      new LSTM({ units: 128, returnSequences: true }),
      new Dense({ units: CHARACTERS, activation: 'softmax' }),
    ],
    inputs: ids(32, 128, CHARACTERS),
    targets: ids(32, 128, CHARACTERS),
  },
  /** Self-attention alone. */
  W12: {
    summary: '200 × 64, MultiHeadAttention of 4 heads; 32',
    loss: 'meanAbsoluteError',
    layers: () => {
      const x = input([200, 64]);
      const attention = new MultiHeadAttention({ numHeads: 4, keyDim: 16 });
      return [new Model({ inputs: x, outputs: attention.apply([x, x]) })];
    },
    inputs: series(32, 200, 64),
    targets: series(32, 200, 64, 'bench targets'),
  },
};
