import type { Recipe } from '../recipe.ts';
import { average } from './average.ts';
import { bag } from './bag.ts';
import { embedding } from './embedding.ts';

/** All models, in the order of the chapter. */
export const RECIPES: readonly Recipe[] = [bag, embedding, average];

/**
 * The recipe of a name.
 *
 * @throws RangeError that lists the names there are
 */
export function findRecipe(name: string): Recipe {
  const recipe = RECIPES.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  const names = RECIPES.map((candidate) => candidate.name).join(', ');
  throw new RangeError(`--model: there is no model '${name}'. Models: ${names}.`);
}
