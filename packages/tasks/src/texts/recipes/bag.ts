import { Dense } from '@seqloom/nn';
import type { TextRecipe } from '../recipe.ts';

/** Which words occur, without their order: the baseline of every sequence model. */
export const bag: TextRecipe = {
  name: 'bag',
  title: 'bag of words, two hidden layers',
  source: 'chapter 3, listings 3.2–3.10',
  input: 'bag',
  // small steps: at the book's 0.001 and batches of 512 the last epoch's accuracy swings by several points
  defaults: {
    words: 10_000,
    units: 16,
    epochs: 6,
    batchSize: 128,
    learningRate: 0.0001,
    validationSplit: 0.2,
  },
  takes: ['units', 'layers'],
  few: { epochs: 6, batchSize: 32, learningRate: 0.001 },
  layers: ({ units, layers = 2 }) =>
    Array.from({ length: layers }, () => new Dense({ units: units!, activation: 'relu' })),
};
