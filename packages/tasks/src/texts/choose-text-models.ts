import type { ChosenModels } from '../task.ts';
import { areFew } from './text-choices.ts';
import type { TextSource } from './text-source.ts';
import type { TextTypes } from './text-types.ts';

/**
 * The model for texts when none is named. A bag of words is the best of the recipes from a few dozen texts to tens of thousands:
 * word vectors and sequences need more texts, or pretrained vectors, before their order tells more than which words occur. Below
 * 10,000 texts half of the values before the answer are dropped while it learns, because there are more words than texts.
 */
export function chooseTextModels(source: Pick<TextSource, 'train'>): ChosenModels<TextTypes> {
  const choices = areFew(source) ? { words: 20_000, units: 32, dropout: 0.5 } : { words: 20_000 };
  return { models: ['bag'], choices };
}
