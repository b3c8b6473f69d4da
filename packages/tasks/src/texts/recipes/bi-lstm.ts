import { Bidirectional, LSTM } from '@seqloom/recurrent';
import type { TextRecipe } from '../recipe.ts';
import { recurrentText } from './recurrent-text.ts';

/** Two LSTMs, one from each end of a review. */
export const biLSTM: TextRecipe = recurrentText({
  name: 'bi-lstm',
  title: 'LSTM in both directions',
  source: 'listing 6.43',
  recurrent: (options) => new Bidirectional({ layer: new LSTM(options) }),
});
