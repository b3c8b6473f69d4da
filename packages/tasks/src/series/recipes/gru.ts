import { GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';
import { recurrentSeries } from './recurrent-series.ts';

/** Reads the window in order, and keeps what matters. */
export const gru: NetworkRecipe = recurrentSeries({
  name: 'gru',
  title: 'GRU, 32 units',
  source: 'listing 6.39',
  recurrent: (options) => new GRU(options),
});
