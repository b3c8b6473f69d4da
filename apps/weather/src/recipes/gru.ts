import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';

/** Reads the window in order, and keeps what matters. */
export const gru: NetworkRecipe = {
  type: 'network',
  name: 'gru',
  title: 'GRU, 32 units',
  source: 'listing 6.39',
  bookEpochs: 20,
  layers: () => [new GRU({ units: 32 }), new Dense({ units: 1 })],
};
