import { Embedding } from '@seqloom/embeddings';
import { Flatten } from '@seqloom/nn';
import type { TextRecipe } from '../recipe.ts';

/** A vector for each of the last twenty words, and one weight for every number in them. */
export const embedding: TextRecipe = {
  name: 'embedding',
  title: 'learned word vectors, flattened',
  source: 'listings 6.6–6.7',
  input: 'ids',
  defaults: {
    words: 10_000,
    maxlen: 20,
    epochs: 10,
    batchSize: 32,
    learningRate: 0.001,
    validationSplit: 0.2,
  },
  takes: ['maxlen', 'embeddingSize'],
  few: { epochs: 20 },
  layers: ({ words, embeddingSize = 8 }) => [
    new Embedding({ inputDim: words, outputDim: embeddingSize }),
    new Flatten(),
  ],
};
