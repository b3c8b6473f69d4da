import type { LinearRecipe } from '../recipe.ts';
import { ridgeWeights } from '../ridge-weights.ts';

/** The best weighted sum of everything in the window: what a network has to beat to be worth its cost. */
export const ridge: LinearRecipe = {
  type: 'linear',
  name: 'ridge',
  title: 'linear regression, weights kept small',
  source: 'Hoerl and Kennard 1970',
  solve: (train, validation, _targetColumn, signal) => ridgeWeights(train, validation, signal),
};
