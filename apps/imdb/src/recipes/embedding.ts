import { Embedding } from '@seqloom/embeddings';
import { Dense, Flatten } from '@seqloom/nn';
import type { Recipe } from '../recipe.ts';

/** A vector for each of the last twenty words, and one weight for every number in them. */
export const embedding: Recipe = {
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
  bundled: { epochs: 20 },
  layers: ({ words }) => [
    new Embedding({ inputDim: words, outputDim: 8 }),
    new Flatten(),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ],
};
