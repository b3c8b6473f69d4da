import { GRU } from '@seqloom/recurrent';
import type { Recipe } from '../recipe.ts';
import { recurrentReview } from './recurrent-review.ts';

/** The LSTM with fewer gates. */
export const gru: Recipe = recurrentReview({
  name: 'gru',
  title: 'gated recurrent units (GRU)',
  source: 'section 6.2, with a GRU in place of the LSTM',
  recurrent: (units) => new GRU({ units }),
});
