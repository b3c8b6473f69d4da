import { Embedding } from '@seqloom/embeddings';
import type { Recipe } from '../recipe.ts';
import { fewReviews } from './few-reviews.ts';

/** The network of `glove` without its vectors: what it is compared with. */
export const learned: Recipe = {
  ...fewReviews,
  name: 'learned',
  title: 'learned word vectors, 200 reviews',
  source: 'listings 6.8–6.10 and 6.16–6.18',
  layers: (settings) => [
    new Embedding({ inputDim: settings.words, outputDim: 100 }),
    ...fewReviews.layers(settings),
  ],
};
