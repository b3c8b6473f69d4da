import { LSTM } from '@seqloom/recurrent';
import type { Recipe } from '../recipe.ts';
import { recurrentReview } from './recurrent-review.ts';

/** A recurrent layer that can carry what it has read over many words. */
export const lstm: Recipe = recurrentReview({
  name: 'lstm',
  title: 'long short-term memory (LSTM)',
  source: 'listing 6.27',
  recurrent: (units) => new LSTM({ units }),
});
