import { Conv1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { GRU } from '@seqloom/recurrent';
import type { TextRecipe } from '../recipe.ts';

/** Convolutions shorten a review to a fifth, and a GRU reads what is left in order. */
export const conv1dGRU: TextRecipe = {
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
  takes: ['maxlen', 'embeddingSize'],
  few: { maxlen: 120, epochs: 8, batchSize: 16 },
  layers: ({ words, embeddingSize = 32 }) => [
    new Embedding({ inputDim: words, outputDim: embeddingSize }),
    new Conv1D({ filters: 32, kernelSize: 5, activation: 'relu' }),
    new MaxPooling1D({ poolSize: 5 }),
    new GRU({ units: 32 }),
  ],
};
