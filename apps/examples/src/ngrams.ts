import { bagOfNgrams, characterNgrams, countNgrams, wordNgrams } from '@seqloom/text';
import type { Listing } from './listing.ts';

/** Understanding n-grams and bags of words: the order of words is lost but within an n-gram. */
export const ngramBags: Listing = {
  item: 'ngrams',
  title: 'bags of 2-grams and 3-grams',
  source: 'section 6.1',
  run({ print }) {
    const text = 'The cat sat on the mat.';
    const twoGrams = bagOfNgrams(wordNgrams(text, 2));
    const threeGrams = bagOfNgrams(wordNgrams(text, 3));
    print(`bag of 2-grams: ${JSON.stringify([...twoGrams])}`);
    print(`bag of 3-grams: ${JSON.stringify([...threeGrams])}`);
    const [[gram, times]] = [...countNgrams(characterNgrams(text, [2]))].sort(([, a], [, b]) => b - a) as [
      [string, number],
    ];
    print(`the most frequent pair of characters: "${gram}", ${times} times`);
    return { twoGrams: twoGrams.size, threeGrams: threeGrams.size };
  },
};
