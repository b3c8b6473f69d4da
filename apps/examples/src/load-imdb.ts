import { decodeReview } from '@seqloom/datasets';
import { loadIMDB } from '@seqloom/datasets/node';
import { padSequences, textToWordSequence } from '@seqloom/text';
import { type Listing, shapeText } from './listing.ts';

/** IMDB as ids in Keras' form: 1 begins a review, 2 stands for a rare word, words begin at 4. */
export const loadData: Listing = {
  item: '6.6',
  title: 'IMDB in one call, decoded again',
  source: 'listing 6.6',
  needs: 'imdb',
  async run({ print }) {
    const { train, test, wordIndex } = await loadIMDB({ tokenize: textToWordSequence, numWords: 10_000 });
    print(`${train.sequences.length} train sequences, ${test.sequences.length} test sequences`);
    const { shape } = padSequences(train.sequences, { maxlen: 20 });
    print(`input_train shape: ${shapeText(shape)}`);
    const largest = train.sequences.reduce(
      (most, ids) => ids.reduce((max, id) => Math.max(max, id), most),
      0,
    );
    print(`largest id: ${largest}`);
    const text = decodeReview(train.sequences[0]!, wordIndex);
    print(text.slice(0, 160));
    return { shape: shapeText(shape), largest, begins: text.slice(0, 7) };
  },
};
