import { didYouMean } from '@seqloom/tasks';
import type { WeatherRecipe } from '../recipe.ts';
import { biGRU } from './bi-gru.ts';
import { conv1d } from './conv1d.ts';
import { conv1dGRU } from './conv1d-gru.ts';
import { dense } from './dense.ts';
import { gru } from './gru.ts';
import { gruDropout } from './gru-dropout.ts';
import { persistence } from './persistence.ts';
import { reversedGRU } from './reversed-gru.ts';
import { ridge } from './ridge.ts';
import { stackedGRU } from './stacked-gru.ts';

/** All models, the simplest first, then in the order of the chapter. */
export const RECIPES: readonly WeatherRecipe[] = [
  persistence,
  ridge,
  dense,
  gru,
  gruDropout,
  stackedGRU,
  reversedGRU,
  biGRU,
  conv1d,
  conv1dGRU,
];

/**
 * The recipe of a name.
 *
 * @throws RangeError that lists the names there are
 */
export function findRecipe(name: string): WeatherRecipe {
  const recipe = RECIPES.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  const names = RECIPES.map((candidate) => candidate.name);
  throw new RangeError(
    `--model: there is no model '${name}'.${didYouMean(name, names)} Models: ${names.join(', ')}.`,
  );
}
