import type { Batch, Batches, NdArray } from '@seqloom/arrays';
import { boolean, count, type OptionRules, positiveInteger, resolveOptions } from '@seqloom/options';
import { createRandom } from '@seqloom/random';

/** How windows become batches. */
export interface WindowBatchOptions {
  /** Windows a batch. Default 128. */
  readonly batchSize?: number;
  /** Whether each epoch sees them in a new order. Default false. */
  readonly shuffle?: boolean;
  /** Seed of the orders. Default 0. */
  readonly seed?: number;
  /** The number of the first epoch, from 0. Default 0. */
  readonly epoch?: number;
}

const WINDOW_BATCH_RULES: OptionRules<WindowBatchOptions> = {
  batchSize: positiveInteger(128),
  shuffle: boolean(false),
  seed: count(0),
  epoch: count(0),
};

/**
 * Batches of a number of windows, made one at a time. Each iteration is the next epoch, in an order of its own where they are shuffled.
 *
 * @param gather Makes the batch of the windows at some places of the list.
 */
export function batchesInOrder(
  owner: string,
  samples: number,
  options: WindowBatchOptions,
  gather: (indices: Uint32Array) => Batch<NdArray>,
): Batches<NdArray> {
  const { batchSize, shuffle, seed, epoch: first } = resolveOptions(owner, options, WINDOW_BATCH_RULES);
  if (samples === 0) throw new RangeError(`${owner}: there are no windows. Give a longer series.`);

  function* epoch(number: number): Iterable<Batch<NdArray>> {
    const order = shuffle
      ? createRandom(seed, 'windows', number).permutation(samples)
      : Uint32Array.from({ length: samples }, (_, i) => i);
    for (let start = 0; start < samples; start += batchSize)
      yield gather(order.subarray(start, start + batchSize));
  }

  let next = first;
  return {
    length: Math.ceil(samples / batchSize),
    samples,
    epoch,
    [Symbol.iterator]: () => epoch(next++)[Symbol.iterator](),
  };
}
