export {
  type Batch,
  type BatchData,
  type BatchInputs,
  type BatchSource,
  isNdArray,
  type NdArray,
  ndArray,
} from './batch.ts';
export { type BatchesOptions, batches, type ListBatchesOptions } from './batches.ts';
export {
  type BatchesByLengthOptions,
  batchesByLength,
  type ListBatchesByLengthOptions,
} from './batches-by-length.ts';
export { map, take } from './combine.ts';
export { denseCells, fillDense, type SparseRows } from './dense.ts';
export type { Batches } from './epochs.ts';
export { firstNonFinite } from './first-non-finite.ts';
export {
  gatherStrings,
  isStringArray,
  type Preprocessor,
  type StringArray,
  stringArray,
} from './preprocessor.ts';
export { type EpochShuffle, epochOrder, rowBatches, rowsUpTo } from './row-batches.ts';
export {
  countRows,
  type Examples,
  gatherRows,
  type Rows,
  selectRows,
  sliceArray,
  sliceRows,
} from './rows.ts';
export { shuffleRows, splitPoint, type ValidationSplitOptions, validationSplit } from './shuffle.ts';
export { serveBatches, workerBatches } from './worker-batches.ts';
export type { MessagePortLike } from './worker-messages.ts';
