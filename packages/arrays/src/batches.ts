import {
  boolean,
  count,
  functionOf,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import type { Batch, BatchInputs, NdArray } from './batch.ts';
import { type Batches, epochByEpoch } from './epochs.ts';
import { listReader } from './list-reader.ts';
import { batchesOf, epochOrder, rowsUpTo } from './row-batches.ts';
import { countRows, type Examples, gatherRows, isOne, isSeveral, type Rows } from './rows.ts';

/** Options of {@link batches}. */
export interface BatchesOptions {
  /** Samples a batch; the last batch may be smaller. Default 32. */
  readonly batchSize?: number;
  /** Whether each epoch sees the samples in a new order. Default false. */
  readonly shuffle?: boolean;
  /** Decides the orders. Default 0. */
  readonly seed?: number;
  /** The number of the first epoch, from 0: a run resumed at epoch 3 sees the orders it would have seen. Default 0. */
  readonly epoch?: number;
}

/** Options of {@link batches} over a list of rows. */
export interface ListBatchesOptions<Row> extends BatchesOptions {
  /** Makes the input array `[B, …]` of a batch from its rows; runs once a batch, so that nothing larger ever exists. */
  readonly transform: (rows: readonly Row[]) => NdArray;
}

type Transform = (rows: readonly never[]) => NdArray;
type AnyBatchesOptions = BatchesOptions & { readonly transform?: Transform | undefined };

const BATCHES_RULES: OptionRules<AnyBatchesOptions> = {
  batchSize: positiveInteger(32),
  shuffle: boolean(false),
  seed: count(0),
  epoch: count(0),
  transform: optional(functionOf<Transform>()),
};

/**
 * Cuts samples into batches, in order or in an order that changes with the epoch. The result can be iterated
 * again: the first iteration is epoch `epoch`, the next one `epoch + 1`, and so on. The order depends on the
 * seed and the epoch only.
 *
 * Shapes: `inputs [N, …] → [B, …]`; with `transform`, a list of N rows → what it makes of B of them.
 *
 * @throws RangeError when the parts have different numbers of rows, when there is none, or when an option is out of range.
 * @example
 * const source = batches({ inputs: sequences, targets }, { batchSize: 512, shuffle: true, seed: 1,
 *   transform: (rows) => multiHot(rows, 10_000) });
 * for (const { inputs, targets } of source) step(inputs, targets);
 */
export function batches<Inputs extends BatchInputs>(
  examples: Examples<Inputs>,
  options?: BatchesOptions,
): Batches<Inputs extends NdArray ? NdArray : readonly NdArray[]>;
export function batches<Row>(
  examples: Examples<readonly Row[]>,
  options: ListBatchesOptions<Row>,
): Batches<NdArray>;
export function batches(examples: Examples<Rows>, options: AnyBatchesOptions = {}): Batches {
  const settings = resolveOptions('batches', options, BATCHES_RULES);
  const { batchSize, shuffle, seed, epoch: first, transform } = settings;
  const samples = countRows(examples);
  if (samples === 0) throw new RangeError('batches: there are no samples. Give at least one row.');
  const inputsOf = rowReader(examples.inputs, transform);
  const rows = rowsUpTo(samples);
  const epoch = (number: number): Iterable<Batch> =>
    batchesOf(examples, epochOrder(rows, shuffle ? { seed, epoch: number } : undefined), batchSize, inputsOf);

  return epochByEpoch({ length: Math.ceil(samples / batchSize), samples, first, epoch });
}

type RowReader = (rows: Uint32Array) => Batch['inputs'];

function rowReader(inputs: Rows, transform: Transform | undefined): RowReader {
  if (isOne(inputs)) return (rows) => gatherRows(inputs, rows);
  if (isSeveral(inputs)) return (rows) => inputs.map((array) => gatherRows(array, rows));
  return listReader('batches', inputs as readonly never[], transform); // the overloads tie the rows to the transform
}
