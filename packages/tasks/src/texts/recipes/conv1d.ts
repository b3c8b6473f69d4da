import { Conv1D, GlobalMaxPooling1D, MaxPooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import type { TextRecipe } from '../recipe.ts';

/** Patterns of seven words, wherever in a review they stand, and patterns of these patterns. */
export const conv1d: TextRecipe = {
  name: 'conv1d',
  title: 'one-dimensional convolutions, 32 × 7 twice',
  source: 'listing 6.46',
  input: 'ids',
  defaults: {
    words: 10_000,
    maxlen: 500,
    epochs: 10,
    batchSize: 128,
    learningRate: 1e-4,
    // The book's Keras added 1e-7 after the root. Inside it, 1e-7 outweighs the gradients of the embedding, and the
    // model learns half as fast.
    epsilon: 1e-14,
    validationSplit: 0.2,
  },
  takes: ['maxlen', 'embeddingSize'],
  few: { maxlen: 120, epochs: 8, batchSize: 32, learningRate: 0.001 },
  layers: ({ words, embeddingSize = 128 }) => [
    new Embedding({ inputDim: words, outputDim: embeddingSize }),
    new Conv1D({ filters: 32, kernelSize: 7, activation: 'relu' }),
    new MaxPooling1D({ poolSize: 5 }),
    new Conv1D({ filters: 32, kernelSize: 7, activation: 'relu' }),
    new GlobalMaxPooling1D(),
  ],
};
