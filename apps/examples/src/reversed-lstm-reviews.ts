import { LSTM } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainRecurrent } from './recurrent-reviews.ts';

/** Reviews from their last word to their first: which words occur matters more than their order. */
export const reversedLSTMReviews: Listing = {
  item: '6.42',
  title: 'an LSTM on reviews turned round',
  source: 'listing 6.42',
  trains: true,
  run: (context) => trainRecurrent('reversed-lstm', new LSTM({ units: 32 }), context, { reversed: true }),
};
