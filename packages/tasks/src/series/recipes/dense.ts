import { Dense, Flatten } from '@seqloom/nn';
import type { NetworkRecipe } from '../recipe.ts';
import { USUAL_UNITS } from '../usual-settings.ts';

/** One hidden layer on the flattened window: order in time is lost on it. */
export const dense: NetworkRecipe = {
  type: 'network',
  name: 'dense',
  title: 'flattened window, one hidden layer of 32',
  source: 'listing 6.37',
  takes: ['units'],
  layers: (_, { units = USUAL_UNITS }, outputs) => [
    new Flatten(),
    new Dense({ units, activation: 'relu' }),
    new Dense({ units: outputs }),
  ],
};
