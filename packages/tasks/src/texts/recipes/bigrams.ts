import { EmbeddingBag } from '@seqloom/embeddings';
import type { TextRecipe } from '../recipe.ts';

/** `average` over words and pairs of words, so that "not good" has a vector of its own. */
export const bigrams: TextRecipe = {
  name: 'bigrams',
  title: 'mean of learned vectors of words and pairs of words',
  source: 'section 6.1, n-grams of words; Joulin et al. 2016, fastText',
  input: 'ngrams',
  defaults: {
    words: 300_000,
    ngrams: 2,
    embeddingSize: 16,
    epochs: 10,
    batchSize: 64,
    learningRate: 0.005,
    validationSplit: 0.04,
  },
  takes: ['ngrams', 'embeddingSize'],
  few: { words: 50_000, epochs: 15, batchSize: 32, learningRate: 0.01, validationSplit: 0.1 },
  layers: ({ words, embeddingSize = 16 }) => [
    new EmbeddingBag({ inputDim: words, outputDim: embeddingSize, maskZero: true }),
  ],
};
