import { padSequences, Tokenizer } from '@seqloom/text';
import { type Listing, shapeText } from './listing.ts';

/** Raw reviews become rows of 100 ids, the last words of each. */
export const rawReviews: Listing = {
  item: '6.9',
  title: 'raw reviews: texts, labels, tokens, padding',
  source: 'listings 6.8–6.9',
  async run({ reviews, print }) {
    const { train } = await reviews();
    const tokenizer = new Tokenizer({ numWords: 10_000 });
    tokenizer.fitOnTexts(train.texts);
    const data = padSequences(tokenizer.textsToSequences(train.texts), { maxlen: 100 });
    print(`Found ${tokenizer.wordIndex.size} unique tokens`);
    print(`Shape of data tensor: ${shapeText(data.shape)}`);
    print(`Shape of label tensor: (${train.labels.length},)`);
    return { tokens: tokenizer.wordIndex.size, shape: shapeText(data.shape) };
  },
};
