export {
  type Batch,
  type BatchData,
  type BatchInputs,
  type BatchSource,
  isNdArray,
  type NdArray,
  ndArray,
} from './batch.ts';
export { type Batches, type BatchesOptions, batches, type ListBatchesOptions } from './batches.ts';
export { map, take } from './combine.ts';
export { denseCells, fillDense, type SparseRows } from './dense.ts';
export { firstNonFinite } from './first-non-finite.ts';
export { type EpochShuffle, epochOrder, rowBatches, rowsUpTo } from './row-batches.ts';
export { countRows, type Examples, type Rows, selectRows, sliceRows } from './rows.ts';
export { shuffleRows, splitPoint, type ValidationSplitOptions, validationSplit } from './shuffle.ts';
