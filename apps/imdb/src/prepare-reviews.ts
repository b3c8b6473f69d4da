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
  /** Reviews a batch. */
  readonly batchSize: number;
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
 * Tokenizes every text once, shuffles the training reviews with the seed, cuts the last part off for validation, and
 * makes batches. The vocabulary comes from the training reviews alone (validation included, as in the book): the test
 * reviews have no part in it.
 *
 * @throws RangeError when a part would be empty or there are fewer reviews than asked for
 */
export function prepareReviews(
  { train, test }: Reviews,
  form: ReviewForm,
  options: DivisionOptions,
): PreparedReviews {
  const { seed, batchSize, trainSamples } = options;
  const tokenizer = new Tokenizer({ numWords: form.words });
  tokenizer.fitOnTexts(train.texts);
  const labelled = { inputs: form.sequences(tokenizer, train.texts), targets: ndArray(train.labels) };
  const parts = validationSplit(labelled, { fraction: options.validationSplit, seed });
  const available = parts.train.inputs.length;
  if (trainSamples !== undefined && trainSamples > available) {
    throw new RangeError(
      `--train-samples: ${trainSamples} asked for, but ${available} are left beside the validation reviews.`,
    );
  }
  const kept = trainSamples === undefined ? parts.train : sliceRows(parts.train, 0, trainSamples);
  return {
    tokenizer,
    train: formBatches(form, kept, { batchSize, shuffle: true, seed }),
    validation: formBatches(form, parts.validation, { batchSize: MEASURING_BATCH }),
    test: measuringBatches(form, tokenizer, test),
  };
}

/** Labelled texts as batches in a model's form, in their order. */
export function measuringBatches(
  form: ReviewForm,
  tokenizer: Tokenizer,
  { texts, labels }: LabelledTexts,
): Batches {
  const examples = { inputs: form.sequences(tokenizer, texts), targets: ndArray(labels) };
  return formBatches(form, examples, { batchSize: MEASURING_BATCH });
}

interface FormBatchesOptions {
  readonly batchSize: number;
  readonly shuffle?: boolean;
  readonly seed?: number;
}

/** Ids fit into memory as one array; bags are made batch by batch, for all of them would take a gigabyte. */
function formBatches(
  form: ReviewForm,
  examples: Examples<readonly Int32Array[]>,
  options: FormBatchesOptions,
): Batches {
  if (form.input === 'bag') {
    return batches(examples, { ...options, transform: (rows): NdArray => form.inputs(rows) });
  }
  return batches({ ...examples, inputs: form.inputs(examples.inputs) }, options);
}
