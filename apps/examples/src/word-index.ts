import { Tokenizer } from '@seqloom/text';
import { type Listing, shapeText } from './listing.ts';

/** A tokenizer numbers words by how often they occur, and turns texts into numbers or vectors. */
export const wordIndexes: Listing = {
  item: '6.3',
  title: 'Tokenizer: word index, sequences, matrices',
  source: 'listing 6.3',
  run({ print }) {
    const samples = ['The cat sat on the mat.', 'The dog ate my homework.'];
    const tokenizer = new Tokenizer({ numWords: 1000 });
    tokenizer.fitOnTexts(samples);
    const sequences = tokenizer.textsToSequences(samples);
    print(`word_index = ${JSON.stringify(Object.fromEntries(tokenizer.wordIndex))}`);
    print(`sequences = ${JSON.stringify(sequences)}`);
    let shape: readonly number[] = [];
    for (const mode of ['binary', 'count', 'freq', 'tfidf'] as const) {
      const matrix = tokenizer.textsToMatrix(samples, mode);
      shape = matrix.shape;
      print(
        `${mode.padEnd(7)} ${[...matrix.data.subarray(0, 10)].map((value) => value.toFixed(2)).join(' ')} …`,
      );
    }
    print(`Found ${tokenizer.wordIndex.size} unique tokens.`);
    return {
      sequences: JSON.stringify(sequences),
      tokens: tokenizer.wordIndex.size,
      shape: shapeText(shape),
    };
  },
};
