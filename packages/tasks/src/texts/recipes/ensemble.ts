import type { TextRecipe } from '../recipe.ts';
import { attention } from './attention.ts';
import { nbBag } from './nb-bag.ts';

/** Models that are wrong about other texts: phrases, linear, and the words that attention picks. */
export const ensemble: TextRecipe = {
  name: 'ensemble',
  title: 'nb-bag and attention, their logits weighted',
  source: 'section 7.3.3, model ensembling; Wolpert 1992, stacked generalization',
  input: 'ngrams',
  defaults: { ...nbBag.defaults, validationSplit: 0.08 },
  few: { validationSplit: 0.1 },
  takes: [],
  members: [nbBag, attention],
  layers: () => [],
};
