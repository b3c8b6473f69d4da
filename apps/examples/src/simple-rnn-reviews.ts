import { SimpleRNN } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainRecurrent } from './recurrent-reviews.ts';

/** The simplest recurrent layer on reviews. */
export const simpleRNNReviews: Listing = {
  item: '6.23',
  title: 'Embedding 32, SimpleRNN 32',
  source: 'listings 6.22–6.24',
  trains: true,
  run: (context) => trainRecurrent('simple-rnn', new SimpleRNN({ units: 32 }), context),
};
