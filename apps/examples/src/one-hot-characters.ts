import { oneHotCharacters } from '@seqloom/text';
import { type Listing, shapeText } from './listing.ts';

/** The same for characters: the 100 printable ones of ASCII, in Python's order. */
export const characterVectorsOfOnes: Listing = {
  item: '6.2',
  title: 'one-hot vectors of characters',
  source: 'listing 6.2',
  run({ print }) {
    const samples = ['The cat sat on the mat.', 'The dog ate my homework.'];
    const { shape, tokenIndex } = oneHotCharacters(samples, { maxLength: 50 });
    const some = ['0', '1', 'a', 'b', 'A', 'B', '\x0c'].map(
      (each) => `${JSON.stringify(each)}: ${tokenIndex.get(each)}`,
    );
    print(`token_index = {${some.join(', ')}}`);
    print(`results.shape = ${shapeText(shape)}`);
    return { shape: shapeText(shape), last: tokenIndex.get('\x0c')! };
  },
};
