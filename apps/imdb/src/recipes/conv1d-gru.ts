import { Conv1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { Recipe } from '../recipe.ts';

/** Convolutions shorten a review to a fifth, and a GRU reads what is left in order. */
export const conv1dGRU: Recipe = {
  name: 'conv1d-gru',
  title: 'convolutions before a GRU',
  source: 'section 6.4.4, on reviews in place of weather',
  input: 'ids',
  defaults: {
    words: 10_000,
    maxlen: 500,
    epochs: 10,
    batchSize: 128,
    learningRate: 0.001,
    validationSplit: 0.2,
  },
  bundled: { maxlen: 120, epochs: 8, batchSize: 16 },
  layers: ({ words }) => [
    new Embedding({ inputDim: words, outputDim: 32 }),
    new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu' }),
    new MaxPooling1D({ poolSize: 5 }),
    new GRU({ units: 32 }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ],
};
