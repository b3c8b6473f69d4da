import { fraction, numberIn, positive, positiveInteger } from '@seqloom/options';
import { numberOption, type OptionTable } from '../options/command-option.ts';
import type { TranslationRecipe, TranslationSettings } from './translation-types.ts';

/** The choices as options of commands. */
export const TRANSLATION_CHOICES: OptionTable<TranslationSettings> = {
  words: numberOption(numberIn({ min: 5, integer: true }), {
    help: 'The most words of each language (8000)',
  }),
  embeddingSize: numberOption(positiveInteger(), { help: 'Width of the word vectors (128)' }),
  units: numberOption(positiveInteger(), { help: 'Width of encoder and decoder (128)' }),
  dropout: numberOption(fraction(), {
    hint: 'FRACTION',
    help: 'Fraction of values dropped before the next word while training (0.3)',
  }),
  epochs: numberOption(positiveInteger(), { help: 'Passes over the training pairs (12)' }),
  batchSize: numberOption(positiveInteger(), { flag: 'batch', help: 'Pairs a step (64)' }),
  learningRate: numberOption(positive(), { hint: 'RATE', help: 'Step size of the optimizer, Adam (0.002)' }),
};

/** The numbers of a run for which nothing was said. */
export const TRANSLATION_SETTINGS: TranslationSettings = {
  words: 8000,
  embeddingSize: 128,
  units: 128,
  dropout: 0.3,
  epochs: 12,
  batchSize: 64,
  learningRate: 0.002,
};

/** What `train --model` takes. */
export const TRANSLATION_RECIPES: readonly TranslationRecipe[] = [
  {
    name: 'lstm',
    title: 'LSTM that reads, and an LSTM that writes from its last states',
    source: 'applications, translation',
    attention: false,
  },
  {
    name: 'attention',
    title: 'the same, and attention to every word that was read',
    source: 'applications, translation with attention',
    attention: true,
  },
];
