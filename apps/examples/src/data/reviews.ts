import { fileURLToPath } from 'node:url';
import { type Examples, type NdArray, ndArray, shuffleRows } from '@seqloom/arrays';
import { textParts } from '@seqloom/datasets';
import { readLabelledTextsFile, readReviews, resolveDataset } from '@seqloom/datasets/node';
import { padSequences, Tokenizer } from '@seqloom/text';

/** Texts, each with 1 for a good review and 0 for a bad one. */
export interface LabelledReviews {
  readonly texts: readonly string[];
  readonly labels: ArrayLike<number>;
}

/** Reviews to learn from and reviews to be measured on. */
export interface Reviews {
  readonly name: string;
  /** Whether they are IMDB's 25,000 and 25,000, some 230 words each; the bundled ones are few and short. */
  readonly long: boolean;
  readonly train: LabelledReviews;
  readonly test: LabelledReviews;
}

const BUNDLED = new URL('../../../imdb/data/bundled-reviews.tsv', import.meta.url);

/** Reads the bundled reviews, or IMDB, which is downloaded when it is not there. */
export async function openReviews(name: 'bundled' | 'imdb'): Promise<Reviews> {
  if (name === 'imdb') {
    return { name, long: true, ...(await readReviews(await resolveDataset('imdb'))) };
  }
  const { train, test } = textParts(await readLabelledTextsFile(fileURLToPath(BUNDLED)));
  return { name: 'bundled-reviews', long: false, train: train!, test: test! };
}

/** Reviews as ids in two arrays, and what turned them into ids. */
export interface ReviewIds {
  /** In an order that the seed decides, so that a last part of it can validate. */
  readonly train: Examples<NdArray>;
  readonly test: Examples<NdArray>;
  readonly tokenizer: Tokenizer;
}

/** How {@link reviewIds} reads. */
export interface ReviewIdsOptions {
  readonly maxlen: number;
  readonly seed: number;
  /** Turns reviews round before they are cut and filled up, both in front. Default false. */
  readonly reversed?: boolean;
}

/** The 10,000 most frequent words of the training reviews, the last `maxlen` words of each review; of reversed ones the first. */
export function reviewIds(
  { train, test }: Reviews,
  { maxlen, seed, reversed = false }: ReviewIdsOptions,
): ReviewIds {
  const tokenizer = new Tokenizer({ numWords: 10_000 });
  tokenizer.fitOnTexts(train.texts);
  const ids = ({ texts, labels }: LabelledReviews) => {
    const sequences = tokenizer.textsToSequences(texts);
    if (reversed) for (const sequence of sequences) sequence.reverse();
    const { data, shape } = padSequences(sequences, { maxlen });
    return { inputs: ndArray(data, shape), targets: ndArray(Uint8Array.from(labels)) };
  };
  return { train: shuffleRows(ids(train), seed), test: ids(test), tokenizer };
}
