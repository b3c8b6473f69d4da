import {
  type Batches,
  batches,
  type Examples,
  type LabelledTexts,
  type NdArray,
  ndArray,
  sliceRows,
  validationSplit,
} from '@seqloom/datasets';
import { Tokenizer } from '@seqloom/text';
import type { ReviewForm } from './review-form.ts';
import type { Reviews } from './reviews.ts';

/** How reviews are divided. */
export interface DivisionOptions {
  /** Decides which reviews validate, and the order of the others. */
  readonly seed: number;
  /** The share of the training reviews that validates, in (0, 1). */
  readonly validationSplit: number;
  /** Trains on the first so many of the rest; default: all. The validation reviews stay the same. */
  readonly trainSamples?: number;
}

/** Reviews as ids, with their labels. */
export type LabelledSequences = Examples<readonly Int32Array[]>;

/** A data set as ids, not yet divided: what runs with the same vocabulary and direction share. */
export interface TokenizedReviews {
  readonly tokenizer: Tokenizer;
  readonly train: LabelledSequences;
  readonly test: LabelledSequences;
}

/** A data set in a model's form, as batches. */
export interface PreparedReviews {
  readonly tokenizer: Tokenizer;
  readonly train: Batches;
  readonly validation: Batches;
  readonly test: Batches;
}

/** Reviews a batch where nothing is learned; the largest that a bag of 10,000 words makes small change of memory. */
const MEASURING_BATCH = 256;

/**
 * Turns every text into ids. The vocabulary comes from the training reviews alone (validation included, as in the
 * book): the test reviews have no part in it.
 */
export function tokenizeReviews({ train, test }: Reviews, form: ReviewForm): TokenizedReviews {
  const tokenizer = new Tokenizer({ numWords: form.words });
  tokenizer.fitOnTexts(train.texts);
  return {
    tokenizer,
    train: labelledSequences(form, tokenizer, train),
    test: labelledSequences(form, tokenizer, test),
  };
}

/**
 * Divides tokenized reviews and makes batches in a model's form.
 *
 * @throws RangeError when a part would be empty or there are fewer reviews than asked for
 */
export function prepareReviews(
  { tokenizer, train, test }: TokenizedReviews,
  form: ReviewForm,
  options: DivisionOptions & { readonly batchSize: number },
): PreparedReviews {
  const { seed, batchSize } = options;
  const parts = divideReviews(train, options);
  return {
    tokenizer,
    train: formBatches(form, parts.train, { batchSize, shuffle: true, seed }),
    validation: formBatches(form, parts.validation, { batchSize: MEASURING_BATCH }),
    test: formBatches(form, test, { batchSize: MEASURING_BATCH }),
  };
}

/**
 * Shuffles reviews with the seed, cuts the last part off for validation, and keeps as many of the others as are wanted.
 *
 * @throws RangeError when a part would be empty or there are fewer reviews than asked for
 */
export function divideReviews(
  reviews: LabelledSequences,
  { seed, validationSplit: fraction, trainSamples }: DivisionOptions,
): { readonly train: LabelledSequences; readonly validation: LabelledSequences } {
  const parts = validationSplit(reviews, { fraction, seed });
  const available = parts.train.inputs.length;
  if (trainSamples !== undefined && trainSamples > available) {
    throw new RangeError(
      `--train-samples: ${trainSamples} asked for, but ${available} are left beside the validation reviews.`,
    );
  }
  const train = trainSamples === undefined ? parts.train : sliceRows(parts.train, 0, trainSamples);
  return { train, validation: parts.validation };
}

/** Labelled texts as batches in a model's form, in their order. */
export function measuringBatches(form: ReviewForm, tokenizer: Tokenizer, texts: LabelledTexts): Batches {
  return formBatches(form, labelledSequences(form, tokenizer, texts), { batchSize: MEASURING_BATCH });
}

function labelledSequences(
  form: ReviewForm,
  tokenizer: Tokenizer,
  { texts, labels }: LabelledTexts,
): LabelledSequences {
  return { inputs: form.sequences(tokenizer, texts), targets: ndArray(labels) };
}

interface FormBatchesOptions {
  readonly batchSize: number;
  readonly shuffle?: boolean;
  readonly seed?: number;
}

/** Ids fit into memory as one array; bags are made batch by batch, for all of them would take a gigabyte. */
function formBatches(form: ReviewForm, examples: LabelledSequences, options: FormBatchesOptions): Batches {
  if (form.input === 'bag') {
    return batches(examples, { ...options, transform: (rows): NdArray => form.inputs(rows) });
  }
  return batches({ ...examples, inputs: form.inputs(examples.inputs) }, options);
}
