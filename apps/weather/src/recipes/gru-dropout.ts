import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';

/** The GRU with a fifth of its inputs and states dropped while it trains, the same ones at every step. */
export const gruDropout: NetworkRecipe = {
  type: 'network',
  name: 'gru-dropout',
  title: 'GRU, 32 units, dropout 0.2',
  source: 'listing 6.40',
  bookEpochs: 40,
  layers: () => [new GRU({ units: 32, dropout: 0.2, recurrentDropout: 0.2 }), new Dense({ units: 1 })],
};
