import { type NdArray, type StringArray, sliceArray } from '@seqloom/arrays';
import { type ArrayParts, firstPart, type ModelBatch, mapParts, withStringArrays } from '../data/parts.ts';
import type { NamedOr } from '../model/by-name.ts';
import type { InputArray } from '../model/preprocessing.ts';
import type { BatchRows } from './random-of-rows.ts';

/** A part of a batch. */
export interface BatchPart {
  readonly batch: ModelBatch;
  readonly rows: BatchRows;
  /** Whether the batch has no row for the rank; `batch` is then its first row, which does not count. */
  readonly idle: boolean;
}

/** The rows of a batch that a rank trains on: a run of them, as long as those of other ranks or one longer. */
export function partOfBatch(batch: ModelBatch, rank: number, size: number): BatchPart {
  const inputs = withStringArrays(batch.inputs);
  const total = firstPart<InputArray>(inputs).shape[0]!;
  const begin = Math.floor((total * rank) / size);
  const end = Math.floor((total * (rank + 1)) / size);
  const idle = begin === end;
  const [first, last] = idle ? [0, 1] : [begin, end];
  const cut = <Part extends NdArray | StringArray>(array: Part) => sliceArray(array, first, last);
  const cutAll = (parts: ArrayParts) => mapParts(parts as NamedOr<NdArray>, cut);
  const { targets, sampleWeights } = batch;
  return {
    batch: {
      inputs: mapParts(inputs, cut),
      targets: cutAll(targets),
      ...(sampleWeights && { sampleWeights: cutAll(sampleWeights) }),
    },
    rows: { first, count: last - first, total },
    idle,
  };
}
