import { GRU } from '@seqloom/recurrent';
import type { TextRecipe } from '../recipe.ts';
import { recurrentText } from './recurrent-text.ts';

/** The LSTM with fewer gates. */
export const gru: TextRecipe = recurrentText({
  name: 'gru',
  title: 'gated recurrent units (GRU)',
  source: 'section 6.2, with a GRU in place of the LSTM',
  recurrent: (options) => new GRU(options),
});
