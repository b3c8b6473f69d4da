import { SimpleRNN } from '@seqloom/recurrent';
import type { TextRecipe } from '../recipe.ts';
import { recurrentText } from './recurrent-text.ts';

/** A loop over the words that carries a state: the last state decides. */
export const simpleRNN: TextRecipe = recurrentText({
  name: 'simple-rnn',
  title: 'simple recurrent network',
  source: 'listings 6.22–6.23',
  recurrent: (options) => new SimpleRNN(options),
});
