import type { TextRecipe } from '../recipe.ts';

/** How often three and four characters follow one another: endings, short words, marks; what a text is about matters less. */
export const characterNgrams: TextRecipe = {
  name: 'character-ngrams',
  title: 'frequencies of 3 and 4 characters, linear',
  source: 'section 6.1, n-grams of characters',
  input: 'grams',
  defaults: {
    words: 20_000,
    epochs: 10,
    batchSize: 128,
    learningRate: 0.01,
    validationSplit: 0.2,
  },
  takes: [],
  few: { epochs: 20, batchSize: 32, learningRate: 0.02 },
  layers: () => [],
};
