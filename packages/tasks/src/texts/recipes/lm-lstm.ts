import { Embedding } from '@seqloom/embeddings';
import { Dropout } from '@seqloom/nn';
import { LSTM } from '@seqloom/recurrent';
import type { TextRecipe } from '../recipe.ts';
import { attentionPooling } from './attention-pooling.ts';

/** An LSTM that has first learned which word follows in the texts, without their labels; all of its states are pooled. */
export const lmLSTM: TextRecipe = {
  name: 'lm-lstm',
  title: 'LSTM that begins as a language model of the texts',
  source: 'section 6.2, LSTM; Dai and Le 2015, LM-LSTM',
  input: 'ids',
  defaults: {
    words: 10_000,
    maxlen: 400,
    embeddingSize: 128,
    units: 128,
    dropout: 0.5,
    epochs: 3,
    batchSize: 64,
    learningRate: 0.001,
    validationSplit: 0.2,
    languageModel: {
      epochs: 3,
      batchSize: 32,
      context: 64,
      candidates: 256,
      learningRate: 0.002,
      dropout: 0.2,
    },
  },
  takes: ['maxlen', 'units', 'embeddingSize'],
  few: {
    words: 5000,
    maxlen: 120,
    embeddingSize: 32,
    units: 32,
    epochs: 8,
    batchSize: 32,
    learningRate: 0.005,
    languageModel: {
      epochs: 8,
      batchSize: 8,
      context: 16,
      candidates: 64,
      learningRate: 0.005,
      dropout: 0.2,
    },
  },
  optimizer: 'adam',
  layers: ({ words, embeddingSize = 128, units }) => [
    new Embedding({ inputDim: words, outputDim: embeddingSize, maskZero: true }),
    new Dropout({ rate: 0.3 }),
    new LSTM({ units: units!, returnSequences: true }),
    attentionPooling(units!),
  ],
};
