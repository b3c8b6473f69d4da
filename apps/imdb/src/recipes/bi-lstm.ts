import { Bidirectional, LSTM } from '@seqloom/recurrent';
import type { Recipe } from '../recipe.ts';
import { recurrentReview } from './recurrent-review.ts';

/** Two LSTMs, one from each end of a review. */
export const biLSTM: Recipe = recurrentReview({
  name: 'bi-lstm',
  title: 'LSTM in both directions',
  source: 'listing 6.43',
  recurrent: (units) => new Bidirectional({ layer: new LSTM({ units }) }),
});
