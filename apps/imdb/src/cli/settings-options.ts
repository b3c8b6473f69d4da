import { integerOption, type Options, shareOption } from '@seqloom/tasks/node';
import type { ArgsDef } from 'citty';
import type { Settings } from '../recipe.ts';

/** Options that take the place of a recipe's numbers, for one run or for all runs of a sweep. */
export const SETTINGS_ARGS = {
  words: { type: 'string', valueHint: 'N', description: 'Size of the vocabulary' },
  maxlen: { type: 'string', valueHint: 'N', description: 'Words a review is cut or filled up to' },
  epochs: { type: 'string', valueHint: 'N', description: 'Passes over the training reviews' },
  batch: { type: 'string', valueHint: 'N', description: 'Reviews a step' },
  'validation-split': {
    type: 'string',
    valueHint: 'SHARE',
    description: 'The last part of the shuffled training reviews, which validates',
  },
} as const satisfies ArgsDef;

/**
 * What a user chose of {@link SETTINGS_ARGS}.
 *
 * @throws RangeError for a value that is none
 */
export function chosenSettings(args: Options): Partial<Settings> {
  const words = integerOption(args, 'words', 2);
  const maxlen = integerOption(args, 'maxlen');
  const epochs = integerOption(args, 'epochs');
  const batchSize = integerOption(args, 'batch');
  const validationSplit = shareOption(args, 'validation-split');
  return {
    ...(words !== undefined && { words }),
    ...(maxlen !== undefined && { maxlen }),
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
    ...(validationSplit !== undefined && { validationSplit }),
  };
}
