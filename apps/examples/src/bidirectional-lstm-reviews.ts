import { Bidirectional, LSTM } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainRecurrent } from './recurrent-reviews.ts';

/** Two LSTMs, one from each end of a review. */
export const bidirectionalLSTMReviews: Listing = {
  item: '6.43',
  title: 'an LSTM in both directions, on reviews',
  source: 'listing 6.43',
  trains: true,
  run: (context) => trainRecurrent('bi-lstm', new Bidirectional({ layer: new LSTM({ units: 32 }) }), context),
};
