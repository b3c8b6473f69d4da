import {
  type Batches,
  batches,
  type Examples,
  type NdArray,
  ndArray,
  sliceRows,
  validationSplit,
} from '@seqloom/arrays';
import { type Text, Tokenizer } from '@seqloom/text';
import { pausing } from '../pausing.ts';
import { splitGroups } from './split-groups.ts';
import type { TextForm } from './text-form.ts';
import type { ClassifiedTexts, TextSource } from './text-source.ts';

/** How texts are divided. */
export interface DivisionOptions {
  /** Decides which texts validate, and the order of the others. */
  readonly seed: number;
  /** The fraction of the training texts that validates, in (0, 1). */
  readonly validationSplit: number;
  /** Trains on the first so many of the rest; default: all. The validation texts stay the same. */
  readonly trainSamples?: number;
}

/** Texts as ids, with their labels. */
export type LabelledSequences = Examples<readonly Int32Array[]>;

/** A data set as ids, not yet divided: what runs with the same vocabulary and direction share. */
export interface TokenizedTexts {
  readonly tokenizer: Tokenizer;
  readonly train: LabelledSequences;
  /** What each training text was cut from, where that is known; see {@link ClassifiedTexts}. */
  readonly groups?: Int32Array;
  readonly test: LabelledSequences;
}

/** A data set in a model's form, as batches. */
export interface PreparedTexts {
  readonly tokenizer: Tokenizer;
  /** What {@link train} makes batches of. */
  readonly trainSequences: LabelledSequences;
  readonly validationSequences: LabelledSequences;
  readonly train: Batches;
  readonly validation: Batches;
  readonly test: Batches;
}

/** Texts a batch where nothing is learned; a bag of 10,000 words makes 10 MB of it. */
const MEASURING_BATCH = 256;

/**
 * Turns every text into ids. The vocabulary comes from the training texts alone (validation included, as in the book): the test
 * texts have no part in it.
 */
export async function tokenizeTexts(
  { train, test }: Pick<TextSource, 'train' | 'test'>,
  form: TextForm,
  signal?: AbortSignal,
): Promise<TokenizedTexts> {
  const tokenizer = new Tokenizer({ numWords: form.words });
  const texts = pausing(train.texts, signal);
  const grams = form.input === 'grams' || form.input === 'ngrams';
  await tokenizer.fitOnTextsAsync(grams ? tokensOf(form, texts) : texts);
  // Of the phrases of a corpus most are left out; a model file would be full of them.
  const kept = form.input === 'ngrams' ? tokenizer.trimmed() : tokenizer;
  return {
    tokenizer: kept,
    train: await labelledSequences(form, kept, train, signal),
    ...(train.groups && { groups: train.groups }),
    test: await labelledSequences(form, kept, test, signal),
  };
}

/** What a tokenizer is given, text by text. */
async function* tokensOf(form: TextForm, texts: AsyncIterable<string>): AsyncGenerator<Text> {
  for await (const text of texts) yield form.tokens(text);
}

/**
 * Divides tokenized texts and makes batches in a model's form.
 *
 * @throws RangeError when a part would be empty or there are fewer texts than asked for
 */
export function prepareTexts(
  { tokenizer, train, groups, test }: TokenizedTexts,
  form: TextForm,
  options: DivisionOptions & { readonly batchSize: number },
): PreparedTexts {
  const { seed, batchSize } = options;
  const parts = divide(train, groups, options);
  return {
    tokenizer,
    trainSequences: parts.train,
    validationSequences: parts.validation,
    train: formBatches(form, parts.train, { batchSize, shuffle: true, seed }),
    validation: formBatches(form, parts.validation, { batchSize: MEASURING_BATCH }),
    test: formBatches(form, test, { batchSize: MEASURING_BATCH }),
  };
}

/**
 * Shuffles texts with the seed, cuts the last part off for validation, and keeps as many of the others as are wanted. Texts of one group,
 * such as pages of a book, stay together.
 */
function divide(
  texts: LabelledSequences,
  groups: Int32Array | undefined,
  { seed, validationSplit: fraction, trainSamples }: DivisionOptions,
): { readonly train: LabelledSequences; readonly validation: LabelledSequences } {
  const parts = groups
    ? splitGroups(texts, groups, { fraction, seed })
    : validationSplit(texts, { fraction, seed });
  const available = parts.train.inputs.length;
  if (trainSamples !== undefined && trainSamples > available) {
    throw new RangeError(
      `--train-samples: ${trainSamples} asked for, but ${available} are left beside the validation texts.`,
    );
  }
  const train = trainSamples === undefined ? parts.train : sliceRows(parts.train, 0, trainSamples);
  return { train, validation: parts.validation };
}

async function labelledSequences(
  form: TextForm,
  tokenizer: Tokenizer,
  { texts, labels }: ClassifiedTexts,
  signal: AbortSignal | undefined,
): Promise<LabelledSequences> {
  const inputs: Int32Array[] = [];
  for await (const text of pausing(texts, signal)) inputs.push(...form.sequences(tokenizer, [text]));
  return { inputs, targets: ndArray(labels) };
}

interface FormBatchesOptions {
  readonly batchSize: number;
  readonly shuffle?: boolean;
  readonly seed?: number;
}

/** Ids fit into memory as one array; bags are made batch by batch, because all of them would take a gigabyte. */
function formBatches(form: TextForm, examples: LabelledSequences, options: FormBatchesOptions): Batches {
  if (form.input !== 'ids') {
    return batches(examples, { ...options, transform: (rows): NdArray => form.inputs(rows) });
  }
  return batches({ ...examples, inputs: form.inputs(examples.inputs) }, options);
}
