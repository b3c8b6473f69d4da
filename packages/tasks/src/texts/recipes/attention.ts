import { Embedding } from '@seqloom/embeddings';
import { Dropout } from '@seqloom/nn';
import type { TextRecipe } from '../recipe.ts';
import { attentionPooling } from './attention-pooling.ts';

/** `average`, where the network itself says which words count, and the largest values stand beside the mean. */
export const attention: TextRecipe = {
  name: 'attention',
  title: 'word vectors under attention, their mean and largest values',
  source: 'section 6.1, word vectors; Yang et al. 2016, attention over words',
  input: 'ids',
  defaults: {
    words: 20_000,
    maxlen: 400,
    embeddingSize: 64,
    dropout: 0.5,
    epochs: 3,
    batchSize: 64,
    learningRate: 0.002,
    validationSplit: 0.2,
  },
  takes: ['maxlen', 'embeddingSize'],
  few: { words: 10_000, maxlen: 120, embeddingSize: 32, epochs: 12, batchSize: 32, learningRate: 0.005 },
  optimizer: 'adam',
  layers: ({ words, embeddingSize = 64 }) => [
    new Embedding({ inputDim: words, outputDim: embeddingSize, maskZero: true }),
    new Dropout({ rate: 0.3 }),
    attentionPooling(embeddingSize),
  ],
};
