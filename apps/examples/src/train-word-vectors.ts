import { textToWordSequence } from '@seqloom/text';
import { cooccurrence, countWords, mostSimilar, trainGlove, trainSkipGram } from '@seqloom/vectors';
import type { Listing } from './listing.ts';

/** Vectors of the words of the reviews: GloVe factorises how often words stand together, skip-gram guesses neighbours. */
export const trainedVectors: Listing = {
  item: 'word2vec',
  title: 'GloVe and skip-gram vectors of a corpus',
  source: 'section 6.1.3',
  trains: true,
  async run({ reviews, print, seed }) {
    const { train, long } = await reviews();
    const sentences = train.texts.map((text) => textToWordSequence(text));
    const { words: vocabulary } = countWords(sentences, { minCount: 5, maxWords: 5000 });
    const counts = cooccurrence(sentences, {
      window: long ? 5 : 3,
      words: vocabulary,
      weighting: 'inverse-distance',
    });
    const glove = await trainGlove(counts, { dimensions: 50, epochs: 20, seed });
    // the bundled reviews are 50,000 words: short windows, many passes, no frequent word left out
    const skipGram = await trainSkipGram(sentences, {
      seed,
      maxWords: 5000,
      ...(long
        ? { dimensions: 50, epochs: 3 }
        : { dimensions: 25, epochs: 40, window: 2, subsample: 0, learningRate: 0.05 }),
    });
    const words = long ? ['good', 'boring', 'actor'] : ['film', 'actor', 'she'];
    const facts: Record<string, string> = {};
    for (const [name, vectors] of Object.entries({ glove, skipGram })) {
      for (const word of words) {
        const near = mostSimilar(vectors, word, { count: 4 }).map((neighbour) => neighbour.word);
        print(`${name}: ${word} is near ${near.join(', ')}`);
        facts[`${name} ${word}`] = near.join(', ');
      }
    }
    return facts;
  },
};
