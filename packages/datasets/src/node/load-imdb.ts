import { functionOf, type OptionRules, resolveOptions, text } from '@seqloom/options';
import {
  buildWordIndex,
  ENCODE_RULES,
  type EncodedReviews,
  type EncodeReviewsOptions,
  encodeReviews,
  type Tokenize,
  type WordIndex,
} from '../word-ids.ts';
import { readReviews } from './read-reviews.ts';
import { resolveDataset } from './resolve-dataset.ts';

/** Options of {@link loadIMDB}: those of Keras' `imdb.load_data`, and how texts become words. */
export interface LoadIMDBOptions extends EncodeReviewsOptions {
  /** Splits a review into words; `textToWordSequence` of `@seqloom/text` makes Keras' words. */
  readonly tokenize: Tokenize;
  /** The archive or folder; default: the data set `imdb`, which is downloaded when it is not there. */
  readonly path?: string;
}

/** IMDB as ids. */
export interface EncodedIMDB {
  readonly train: EncodedReviews;
  readonly test: EncodedReviews;
  /** Numbers of the words of the training reviews, 1 for the most frequent: for `decodeReview`. */
  readonly wordIndex: WordIndex;
}

const RULES: OptionRules<LoadIMDBOptions> = {
  ...ENCODE_RULES,
  tokenize: functionOf<Tokenize>(),
  path: text('imdb'),
};

/**
 * Reads IMDB and returns both parts as ids in Keras' form: a start mark, word numbers from `indexFrom` on, rare words as
 * `oovChar`. The order of the test part comes from `seed + 1`, so that it is not that of the training part.
 *
 * @throws DatasetError when the reviews cannot be found, fetched or read; RangeError when `maxlen` leaves no review
 *
 * **Source**: Keras 3, `keras.datasets.imdb.load_data`; the differences are those of `encodeReviews`.
 *
 * @example
 * const { train, test, wordIndex } = await loadIMDB({ tokenize: textToWordSequence, numWords: 10_000 });
 * decodeReview(train.sequences[0], wordIndex); // '[START] this film was just brilliant …'
 */
export async function loadIMDB(options: LoadIMDBOptions): Promise<EncodedIMDB> {
  const { tokenize, path, ...encoding } = resolveOptions('loadIMDB', options, RULES);
  const { train, test } = await readReviews(await resolveDataset(path));
  const wordIndex = buildWordIndex(train.texts, tokenize);
  const words = { tokenize, wordIndex };
  return {
    train: encodeReviews(train, words, encoding),
    test: encodeReviews(test, words, { ...encoding, seed: encoding.seed + 1 }),
    wordIndex,
  };
}
