import { fraction, numberIn, positive, positiveInteger } from '@seqloom/options';
import { flagOf, numberOption, type OptionTable, textOption } from '../options/command-option.ts';
import type { OptionalSetting, TextRecipe, TextSettings } from './recipe.ts';
import type { TextSource } from './text-source.ts';
import type { RunSettings, TextChoices } from './text-types.ts';

/** The choices as options of commands. */
export const TEXT_CHOICES: OptionTable<TextChoices> = {
  vectors: {
    ...textOption({
      hint: 'PATH|bundled',
      help: 'Word vectors for models that begin with some, such as glove: bundled (default), or a GloVe, word2vec or fastText file',
    }),
    several: true,
  },
  words: numberOption(numberIn({ min: 2, integer: true }), { help: 'Size of the vocabulary' }),
  maxlen: numberOption(positiveInteger(), { help: 'Words a text is cut or filled up to, in front' }),
  embeddingSize: numberOption(positiveInteger(), { help: 'Width of the word vectors' }),
  ngrams: numberOption(numberIn({ min: 1, max: 5, integer: true }), {
    help: 'Longest phrases that are features, in words',
  }),
  units: numberOption(positiveInteger(), { help: 'Width of the hidden or recurrent layers' }),
  layers: numberOption(positiveInteger(), { help: 'Hidden or recurrent layers' }),
  dropout: numberOption(fraction(), {
    hint: 'FRACTION',
    help: 'Fraction of values dropped before the answer while training (0)',
  }),
  epochs: numberOption(positiveInteger(), { help: 'Passes over the training texts' }),
  batchSize: numberOption(positiveInteger(), { flag: 'batch', help: 'Texts a step' }),
  learningRate: numberOption(positive(), {
    hint: 'RATE',
    help: 'Step size of the optimizer, RMSprop (nb-bag: Adagrad; attention, lm-lstm: Adam)',
  }),
  validationSplit: numberOption(numberIn({ above: 0, below: 1 }), {
    hint: 'FRACTION',
    help: 'The last part of the shuffled training texts, which validates',
  }),
  trainSamples: numberOption(positiveInteger(), { help: 'Train on the first N texts only' }),
};

/** What is said of a recipe without a number. */
const LACKS: Readonly<Record<OptionalSetting, string>> = {
  maxlen: 'reads whole texts',
  embeddingSize: 'has no word vectors of its own',
  units: 'has no layer to widen',
  layers: 'has no layers to repeat',
  ngrams: 'reads single words or characters',
};

/** What is chosen for all members of an ensemble; the rest are their own numbers. */
function isOfAll(choice: string): boolean {
  return choice === 'validationSplit' || choice === 'trainSamples';
}

/** The numbers of an ensemble that hold for all of its members: they learn from the same texts, and validate on the same. */
export function sharedSettings({ validationSplit, trainSamples }: TextSettings): RunSettings {
  return { validationSplit, ...(trainSamples !== undefined && { trainSamples }) };
}

/** Whether a recipe has a number to choose. */
export function takes(recipe: TextRecipe, choice: string): boolean {
  if (recipe.members)
    return isOfAll(choice) || (choice === 'vectors' && recipe.members.some(({ pretrained }) => pretrained));
  if (choice === 'vectors') return recipe.pretrained === true;
  return !Object.hasOwn(LACKS, choice) || recipe.takes.includes(choice as OptionalSetting);
}

/** Texts of which there are fewer are few. */
const FEW = 10_000;
/** Steps an epoch has at least, where a batch can be small enough. */
const LEAST_STEPS = 20;
/** Steps a training has at least; fewer do not move the weights far enough. */
const LEAST_TOTAL = 400;

/** Whether data are trained on with a recipe's numbers for few and short texts. */
export function areFew({ train }: Pick<TextSource, 'train'>): boolean {
  return train.texts.length < FEW;
}

/**
 * A recipe's numbers, with a user's in their place.
 *
 * @param few whether the texts are few and short
 * @throws RangeError for a number that the recipe lacks
 */
export function settingsFor(
  recipe: TextRecipe,
  few: boolean,
  { vectors: _, ...chosen }: Partial<TextChoices> = {},
): TextSettings {
  if (recipe.members) {
    const own = Object.keys(chosen).find(
      (name) => !isOfAll(name) && chosen[name as keyof typeof chosen] !== undefined,
    );
    if (own !== undefined) {
      const names = recipe.members.map(({ name }) => name).join(', ');
      throw new RangeError(
        `--${flagOf(own, TEXT_CHOICES[own as keyof TextChoices]!)}: each member of '${recipe.name}' has its own. Leave it out, or train one of them: ${names}.`,
      );
    }
  }
  for (const [name, problem] of Object.entries(LACKS)) {
    if (chosen[name as OptionalSetting] === undefined || takes(recipe, name)) continue;
    const flag = name === 'embeddingSize' ? 'embedding-size' : name;
    throw new RangeError(`--${flag}: the model '${recipe.name}' ${problem}. Leave it out.`);
  }
  return { ...recipe.defaults, ...(few && recipe.few), ...chosen };
}

/** Settings for a few dozen texts, for options that were not given: enough steps, no more texts than there are. */
export function fittedSettings(
  settings: TextSettings,
  chosen: Partial<TextChoices>,
  texts: number,
): TextSettings {
  const left = texts - Math.max(1, Math.round(texts * settings.validationSplit));
  const trainSamples =
    chosen.trainSamples ??
    (settings.trainSamples === undefined ? undefined : Math.min(settings.trainSamples, left));
  const batchSize =
    chosen.batchSize ?? Math.min(settings.batchSize, Math.max(1, Math.floor(texts / LEAST_STEPS)));
  const steps = Math.ceil((trainSamples ?? left) / batchSize);
  const epochs = chosen.epochs ?? Math.max(settings.epochs, Math.ceil(LEAST_TOTAL / steps));
  return { ...settings, batchSize, epochs, ...(trainSamples !== undefined && { trainSamples }) };
}
