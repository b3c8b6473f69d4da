import type { QuestionRecipe } from '../question-types.ts';
import { askedReader } from './asked-reader.ts';
import { bag } from './bag.ts';
import { twoReaders } from './two-readers.ts';

/** All models, the simplest first. */
export const QUESTION_RECIPES: readonly QuestionRecipe[] = [bag, twoReaders, askedReader];
