import { GlobalAveragePooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import type { TextRecipe } from '../recipe.ts';

/** `average` with vectors that have read billions of words to begin with, which training then adjusts to reviews. */
export const pooledGlove: TextRecipe = {
  name: 'pooled-glove',
  title: 'mean of pretrained word vectors, fine-tuned',
  source: 'section 6.1.3, with pooling in place of flattening',
  input: 'ids',
  pretrained: true,
  defaults: {
    words: 10_000,
    maxlen: 400,
    epochs: 10,
    batchSize: 128,
    learningRate: 0.001,
    validationSplit: 0.2,
  },
  takes: ['maxlen'],
  few: { maxlen: 120, epochs: 12, batchSize: 32, learningRate: 0.01 },
  layers: (_, vectors) => {
    if (!vectors) throw new TypeError('pooled-glove: needs word vectors. Give --vectors.');
    const { weights, inputDim, outputDim } = vectors;
    return [new Embedding({ inputDim, outputDim, weights, maskZero: true }), new GlobalAveragePooling1D()];
  },
};
