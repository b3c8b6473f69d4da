import { Embedding } from '@seqloom/embeddings';
import type { TextRecipe } from '../recipe.ts';
import { fewTexts } from './few-texts.ts';

/** What vectors that have read billions of words are worth when there are few reviews to learn from. */
export const glove: TextRecipe = {
  ...fewTexts,
  name: 'glove',
  title: 'pretrained word vectors, frozen, 200 reviews',
  source: 'listings 6.8–6.15 and 6.17–6.18',
  pretrained: true,
  layers: (settings, vectors) => {
    if (!vectors) throw new TypeError('glove: needs word vectors. Give --vectors.');
    const { weights, inputDim, outputDim } = vectors;
    return [new Embedding({ inputDim, outputDim, weights, trainable: false }), ...fewTexts.layers(settings)];
  },
};
