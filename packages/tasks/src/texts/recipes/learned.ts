import { Embedding } from '@seqloom/embeddings';
import type { TextRecipe } from '../recipe.ts';
import { fewTexts } from './few-texts.ts';

/** The network of `glove` without its vectors: what it is compared with. */
export const learned: TextRecipe = {
  ...fewTexts,
  name: 'learned',
  title: 'learned word vectors, 200 reviews',
  source: 'listings 6.8–6.9 and 6.16–6.18',
  takes: ['maxlen', 'units', 'embeddingSize'],
  layers: (settings) => [
    new Embedding({ inputDim: settings.words, outputDim: settings.embeddingSize ?? 100 }),
    ...fewTexts.layers(settings),
  ],
};
