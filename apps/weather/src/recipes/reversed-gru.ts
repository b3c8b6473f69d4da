import { Dense } from '@seqloom/nn';
import { GRU } from '@seqloom/recurrent';
import type { NetworkRecipe } from '../recipe.ts';

/** The GRU from the latest row to the earliest: in weather the recent past matters most, and here it is read first. */
export const reversedGRU: NetworkRecipe = {
  type: 'network',
  name: 'reversed-gru',
  title: 'GRU from the last row to the first, 32 units',
  source: 'section 6.3.8',
  bookEpochs: 20,
  layers: () => [new GRU({ units: 32, goBackwards: true }), new Dense({ units: 1 })],
};
