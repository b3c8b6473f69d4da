import { LSTM } from '@seqloom/recurrent';
import type { TextRecipe } from '../recipe.ts';
import { recurrentText } from './recurrent-text.ts';

/** A recurrent layer that can carry what it has read over many words. */
export const lstm: TextRecipe = recurrentText({
  name: 'lstm',
  title: 'long short-term memory (LSTM)',
  source: 'listing 6.27',
  recurrent: (options) => new LSTM(options),
});
