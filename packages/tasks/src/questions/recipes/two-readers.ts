import { Embedding } from '@seqloom/embeddings';
import { Concatenate } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { QuestionRecipe } from '../question-types.ts';

/** A GRU reads the story word by word, another one the question; the story's does not know what will be asked. */
export const twoReaders: QuestionRecipe = {
  name: 'two-readers',
  title: 'a GRU each for story and question',
  source: 'applications, a model of two inputs',
  defaults: { units: 64, epochs: 20, batchSize: 64, learningRate: 0.003, validationSplit: 0.1 },
  read(story, question, { inputDim }, { units }) {
    const words = new Embedding({ inputDim, outputDim: units, maskZero: true });
    const [told, asked] = [story, question].map((ids) => new GRU({ units }).apply(words.apply(ids)));
    return new Concatenate().apply([told!, asked!]);
  },
};
