import { GlobalAveragePooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import type { TextRecipe } from '../recipe.ts';

/** The mean of a review's word vectors: order is lost, length does not matter. */
export const average: TextRecipe = {
  name: 'average',
  title: 'mean of learned word vectors',
  source: 'section 6.1.3, with pooling in place of flattening',
  input: 'ids',
  defaults: {
    words: 10_000,
    maxlen: 400,
    epochs: 10,
    batchSize: 128,
    learningRate: 0.005,
    validationSplit: 0.2,
  },
  takes: ['maxlen', 'embeddingSize'],
  few: { maxlen: 120, epochs: 20, batchSize: 32, learningRate: 0.01 },
  layers: ({ words, embeddingSize = 16 }) => [
    new Embedding({ inputDim: words, outputDim: embeddingSize, maskZero: true }),
    new GlobalAveragePooling1D(),
  ],
};
