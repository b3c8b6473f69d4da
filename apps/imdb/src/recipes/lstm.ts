import { LSTM } from '@seqloom/recurrent';
import type { Recipe } from '../recipe.ts';
import { recurrentReview } from './recurrent-review.ts';

/** A recurrent layer that can carry what it has read over many words. */
export const lstm: Recipe = recurrentReview({
  name: 'lstm',
  title: 'LSTM, 32 units',
  source: 'listing 6.27',
  recurrent: () => new LSTM({ units: 32 }),
});
