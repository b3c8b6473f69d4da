export {
  type Batch,
  type BatchData,
  type BatchInputs,
  type BatchSource,
  type NdArray,
  ndArray,
} from './batch.ts';
export { type Batches, type BatchesOptions, batches, type ListBatchesOptions } from './batches.ts';
export { map, take } from './combine.ts';
export { countRows, type Examples, isNdArray, type Rows, selectRows, sliceRows } from './rows.ts';
export { shuffleRows, type ValidationSplitOptions, validationSplit } from './shuffle.ts';
