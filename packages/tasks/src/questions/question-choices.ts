import { numberIn, positive, positiveInteger } from '@seqloom/options';
import { numberOption, type OptionTable } from '../options/command-option.ts';
import type { QuestionSettings } from './question-types.ts';

/** The choices as options of commands. */
export const QUESTION_CHOICES: OptionTable<QuestionSettings> = {
  units: numberOption(positiveInteger(), { help: 'Width of the word vectors and of the layers' }),
  epochs: numberOption(positiveInteger(), { help: 'Passes over the training stories' }),
  batchSize: numberOption(positiveInteger(), { flag: 'batch', help: 'Stories a step' }),
  learningRate: numberOption(positive(), { hint: 'RATE', help: 'Step size of Adam at the beginning' }),
  validationSplit: numberOption(numberIn({ above: 0, below: 1 }), {
    hint: 'FRACTION',
    help: 'The last part of the training stories, which validates',
  }),
  trainSamples: numberOption(positiveInteger(), { help: 'Train on the first N stories only' }),
};
