import { checkCount, count, numberIn, type OptionRules, resolveOptions } from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import { countRows, type Examples, type Rows, selectRows, sliceRows } from './rows.ts';

/**
 * The samples in a random order that depends on the seed and on nothing else.
 *
 * @param seed an integer from 0 on; the same seed gives the same order on every platform.
 */
export function shuffleRows<Inputs extends Rows>(examples: Examples<Inputs>, seed: number): Examples<Inputs> {
  checkCount('shuffleRows', 'seed', seed);
  return selectRows(examples, createRandom(seed, 'shuffle').permutation(countRows(examples)));
}

/** How {@link validationSplit} divides samples. */
export interface ValidationSplitOptions {
  /** The part that becomes validation data, above 0 and below 1. */
  readonly fraction: number;
  /** Decides which samples these are. Default 0. */
  readonly seed?: number;
}

const VALIDATION_SPLIT_RULES: OptionRules<ValidationSplitOptions> = {
  fraction: numberIn({}),
  seed: count(0),
};

/**
 * Shuffles the samples with the seed and cuts off the last part for validation. The first
 * `floor(rows · (1 − fraction))` samples train, as with Keras' `validation_split`; the shuffle comes first
 * because data sets are often sorted by label.
 *
 * Not for time series: there, split in time order ({@link timeSplit}).
 *
 * @throws RangeError when either part would be empty.
 * @example
 * const { train, validation } = validationSplit({ inputs: texts, targets: labels }, { fraction: 0.2, seed: 1 });
 */
export function validationSplit<Inputs extends Rows>(
  examples: Examples<Inputs>,
  options: ValidationSplitOptions,
): { readonly train: Examples<Inputs>; readonly validation: Examples<Inputs> } {
  const { fraction, seed } = resolveOptions('validationSplit', options, VALIDATION_SPLIT_RULES);
  const count = countRows(examples);
  const cut = splitPoint('validationSplit', 'fraction', fraction, count);
  const shuffled = shuffleRows(examples, seed);
  return { train: sliceRows(shuffled, 0, cut), validation: sliceRows(shuffled, cut) };
}

/**
 * How many of the samples train when a fraction of them is held out: `floor(count · (1 − fraction))`.
 *
 * @param owner the function, and `option` the setting, that the message names
 * @throws RangeError when either part would be empty
 *
 * **Source**: `validation_split` of `keras.Model.fit`.
 */
export function splitPoint(owner: string, option: string, fraction: number, count: number): number {
  const cut = Math.floor(count * (1 - fraction) + 1e-9); // 1 − 0.2 is a hair below 0.8: 10 samples would train 7
  if (fraction > 0 && fraction < 1 && cut > 0 && cut < count) return cut;
  throw new RangeError(
    `${owner}: ${option} ${fraction} of ${count} samples leaves one part empty. Give a number between 0 and 1, and more samples.`,
  );
}
