import { GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';
import { recurrentSeries } from './recurrent-series.ts';

/** The GRU with a fifth of its inputs and states dropped while it trains, the same ones at every step. */
export const gruDropout: NetworkRecipe = recurrentSeries({
  name: 'gru-dropout',
  title: 'GRU, 32 units, dropout 0.2',
  source: 'listing 6.40',
  bookEpochs: 40,
  dropout: 0.2,
  recurrent: (options) => new GRU(options),
});
