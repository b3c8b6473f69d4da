import { didYouMean } from './did-you-mean.ts';
import type { AnyRecipe } from './task-types.ts';

/**
 * The recipe of a name.
 *
 * @param option what messages call the place where the name was typed
 * @throws RangeError that lists the names there are
 */
export function findRecipe<Recipe extends AnyRecipe>(
  { recipes }: { readonly recipes: readonly Recipe[] },
  name: string,
  option = '--model',
): Recipe {
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  const names = recipes.map((candidate) => candidate.name);
  throw new RangeError(
    `${option}: there is no model '${name}'.${didYouMean(name, names)} Models: ${names.join(', ')}.`,
  );
}
