import { Dense, Flatten } from '@seqloom/nn';
import type { Recipe } from '../recipe.ts';

/** What `glove` and `learned` share: 200 reviews train, 10,000 validate, and everything after the word vectors. */
export const fewReviews: Pick<Recipe, 'input' | 'defaults' | 'bundled' | 'layers'> = {
  input: 'ids',
  defaults: {
    words: 10_000,
    maxlen: 100,
    units: 32,
    epochs: 10,
    batchSize: 32,
    learningRate: 0.001,
    validationSplit: 0.4,
    trainSamples: 200,
  },
  bundled: { validationSplit: 0.2 },
  layers: ({ units }) => [
    new Flatten(),
    new Dense({ units: units!, activation: 'relu' }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ],
};
