import {
  type Batch,
  type BatchSource,
  type EpochShuffle,
  epochOrder,
  isNdArray,
  type NdArray,
  rowBatches as rowBatchesOf,
  rowsUpTo,
  splitPoint,
} from '@seqloom/arrays';
import { type Tensor, tensor } from '@seqloom/backend';
import { formatShape, ShapeError, sizeOf } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';

/** Samples in memory. Axis 0 of every array is the samples. */
export interface Arrays {
  readonly inputs: NdArray;
  readonly targets: NdArray;
  /** `[N]`, or `[N, T]` per step: weights in the loss. Default: all 1. */
  readonly sampleWeights?: NdArray;
}

/** What `fit` and `evaluate` take: arrays, or batches that can be iterated again. */
export type TrainingData = Arrays | BatchSource;

/** Some rows of arrays. */
export interface ArrayRows {
  readonly arrays: Arrays;
  readonly rows: Uint32Array;
}

/** Checks arrays; undefined for batches. */
export function asArrays(owner: string, data: TrainingData): Arrays | undefined {
  if (isIterable(data)) return undefined;
  if (typeof data !== 'object' || data === null || !('inputs' in data && 'targets' in data)) {
    throw new TypeError(
      `${owner}: expected { inputs, targets, sampleWeights? } of { data, shape }, or batches that can be iterated, got ${formatValue(data)}.`,
    );
  }
  const { inputs, targets, sampleWeights } = data;
  for (const [name, part] of Object.entries({ inputs, targets, sampleWeights })) {
    if (isNdArray(part) || (name === 'sampleWeights' && part === undefined)) continue;
    throw new TypeError(
      `${owner}: ${name} must be { data, shape } with a Float32Array, Int32Array or Uint8Array, got ${describePart(part)}.`,
    );
  }
  for (const [name, part] of Object.entries({ inputs, targets, sampleWeights })) {
    if (part) checkSizes(`${owner}: ${name}`, part.shape);
  }
  const count = inputs.shape[0];
  if (count === undefined || count < 1) {
    throw new ShapeError(`${owner}: there are no samples, got inputs of shape ${formatShape(inputs.shape)}.`);
  }
  for (const [name, part] of Object.entries({ inputs, targets, sampleWeights })) {
    if (!part) continue;
    const shape = formatShape(part.shape);
    if (part.shape[0] !== count) {
      throw new ShapeError(`${owner}: ${name} have shape ${shape}, expected ${count} samples as in inputs.`);
    }
    const size = sizeOf(part.shape);
    if (part.data.length !== size) {
      throw new ShapeError(
        `${owner}: ${name} have shape ${shape} and ${part.data.length} values, expected ${size} values.`,
      );
    }
  }
  return { inputs, targets, ...(sampleWeights && { sampleWeights }) };
}

/** @throws RangeError for a source whose `length` is infinite */
export function checkEnds(owner: string, option: string, data: TrainingData | undefined): void {
  if ((data as { length?: unknown } | undefined)?.length === Number.POSITIVE_INFINITY) {
    throw new RangeError(`${owner}: the batches never end. Give ${option}.`);
  }
}

/** Whether data are arrays, or batches with a known `length`. */
export function endsForSure(data: TrainingData): boolean {
  return !isIterable(data) || Number.isFinite((data as { length?: unknown }).length);
}

/** All rows of arrays, in their order. */
export function allRows(arrays: Arrays): ArrayRows {
  return { arrays, rows: rowsUpTo(arrays.inputs.shape[0]!) };
}

/**
 * Holds out the last rows. The first `floor(N · (1 − fraction))` are for training.
 *
 * **Source**: `validation_split` of `keras.Model.fit`.
 *
 * @throws RangeError when a part would be empty
 */
export function splitRows(arrays: Arrays, fraction: number): readonly [ArrayRows, ArrayRows] {
  const { rows } = allRows(arrays);
  const cut = splitPoint('fit', 'validationSplit', fraction, rows.length);
  return [
    { arrays, rows: rows.subarray(0, cut) },
    { arrays, rows: rows.subarray(cut) },
  ];
}

/** Batches of rows, in order, or shuffled by seed and epoch as `batches` does. */
export function rowBatches(
  { arrays, rows }: ArrayRows,
  batchSize: number,
  shuffle?: EpochShuffle,
): Generator<Batch> {
  return rowBatchesOf(arrays, epochOrder(rows, shuffle), batchSize);
}

/**
 * The input array of a batch, checked.
 *
 * @throws TypeError when it has none or several
 */
export function inputOf(owner: string, batch: Pick<Batch, 'inputs'>): NdArray {
  const { inputs } = batch ?? {};
  if (Array.isArray(inputs)) {
    throw new TypeError(`${owner}: the batch has ${inputs.length} input arrays; a Sequential takes one.`);
  }
  if (!isNdArray(inputs)) {
    throw new TypeError(
      `${owner}: a batch must be { inputs, targets } of { data, shape }, got ${formatValue(batch)}.`,
    );
  }
  checkArray(`${owner}: inputs of a batch`, inputs);
  return inputs;
}

/**
 * Checks that a batch has a target for each input.
 *
 * @throws TypeError when targets or weights are not arrays, ShapeError when their length differs from that of the inputs
 */
export function checkTargets(owner: string, batch: Batch): void {
  const { targets, sampleWeights } = batch;
  const inputs = inputOf(owner, batch);
  for (const part of [targets, ...(sampleWeights === undefined ? [] : [sampleWeights])]) {
    if (!isNdArray(part)) {
      throw new TypeError(
        `${owner}: a batch must be { inputs, targets } of { data, shape }, got ${formatValue(batch)}.`,
      );
    }
    checkArray(`${owner}: targets or weights of a batch`, part);
    if (part.shape[0] !== inputs.shape[0]) {
      throw new ShapeError(
        `${owner}: a batch has inputs of shape ${formatShape(inputs.shape)} and targets or weights of shape ${formatShape(part.shape)}. Axis 0 must agree.`,
      );
    }
  }
}

/** An array on the backend: int32 stays int32 (ids), everything else becomes float32. */
export function toTensor({ data, shape }: NdArray): Tensor {
  return tensor(data, shape, data instanceof Int32Array ? 'int32' : 'float32');
}

/** @throws ShapeError unless the shape holds integers from 0 on */
export function checkSizes(what: string, shape: readonly unknown[]): void {
  if (shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)) return;
  throw new ShapeError(`${what}: a shape holds integers, got ${formatShape(shape as number[])}.`);
}

/** @throws ShapeError unless the shape holds integers and takes as many values as there are */
function checkArray(what: string, { data, shape }: NdArray): void {
  checkSizes(what, shape);
  if (data.length === sizeOf(shape)) return;
  throw new ShapeError(
    `${what}: shape ${formatShape(shape)} takes ${sizeOf(shape)} values, got ${data.length}.`,
  );
}

/** Describes a value that is not an array `{ data, shape }`. Typed arrays are named, because their numbers say little. */
export function describePart(part: unknown): string {
  if (ArrayBuffer.isView(part)) return `a bare ${part.constructor.name}`;
  if (Array.isArray(part)) return `an array of ${part.length}`;
  const { data, shape } = (part ?? {}) as { data?: unknown; shape?: unknown };
  if (Array.isArray(data)) return 'data in a plain array';
  if (!ArrayBuffer.isView(data)) return formatValue(part);
  return Array.isArray(shape) ? `data in a ${data.constructor.name}` : `data without a shape`;
}

export function isIterable(data: unknown): data is BatchSource {
  return (
    typeof data === 'object' && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data)
  );
}
