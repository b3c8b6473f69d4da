import { anyTextsTask } from '@seqloom/tasks';
import { expect, test } from 'vitest';
import { readAddress } from '../../../src/address/address.ts';
import { PAGE_RECIPES, recipeOf } from '../../../src/pages/reviews/recipes.ts';
import { dataOf, REVIEWS_RULES, requestOf } from '../../../src/pages/reviews/reviews-settings.ts';

test('the page has all recipes that need no word vectors from elsewhere, with their titles and epochs', () => {
  const wanted = anyTextsTask.recipes
    .filter(({ pretrained, name }) => !pretrained && name !== 'learned') // the vectors of `glove` are what it is compared with
    .map(({ name, title, defaults, few }) => ({ name, title, epochs: few?.epochs ?? defaults.epochs }));
  const byName = (recipes: readonly { readonly name: string }[]) =>
    [...recipes].sort((a, b) => a.name.localeCompare(b.name));
  expect(byName(PAGE_RECIPES)).toEqual(byName(wanted));
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
