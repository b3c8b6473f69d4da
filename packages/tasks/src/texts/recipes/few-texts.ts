import { Dense, Flatten } from '@seqloom/nn';
import type { TextRecipe } from '../recipe.ts';

/** What `glove` and `learned` share: 200 reviews train, 10,000 validate, and everything after the word vectors. */
export const fewTexts: Pick<TextRecipe, 'input' | 'takes' | 'defaults' | 'few' | 'layers'> = {
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
  takes: ['maxlen', 'units'],
  few: { validationSplit: 0.2 },
  layers: ({ units }) => [new Flatten(), new Dense({ units: units!, activation: 'relu' })],
};
