import { LSTM } from '@seqloom/recurrent';
import type { Listing } from './listing.ts';
import { trainRecurrent } from './recurrent-reviews.ts';

/** A layer that can carry what it has read over many words. */
export const lstmReviews: Listing = {
  item: '6.27',
  title: 'Embedding 32, LSTM 32',
  source: 'listing 6.27',
  trains: true,
  run: (context) => trainRecurrent('lstm', new LSTM({ units: 32 }), context),
};
