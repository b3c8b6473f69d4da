import { Bidirectional, GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';
import { recurrentSeries } from './recurrent-series.ts';

/** Two GRUs, one from each end of the window. */
export const biGRU: NetworkRecipe = recurrentSeries({
  name: 'bi-gru',
  title: 'GRU in both directions, 2 × 32 units',
  source: 'listing 6.44',
  bookEpochs: 40,
  recurrent: (options) => new Bidirectional({ layer: new GRU(options) }),
});
