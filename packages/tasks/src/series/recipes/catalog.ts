import type { SeriesRecipe } from '../recipe.ts';
import { biGRU } from './bi-gru.ts';
import { conv1d } from './conv1d.ts';
import { conv1dGRU } from './conv1d-gru.ts';
import { dense } from './dense.ts';
import { dlinear } from './dlinear.ts';
import { gru } from './gru.ts';
import { gruDropout } from './gru-dropout.ts';
import { gruOnRidge } from './gru-on-ridge.ts';
import { lstm } from './lstm.ts';
import { persistence } from './persistence.ts';
import { reversedGRU } from './reversed-gru.ts';
import { ridge } from './ridge.ts';
import { segmentGRU } from './segment-gru.ts';
import { stackedGRU } from './stacked-gru.ts';

/** All models, the simplest first, then in the order of the chapter, then those after it. */
export const SERIES_RECIPES: readonly SeriesRecipe[] = [
  persistence,
  ridge,
  dense,
  gru,
  lstm,
  gruDropout,
  stackedGRU,
  reversedGRU,
  biGRU,
  conv1d,
  conv1dGRU,
  dlinear,
  segmentGRU,
  gruOnRidge,
];
