import { GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';
import { recurrentSeries } from './recurrent-series.ts';

/** The GRU from the latest row to the earliest: in weather the recent past matters most, and here it is read first. */
export const reversedGRU: NetworkRecipe = recurrentSeries({
  name: 'reversed-gru',
  title: 'GRU from the last row to the first, 32 units',
  source: 'section 6.3.8',
  recurrent: (options) => new GRU({ ...options, goBackwards: true }),
});
