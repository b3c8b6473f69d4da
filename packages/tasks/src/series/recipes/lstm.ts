import { LSTM } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';
import { recurrentSeries } from './recurrent-series.ts';

/** The GRU's older relative, with a cell state beside the output. */
export const lstm: NetworkRecipe = recurrentSeries({
  name: 'lstm',
  title: 'LSTM, 32 units',
  source: 'section 6.3, with an LSTM in place of the GRU',
  recurrent: (options) => new LSTM(options),
});
