import type { Batch, BatchInputs } from './batch.ts';

/** Batches over samples in memory. Each iteration is one epoch. */
export interface Batches<Inputs extends BatchInputs = BatchInputs> extends Iterable<Batch<Inputs>> {
  /** Batches an epoch. */
  readonly length: number;
  /** Samples an epoch. */
  readonly samples: number;
  /** The shape of one sample, `null` where it varies between batches. Absent: that of any batch. */
  readonly inputShape?: readonly (number | null)[];
  /** The batches of one epoch. They do not depend on what was iterated before. */
  epoch(number: number): Iterable<Batch<Inputs>>;
}

/** Batches whose first iteration is epoch `first`, the next one `first + 1`, and so on. */
export function epochByEpoch<Inputs extends BatchInputs>({
  first,
  ...source
}: Omit<Batches<Inputs>, typeof Symbol.iterator> & { readonly first: number }): Batches<Inputs> {
  let next = first;
  return { ...source, [Symbol.iterator]: () => source.epoch(next++)[Symbol.iterator]() };
}
