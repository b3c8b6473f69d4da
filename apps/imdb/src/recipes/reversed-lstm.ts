import { LSTM } from '@seqloom/recurrent';
import type { Recipe } from '../recipe.ts';
import { recurrentReview } from './recurrent-review.ts';

/** The LSTM on reviews turned round: word order matters, which order hardly does. */
export const reversedLSTM: Recipe = recurrentReview({
  name: 'reversed-lstm',
  title: 'LSTM from the last word to the first',
  source: 'listing 6.42',
  recurrent: (units) => new LSTM({ units }),
  reversed: true,
});
