import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';

/** One GRU reads what another one says at every step. */
export const stackedGRU: NetworkRecipe = {
  type: 'network',
  name: 'stacked-gru',
  title: 'two GRUs, 32 and 64 units, dropout',
  source: 'listing 6.41',
  bookEpochs: 40,
  takes: [],
  layers: (_length, _size, outputs) => [
    new GRU({ units: 32, dropout: 0.1, recurrentDropout: 0.5, returnSequences: true }),
    new GRU({ units: 64, activation: 'relu', dropout: 0.1, recurrentDropout: 0.5 }),
    new Dense({ units: outputs }),
  ],
};
