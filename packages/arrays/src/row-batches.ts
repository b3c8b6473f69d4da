import { createRandom } from '@seqloom/random';
import type { Batch, NdArray } from './batch.ts';
import { type Examples, gatherRows } from './rows.ts';

/** What decides the order of an epoch. */
export interface EpochShuffle {
  readonly seed: number;
  /** The number of the epoch, from 0. */
  readonly epoch: number;
}

/** The rows `0 … count − 1`. */
export function rowsUpTo(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

/** The rows as they are, or in the order that seed and epoch give, which is that of `batches`. */
export function epochOrder(rows: Uint32Array, shuffle?: EpochShuffle): Uint32Array {
  if (!shuffle) return rows;
  const permutation = createRandom(shuffle.seed, 'batches', shuffle.epoch).permutation(rows.length);
  return permutation.map((position) => rows[position]!);
}

/**
 * Cuts rows of samples into batches, in their order; the last batch may be smaller. The rows of a batch are copied when it is
 * asked for.
 *
 * Shapes: `inputs [N, …] → [B, …]`.
 *
 * @example
 * for (const batch of rowBatches(examples, epochOrder(rows, { seed: 1, epoch: 0 }), 32)) step(batch);
 */
export function rowBatches(
  examples: Examples<NdArray>,
  rows: Uint32Array,
  batchSize: number,
): Generator<Batch<NdArray>> {
  return batchesOf(examples, rows, batchSize, (picked) => gatherRows(examples.inputs, picked));
}

/** `rowBatches` of samples whose inputs are made by a function. */
export function* batchesOf<Inputs extends Batch['inputs']>(
  { targets, sampleWeights }: Pick<Batch, 'targets' | 'sampleWeights'>,
  rows: Uint32Array,
  batchSize: number,
  inputsOf: (rows: Uint32Array) => Inputs,
): Generator<Batch<Inputs>> {
  for (let start = 0; start < rows.length; start += batchSize) {
    const picked = rows.subarray(start, start + batchSize);
    yield {
      inputs: inputsOf(picked),
      targets: gatherRows(targets, picked),
      ...(sampleWeights && { sampleWeights: gatherRows(sampleWeights, picked) }),
    };
  }
}
