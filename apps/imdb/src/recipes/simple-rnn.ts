import { SimpleRNN } from '@seqloom/recurrent';
import type { Recipe } from '../recipe.ts';
import { recurrentReview } from './recurrent-review.ts';

/** A loop over the words that carries a state: the last state decides. */
export const simpleRNN: Recipe = recurrentReview({
  name: 'simple-rnn',
  title: 'simple recurrent network',
  source: 'listings 6.22–6.23',
  recurrent: (units) => new SimpleRNN({ units }),
});
