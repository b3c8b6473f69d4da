import { fraction, numberIn, positive, positiveInteger } from '@seqloom/options';
import { numberOption, type OptionTable } from '../options/command-option.ts';
import type { WritingSettings } from './writing-types.ts';

/** The choices as options of commands; defaults of the recipes in brackets, characters first. */
export const WRITING_CHOICES: OptionTable<WritingSettings> = {
  vocabulary: numberOption(numberIn({ min: 5, integer: true }), {
    help: 'The most characters or words that are told apart (200, 4000)',
  }),
  context: numberOption(positiveInteger(), {
    help: 'Characters or words seen at a time while training (100, 35)',
  }),
  embeddingSize: numberOption(positiveInteger(), { help: 'Width of their vectors (32, 96)' }),
  units: numberOption(positiveInteger(), { help: 'Width of the LSTM (128)' }),
  layers: numberOption(positiveInteger(), { help: 'LSTMs, one on the other (1)' }),
  dropout: numberOption(fraction(), {
    hint: 'FRACTION',
    help: 'Fraction of values dropped before and after the LSTM while training (0, 0.5)',
  }),
  epochs: numberOption(positiveInteger(), { help: 'Passes over the training text (12, 10)' }),
  batchSize: numberOption(positiveInteger(), { flag: 'batch', help: 'Windows a step (16)' }),
  learningRate: numberOption(positive(), {
    hint: 'RATE',
    help: 'Step size of the optimizer, Adam (0.005, 0.002)',
  }),
};
