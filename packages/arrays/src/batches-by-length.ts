import {
  boolean,
  count,
  formatShape,
  functionOf,
  numberIn,
  type OptionRules,
  optional,
  positiveInteger,
  resolveOptions,
} from '@seqloom/options';
import { createRandom } from '@seqloom/random';
import type { Batch, NdArray } from './batch.ts';
import { type Batches, epochByEpoch } from './epochs.ts';
import { listReader } from './list-reader.ts';
import { contentOf, gatherSteps } from './padding.ts';
import type { EpochShuffle } from './row-batches.ts';
import { countRows, type Examples, gatherRows, isOne, isSeveral, type Rows } from './rows.ts';

/** Options of {@link batchesByLength}. */
export interface BatchesByLengthOptions {
  /** Samples a batch; one batch of an epoch may be smaller. Default 32. */
  readonly batchSize?: number;
  /** Decides the orders. Default 0. */
  readonly seed?: number;
  /** The number of the first epoch, from 0: a run resumed at epoch 3 sees the orders it would have seen. Default 0. */
  readonly epoch?: number;
  /** The value of padded steps. Default 0. */
  readonly value?: number | undefined;
  /** Whether targets have a value, and sample weights a weight, for each step, so that they are cut as well. Default false. */
  readonly targetsPerStep?: boolean | undefined;
}

/** Options of {@link batchesByLength} over a list of sequences. */
export interface ListBatchesByLengthOptions<Row>
  extends Omit<BatchesByLengthOptions, 'value' | 'targetsPerStep'> {
  /** Makes the input array `[B, T, …]` of a batch from its sequences, such as `padSequences`. */
  readonly transform: (rows: readonly Row[]) => NdArray;
}

type Transform<Row> = (rows: readonly Row[]) => NdArray;
type AnyOptions = BatchesByLengthOptions & { readonly transform?: Transform<never> | undefined };

const RULES: OptionRules<AnyOptions> = {
  batchSize: positiveInteger(32),
  seed: count(0),
  epoch: count(0),
  value: optional(numberIn({})),
  targetsPerStep: optional(boolean()),
  transform: optional(functionOf<Transform<never>>()),
};

/**
 * Rows are sorted by length among this many batches. All rows at once would put the same rows together in every
 * epoch; with so many, 3 % of the steps in batches of 128 of 20,000 reviews are padding.
 */
const BATCHES_PER_POOL = 50;

/**
 * Cuts padded sequences into batches of similar length, and cuts off the steps that are padding in every row of a batch. So
 * a recurrent layer does not run over padding: reviews of 200 words on average that are padded to 500 train in less than
 * half the time.
 *
 * The order of an epoch depends on the seed and the epoch only: rows are shuffled, sorted by length within pools of 50
 * batches, and the batches shuffled. Without a mask, a model sees fewer steps of padding than it would otherwise.
 *
 * Shapes: `inputs [N, T, …]`, padded in front or at the end → `[B, t, …]` with `t ≤ T`; a list of N sequences → what
 * `transform` makes of B of them.
 *
 * @throws RangeError when the parts have different numbers of rows, when there is none, or when an option is out of range.
 * TypeError for a list without a transform, and for several input arrays.
 *
 * **Source**: `tf.data.Dataset.bucket_by_sequence_length`; the order is that of `group_by_length` in Hugging Face's Trainer.
 *
 * @example
 * const source = batchesByLength({ inputs: padSequences(sequences, { maxlen: 500 }), targets }, { batchSize: 128, seed: 1 });
 * await fit(model, source, { epochs: 10, loss: 'binaryCrossentropy' });
 */
export function batchesByLength(
  examples: Examples<NdArray>,
  options?: BatchesByLengthOptions,
): Batches<NdArray>;
export function batchesByLength<Row extends { readonly length: number }>(
  examples: Examples<readonly Row[]>,
  options: ListBatchesByLengthOptions<Row>,
): Batches<NdArray>;
export function batchesByLength(examples: Examples<Rows>, options: AnyOptions = {}): Batches<NdArray> {
  const owner = 'batchesByLength';
  const settings = resolveOptions(owner, options, RULES);
  const { batchSize, seed, epoch: first } = settings;
  if (isSeveral(examples.inputs)) {
    throw new TypeError(
      `${owner}: got ${examples.inputs.length} input arrays, expected one array of sequences.`,
    );
  }
  const samples = countRows(examples);
  if (samples === 0) throw new RangeError(`${owner}: there are no samples. Give at least one row.`);
  const { lengths, batchOf, inputShape } = isOne(examples.inputs)
    ? paddedRows(owner, { ...examples, inputs: examples.inputs }, settings)
    : listedRows(owner, { ...examples, inputs: examples.inputs as readonly never[] }, settings); // tied by the overloads
  return epochByEpoch({
    length: Math.ceil(samples / batchSize),
    samples,
    first,
    ...(inputShape && { inputShape }),
    *epoch(number) {
      for (const rows of batchesOfSimilarLength(lengths, batchSize, { seed, epoch: number })) {
        yield batchOf(rows);
      }
    },
  });
}

/** Samples with the lengths of their inputs, as something that makes batches of some of them. */
interface RowsByLength {
  readonly lengths: ArrayLike<number>;
  readonly batchOf: (rows: Uint32Array) => Batch<NdArray>;
  readonly inputShape?: readonly (number | null)[];
}

/** The rows of each batch of an epoch. */
function batchesOfSimilarLength(
  lengths: ArrayLike<number>,
  batchSize: number,
  { seed, epoch }: EpochShuffle,
): Uint32Array[] {
  const order = createRandom(seed, 'batchesByLength: rows', epoch).permutation(lengths.length);
  const pool = BATCHES_PER_POOL * batchSize;
  for (let start = 0; start < order.length; start += pool) {
    order.subarray(start, start + pool).sort((a, b) => lengths[a]! - lengths[b]!);
  }
  const count = Math.ceil(order.length / batchSize);
  const places = createRandom(seed, 'batchesByLength: batches', epoch).permutation(count);
  return Array.from(places, (place) => order.subarray(place * batchSize, (place + 1) * batchSize));
}

function listedRows<Row extends { readonly length: number }>(
  owner: string,
  { inputs, targets, sampleWeights }: Examples<readonly Row[]>,
  {
    transform,
    value,
    targetsPerStep,
  }: BatchesByLengthOptions & {
    readonly transform?: Transform<Row> | undefined;
  },
): RowsByLength {
  if (value !== undefined || targetsPerStep !== undefined) {
    const option = value === undefined ? 'targetsPerStep' : 'value';
    throw new RangeError(
      `${owner}: ${option} is for padded arrays, inputs is a list of rows. Leave it out, or pad the rows first.`,
    );
  }
  const inputsOf = listReader(owner, inputs, transform);
  return {
    lengths: inputs.map((row) => row.length),
    batchOf: (rows) => ({
      inputs: inputsOf(rows),
      targets: gatherRows(targets, rows),
      ...(sampleWeights && { sampleWeights: gatherRows(sampleWeights, rows) }),
    }),
  };
}

function paddedRows(
  owner: string,
  { inputs, targets, sampleWeights }: Examples<NdArray>,
  { value = 0, targetsPerStep = false, transform }: AnyOptions,
): RowsByLength {
  if (transform) {
    throw new RangeError(`${owner}: transform is for a list of rows, inputs is an array. Leave it out.`);
  }
  const [, steps] = inputs.shape;
  if (!steps) {
    throw new RangeError(
      `${owner}: inputs must be sequences [N, T, …] with T above 0, got shape ${formatShape(inputs.shape)}.`,
    );
  }
  const perStep = (part: NdArray): boolean => targetsPerStep && part.shape[1] === steps;
  if (targetsPerStep && !perStep(targets)) {
    throw new RangeError(
      `${owner}: targets per step must have the shape [N, ${steps}, …], got ${formatShape(targets.shape)}.`,
    );
  }
  const { firsts, ends } = contentOf(inputs, value);
  const lengths = ends.map((end, row) => end - firsts[row]!);
  return {
    lengths,
    inputShape: [null, ...inputs.shape.slice(2)],
    batchOf(rows) {
      let from = steps;
      let to = 0;
      for (const row of rows) {
        from = Math.min(from, firsts[row]!);
        to = Math.max(to, ends[row]!);
      }
      if (to <= from) [from, to] = [steps - 1, steps]; // nothing but padding: a layer needs one step
      const part = (array: NdArray) =>
        perStep(array) ? gatherSteps(array, rows, from, to) : gatherRows(array, rows);
      return {
        inputs: gatherSteps(inputs, rows, from, to),
        targets: part(targets),
        ...(sampleWeights && { sampleWeights: part(sampleWeights) }),
      };
    },
  };
}
