import { hashingTrick, oneHotHashed } from '@seqloom/text';
import { type Listing, shapeText } from './listing.ts';

/** Numbers from a hash of the word: no vocabulary is kept, and two words may get the same number. */
export const hashedWords: Listing = {
  item: '6.4',
  title: 'hashing trick',
  source: 'listing 6.4',
  run({ print }) {
    const samples = ['The cat sat on the mat.', 'The dog ate my homework.'];
    const wide = oneHotHashed(samples, { dimensionality: 1000, maxLength: 10 });
    print(`results.shape = ${shapeText(wide.shape)}, ${wide.collisions.size} collisions`);
    const narrow = oneHotHashed(samples, { dimensionality: 20, maxLength: 10 });
    for (let word = 0; word < 6; word++)
      print(`[${narrow.data.subarray(word * 20, (word + 1) * 20).join('. ')}.]`);
    for (const [index, words] of narrow.collisions)
      print(`at ${index} in 20 dimensions: ${words.join(' and ')}`);
    print(`Keras' hashing_trick, md5: ${hashingTrick(samples[0]!, 1000, { hash: 'md5' }).join(' ')}`);
    return {
      shape: shapeText(wide.shape),
      narrow: shapeText(narrow.shape),
      collisions: wide.collisions.size,
    };
  },
};
