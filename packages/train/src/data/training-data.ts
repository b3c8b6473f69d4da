import {
  type EpochShuffle,
  epochOrder,
  gatherRows,
  gatherStrings,
  isNdArray,
  isStringArray,
  type NdArray,
  rowsUpTo,
  splitPoint,
} from '@seqloom/arrays';
import { type Tensor, tensor } from '@seqloom/backend';
import { formatShape, ShapeError, sizeOf } from '@seqloom/nn';
import { formatValue } from '@seqloom/options';
import type { NamedOr } from '../model/by-name.ts';
import type { Network } from '../model/network.ts';
import { type InputArray, isInputArray, numbersOf } from '../model/preprocessing.ts';
import {
  type ArrayParts,
  asInputArray,
  firstPart,
  type InputParts,
  inputsInOrder,
  isStrings,
  type ModelBatch,
  mapParts,
  namedParts,
  targetsInOrder,
  weightsInOrder,
  withStringArrays,
} from './parts.ts';

/** Samples in memory. Axis 0 of every array is the samples. */
export interface Arrays<Parts extends ArrayParts = NdArray> {
  readonly inputs: Parts;
  readonly targets: Parts;
  /** `[N]`, or `[N, T]` per step: weights in the loss, for all outputs or as targets. Default: all 1. */
  readonly sampleWeights?: Parts;
}

/**
 * What `fit` and `evaluate` take: arrays, or batches that can be iterated again. A model with several inputs or outputs takes
 * theirs as a list in its order, or by name.
 */
export type TrainingData =
  | { readonly inputs: InputParts; readonly targets: ArrayParts; readonly sampleWeights?: ArrayParts }
  | Iterable<ModelBatch>
  | AsyncIterable<ModelBatch>;

/** Arrays for any number of inputs and outputs. */
export interface ModelArrays extends ModelBatch {
  readonly inputs: NamedOr<InputArray>;
}

/** Some rows of arrays. */
export interface ArrayRows {
  readonly arrays: ModelArrays;
  readonly rows: Uint32Array;
}

/** Checks arrays; undefined for batches. */
export function asArrays(owner: string, data: TrainingData): ModelArrays | undefined {
  if (isIterable(data)) return undefined;
  if (typeof data !== 'object' || data === null || !('inputs' in data && 'targets' in data)) {
    throw new TypeError(
      `${owner}: expected { inputs, targets, sampleWeights? } of { data, shape }, or batches that can be iterated, got ${formatValue(data)}.`,
    );
  }
  const { inputs, targets, sampleWeights } = data;
  const parts = [
    ...namedParts('inputs', inputs),
    ...namedParts('targets', targets),
    ...(sampleWeights === undefined ? [] : namedParts('sampleWeights', sampleWeights)),
  ];
  const arrays = parts.map(([name, given]): [string, InputArray] => {
    const part = asInputArray(given);
    if (isNdArray(part) || (isStringArray(part) && name.startsWith('inputs'))) return [name, part];
    throw new TypeError(
      `${owner}: ${name} must be { data, shape } with a Float32Array, Int32Array or Uint8Array, got ${describePart(part)}.`,
    );
  });
  for (const [name, { shape }] of arrays) checkSizes(`${owner}: ${name}`, shape);
  const [first, { shape }] = arrays[0]!;
  const count = shape[0];
  if (count === undefined || count < 1) {
    throw new ShapeError(`${owner}: there are no samples, got ${first} of shape ${formatShape(shape)}.`);
  }
  for (const [name, part] of arrays) {
    const shape = formatShape(part.shape);
    if (part.shape[0] !== count) {
      throw new ShapeError(
        `${owner}: ${name} have shape ${shape}, expected ${count} samples as in ${first}.`,
      );
    }
    const size = sizeOf(part.shape);
    if (part.data.length !== size) {
      throw new ShapeError(
        `${owner}: ${name} have shape ${shape} and ${part.data.length} values, expected ${size} values.`,
      );
    }
  }
  return { inputs: withStringArrays(inputs), targets, ...(sampleWeights && { sampleWeights }) };
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
export function allRows(arrays: ModelArrays): ArrayRows {
  return { arrays, rows: rowsUpTo(firstPart(arrays.inputs).shape[0]!) };
}

/**
 * Holds out the last rows. The first `floor(N · (1 − fraction))` are for training.
 *
 * **Source**: `validation_split` of `keras.Model.fit`.
 *
 * @throws RangeError when a part would be empty
 */
export function splitRows(arrays: ModelArrays, fraction: number): readonly [ArrayRows, ArrayRows] {
  const { rows } = allRows(arrays);
  const cut = splitPoint('fit', 'validationSplit', fraction, rows.length);
  return [
    { arrays, rows: rows.subarray(0, cut) },
    { arrays, rows: rows.subarray(cut) },
  ];
}

/** Batches of rows, in order, or shuffled by seed and epoch as `batches` does. */
export function* rowBatches(
  { arrays, rows }: ArrayRows,
  batchSize: number,
  shuffle?: EpochShuffle,
): Generator<ModelBatch> {
  const order = epochOrder(rows, shuffle);
  const { inputs, targets, sampleWeights } = arrays;
  for (let start = 0; start < order.length; start += batchSize) {
    const picked = order.subarray(start, start + batchSize);
    const gather = (parts: ArrayParts) => mapParts(parts, (array) => gatherRows(array, picked));
    yield {
      inputs: mapParts(inputs, (array) =>
        isNdArray(array) ? gatherRows(array, picked) : gatherStrings(array, picked),
      ),
      targets: gather(targets),
      ...(sampleWeights && { sampleWeights: gather(sampleWeights) }),
    };
  }
}

/** A batch in the order of the inputs and outputs of a model. */
export interface OrderedBatch {
  readonly inputs: readonly InputArray[];
  readonly targets: readonly NdArray[];
  readonly sampleWeights: readonly (NdArray | undefined)[];
}

/**
 * The input arrays of a batch, checked, in the order of the inputs of the model.
 *
 * @throws TypeError or RangeError when it has none, others, or not as many
 */
export function inputsOf(
  owner: string,
  model: Network,
  batch: Pick<ModelBatch, 'inputs'>,
): readonly InputArray[] {
  const { inputs } = batch ?? {};
  const parts = namedParts('inputs', inputs).map(([name, part]) => [name, asInputArray(part)] as const);
  if (Array.isArray(inputs) && model.inputNames.length === 0 && !isStrings(inputs as unknown)) {
    throw new TypeError(`${owner}: the batch has ${inputs.length} input arrays; a Sequential takes one.`);
  }
  for (const [name, part] of parts) {
    if (!isInputArray(part)) {
      throw new TypeError(
        `${owner}: a batch must be { inputs, targets } of { data, shape }, got ${formatValue(batch)}.`,
      );
    }
    checkArray(`${owner}: ${name} of a batch`, part);
    const [first] = parts[0]!;
    checkSameCount(owner, first, parts[0]![1] as InputArray, name, part);
  }
  return inputsInOrder(owner, model, inputs);
}

/**
 * Checks that a batch has a target for each input and output, and orders it.
 *
 * @throws TypeError when targets or weights are not arrays, ShapeError when their length differs from that of the inputs,
 * RangeError when names are missing or not known
 */
export function orderBatch(owner: string, model: Network, batch: ModelBatch): OrderedBatch {
  const inputs = inputsOf(owner, model, batch);
  const { targets, sampleWeights } = batch;
  const others = [
    ...namedParts('targets', targets),
    ...(sampleWeights === undefined ? [] : namedParts('weights', sampleWeights)),
  ];
  for (const [, part] of others) {
    if (!isNdArray(part)) {
      throw new TypeError(
        `${owner}: a batch must be { inputs, targets } of { data, shape }, got ${formatValue(batch)}.`,
      );
    }
    checkArray(`${owner}: targets or weights of a batch`, part);
    checkSameCount(owner, 'inputs', inputs[0]!, 'targets or weights', part);
  }
  return {
    inputs,
    targets: targetsInOrder(owner, model, targets),
    sampleWeights: weightsInOrder(owner, model, sampleWeights),
  };
}

function checkSameCount(
  owner: string,
  first: string,
  one: InputArray,
  name: string,
  other: InputArray,
): void {
  if (one.shape[0] === other.shape[0]) return;
  throw new ShapeError(
    `${owner}: a batch has ${first} of shape ${formatShape(one.shape)} and ${name} of shape ${formatShape(other.shape)}. Axis 0 must agree.`,
  );
}

/** The inputs of a batch on the backend. Runs inside `tidy`. */
export function inputTensors(model: Network, inputs: readonly InputArray[]): readonly Tensor[] {
  return numbersOf(model, inputs).map(toTensor);
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
function checkArray(what: string, { data, shape }: InputArray): void {
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

export function isIterable(data: unknown): data is Iterable<ModelBatch> | AsyncIterable<ModelBatch> {
  return (
    typeof data === 'object' && data !== null && (Symbol.iterator in data || Symbol.asyncIterator in data)
  );
}
