import { Dense } from '@seqloom/nn';
import { Bidirectional, GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';

/** Two GRUs, one from each end of the window. */
export const biGRU: NetworkRecipe = {
  type: 'network',
  name: 'bi-gru',
  title: 'GRU in both directions, 2 × 32 units',
  source: 'listing 6.44',
  bookEpochs: 40,
  layers: () => [new Bidirectional({ layer: new GRU({ units: 32 }) }), new Dense({ units: 1 })],
};
