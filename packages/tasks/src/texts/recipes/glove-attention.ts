import { Embedding } from '@seqloom/embeddings';
import { Dropout } from '@seqloom/nn';
import type { TextRecipe } from '../recipe.ts';
import { attention } from './attention.ts';
import { attentionPooling } from './attention-pooling.ts';

/** `attention` with vectors that have read billions of words to begin with, which training then adjusts. */
export const gloveAttention: TextRecipe = {
  ...attention,
  name: 'glove-attention',
  title: 'pretrained word vectors under attention, fine-tuned',
  source: 'section 6.1, pretrained word vectors; Yang et al. 2016, attention over words',
  pretrained: true,
  defaults: { ...attention.defaults, learningRate: 0.001 },
  few: { words: 20_000, maxlen: 120, epochs: 8, batchSize: 32, learningRate: 0.002 },
  takes: ['maxlen'],
  layers: (_, vectors) => {
    if (!vectors) throw new TypeError('glove-attention: needs word vectors. Give --vectors.');
    const { weights, inputDim, outputDim } = vectors;
    return [
      new Embedding({ inputDim, outputDim, weights, maskZero: true }),
      new Dropout({ rate: 0.3 }),
      attentionPooling(outputDim),
    ];
  },
};
