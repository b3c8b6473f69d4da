import { GlobalAveragePooling1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Concatenate, Dense } from '@seqloom/nn';
import type { QuestionRecipe } from '../question-types.ts';

/** Which words occur in the story and in the question: who moved last, it cannot tell. */
export const bag: QuestionRecipe = {
  name: 'bag',
  title: 'bags of words of story and question',
  source: 'applications, the baseline of questions',
  defaults: { units: 64, epochs: 10, batchSize: 64, learningRate: 0.003, validationSplit: 0.1 },
  read(story, question, { inputDim }, { units }) {
    const words = new Embedding({ inputDim, outputDim: units, maskZero: true });
    const bags = [story, question].map((ids) => new GlobalAveragePooling1D().apply(words.apply(ids)));
    return new Dense({ units, activation: 'relu' }).apply(new Concatenate().apply(bags));
  },
};
