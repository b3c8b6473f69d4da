import { Dense } from '@seqloom/nn';
import type { Recipe } from '../recipe.ts';

/** Which words occur, whatever their order: what every sequence model has to beat. */
export const bag: Recipe = {
  name: 'bag',
  title: 'bag of words, two hidden layers',
  source: 'chapter 3, listings 3.2–3.10',
  input: 'bag',
  // after the third epoch the network only learns its reviews by heart
  defaults: { words: 10_000, epochs: 3, batchSize: 512, learningRate: 0.001, validationSplit: 0.2 },
  bundled: { epochs: 6, batchSize: 32 },
  layers: () => [
    new Dense({ units: 16, activation: 'relu' }),
    new Dense({ units: 16, activation: 'relu' }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ],
};
