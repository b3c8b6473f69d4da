import { Conv1D } from '@seqloom/convolutional';
import { Embedding } from '@seqloom/embeddings';
import { Add, Concatenate, Dense, Multiply, type SymbolicTensor } from '@seqloom/nn';
import { Bidirectional, GRU } from '@seqloom/recurrent';
import type { QuestionRecipe } from '../question-types.ts';

/**
 * Reads with the question in mind, sentence by sentence, in three steps.
 *
 * 1. A convolution as wide as a sentence makes a vector `s` of each, another one the vector `q` of the question; `relu` of
 *    `[s + q, s · q]` marks the sentences that the question is about.
 * 2. A GRU in both directions carries what they say to the other sentences: who took the thing, and who will take it.
 * 3. The product of that with each sentence tells whether it is about the same person; a GRU keeps the last one's place.
 *
 * The products are between linear maps: whether two words are the same is one product for them, and hard for sums.
 */
export const askedReader: QuestionRecipe = {
  name: 'asked-reader',
  title: 'sentences beside the question, GRU in both directions, GRU',
  source: 'applications, reading with the question in mind',
  defaults: { units: 64, epochs: 25, batchSize: 64, learningRate: 0.004, validationSplit: 0.1 },
  read(story, question, { inputDim, sentenceWords, questionWords }, { units }) {
    const half = Math.ceil(units / 2);
    const words = new Embedding({ inputDim, outputDim: half });
    const sentences = new Conv1D({ filters: units, kernelSize: sentenceWords, strides: sentenceWords }).apply(
      words.apply(story),
    );
    const asked = new Conv1D({ filters: units, kernelSize: questionWords }).apply(words.apply(question));
    const product = (a: SymbolicTensor, b: SymbolicTensor) =>
      new Multiply().apply([new Dense({ units }).apply(a), new Dense({ units }).apply(b)]);
    const both = new Concatenate().apply([new Add().apply([sentences, asked]), product(sentences, asked)]);
    const marked = new Dense({ units, activation: 'relu' }).apply(both);
    const carried = new Bidirectional({
      layer: new GRU({ units: half, returnSequences: true }),
    }).apply(marked);
    const compared = new Concatenate().apply([carried, sentences, product(carried, sentences)]);
    return new GRU({ units }).apply(new Dense({ units, activation: 'relu' }).apply(compared));
  },
};
