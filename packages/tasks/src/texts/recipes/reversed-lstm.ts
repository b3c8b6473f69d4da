import { LSTM } from '@seqloom/recurrent';
import type { TextRecipe } from '../recipe.ts';
import { recurrentText } from './recurrent-text.ts';

/** The LSTM on reviews turned round: word order matters, which order hardly does. */
export const reversedLSTM: TextRecipe = recurrentText({
  name: 'reversed-lstm',
  title: 'LSTM from the last word to the first',
  source: 'listing 6.42',
  recurrent: (options) => new LSTM(options),
  reversed: true,
});
