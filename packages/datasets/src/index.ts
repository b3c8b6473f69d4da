export { type Batch, type BatchData, type BatchSource, type NdArray, ndArray } from './batch.ts';
export { type Batches, type BatchesOptions, batches, type ListBatchesOptions } from './batches.ts';
export { map, take } from './combine.ts';
export { DatasetError } from './dataset-error.ts';
export type { LabelledTexts, ReadReviewsOptions, ReviewSplit } from './labelled-texts.ts';
export { type ReadReviewArchiveOptions, readReviewArchive } from './review-archive.ts';
export { countRows, type Examples, type Rows, selectRows, sliceRows } from './rows.ts';
export { shuffleRows, type ValidationSplitOptions, validationSplit } from './shuffle.ts';

export {
  buildWordIndex,
  decodeReview,
  type EncodedReviews,
  type EncodeReviewsOptions,
  encodeReviews,
  type MarkOptions,
  type Tokenize,
  type WordIndex,
} from './word-ids.ts';
