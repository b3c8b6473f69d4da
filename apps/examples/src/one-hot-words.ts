import { oneHotWords } from '@seqloom/text';
import { type Listing, shapeText } from './listing.ts';

/** A vector for each word, with a 1 at its number. Numbers begin at 1, and capitals and full stops stay. */
export const wordVectorsOfOnes: Listing = {
  item: '6.1',
  title: 'one-hot vectors of words',
  source: 'listing 6.1',
  run({ print }) {
    const samples = ['The cat sat on the mat.', 'The dog ate my homework.'];
    const { data, shape, tokenIndex } = oneHotWords(samples, { maxLength: 10 });
    print(`token_index = ${JSON.stringify(Object.fromEntries(tokenIndex))}`);
    print(`results.shape = ${shapeText(shape)}`);
    const [, maxLength, depth] = shape;
    for (const [i, sample] of samples.entries()) {
      for (const [j, word] of sample.split(' ').entries()) {
        const start = (i * maxLength + j) * depth;
        print(`[${data.subarray(start, start + depth).join('. ')}.] ${word}`);
      }
    }
    return { shape: shapeText(shape), mat: tokenIndex.get('mat.')! };
  },
};
