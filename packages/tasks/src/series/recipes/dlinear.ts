import { DLinear, Flatten, ReversibleNormalization } from '@seqloom/nn';
import type { NetworkRecipe } from '../recipe.ts';

/** A linear map for the trend of the target's past and one for the rest. */
export const dlinear: NetworkRecipe = {
  type: 'network',
  name: 'dlinear',
  title: 'linear maps of trend and rest',
  source: 'Zeng et al. 2022 (DLinear, NLinear)',
  takes: [],
  ownPast: true,
  layers: (_length, _size, outputs) => [
    new ReversibleNormalization({ layer: new DLinear({ horizon: outputs }), mode: 'last' }),
    new Flatten(),
  ],
};
