import type { TextRecipe } from '../recipe.ts';
import { ensemble } from './ensemble.ts';
import { gloveAttention } from './glove-attention.ts';
import { nbBag } from './nb-bag.ts';

/** `ensemble` with pretrained word vectors: they know words that the texts have too seldom. */
export const gloveEnsemble: TextRecipe = {
  ...ensemble,
  name: 'glove-ensemble',
  title: 'nb-bag and glove-attention, their logits weighted',
  members: [nbBag, gloveAttention],
};
