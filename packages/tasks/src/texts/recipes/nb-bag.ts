import { EmbeddingBag } from '@seqloom/embeddings';
import type { TextRecipe } from '../recipe.ts';

/** A weight for every phrase of up to three words, which begins as naive Bayes has it; no LSTM of the chapter is better. */
export const nbBag: TextRecipe = {
  name: 'nb-bag',
  title: 'phrases of 1–3 words, linear from naive Bayes on',
  source: 'section 6.1, n-grams of words; Wang and Manning 2012, NBSVM',
  input: 'ngrams',
  defaults: {
    words: 1_000_000,
    ngrams: 3,
    epochs: 4,
    batchSize: 64,
    learningRate: 0.01,
    validationSplit: 0.04,
  },
  takes: ['ngrams'],
  few: { words: 200_000, ngrams: 1, epochs: 5, batchSize: 32, validationSplit: 0.05 },
  marks: true,
  logCountRatios: true,
  optimizer: 'adagrad',
  layers: (_, rows) => {
    if (!rows) throw new TypeError('nb-bag: needs the log-count ratios of the training texts.');
    const { weights, inputDim, outputDim } = rows;
    return [new EmbeddingBag({ inputDim, outputDim, weights, mode: 'sum', maskZero: true })];
  },
};
