import { anyTextsTask } from '@seqloom/tasks';
import { expect, test } from 'vitest';
import { readAddress } from '../../../src/address/address.ts';
import { PAGE_RECIPES, recipeOf } from '../../../src/pages/reviews/recipes.ts';
import { dataOf, REVIEWS_RULES, requestOf } from '../../../src/pages/reviews/reviews-settings.ts';

test('the recipes of the page are recipes of the task, with their titles and epochs', () => {
  for (const { name, title, epochs } of PAGE_RECIPES) {
    const recipe = anyTextsTask.recipes.find((each) => each.name === name);
    expect({ name, title, epochs }).toEqual({
      name: recipe?.name,
      title: recipe?.title,
      epochs: recipe?.few?.epochs ?? recipe?.defaults.epochs,
    });
    expect(recipe?.pretrained).not.toBe(true); // word vectors from elsewhere are not on the page
  }
  expect(() => recipeOf('x')).toThrow('reviews: there is no model "x".');
});

test('settings of an address make a request', () => {
  const { settings, problems } = readAddress(
    'reviews',
    REVIEWS_RULES,
    '?model=bag&threads=2&seed=7&labelColumn=stars',
  );
  expect(problems).toEqual([]);
  expect(requestOf(settings, undefined)).toEqual({
    data: { from: 'bundled' },
    model: 'bag',
    choices: { epochs: 6 },
    seed: 7,
    backend: 'wasm',
    threads: 2,
  });
  const file = new File(['a'], 'own.csv');
  expect(dataOf({ ...settings, data: 'file' }, file)).toEqual({ from: 'file', file, labelColumn: 'stars' });
});
