import { sizeOf } from '@seqloom/options';

/** The typed arrays a batch is made of: float32 values, int32 ids, or small non-negative counts and labels. */
export type BatchData = Float32Array | Int32Array | Uint8Array;

/**
 * A dense array in row-major order. `data.length` is the product of `shape`.
 *
 * @example
 * type FloatMatrix = NdArray<Float32Array, readonly [rows: number, columns: number]>;
 */
export interface NdArray<
  Data extends BatchData = BatchData,
  Shape extends readonly number[] = readonly number[],
> {
  /** The values, last axis fastest. */
  readonly data: Data;
  /** The length of each axis; axis 0 counts the rows (samples). */
  readonly shape: Shape;
}

/** What a model is given: one array, or several. */
export type BatchInputs = NdArray | readonly NdArray[];

/**
 * One step's worth of training data. A source that always gives one array says so: `Batch<NdArray>`.
 *
 * Shapes: `inputs [B, …]` (or several of them), `targets [B, …]`, `sampleWeights [B]`.
 */
export interface Batch<Inputs extends BatchInputs = BatchInputs> {
  /** What the model is given. */
  readonly inputs: Inputs;
  /** What the model should answer. */
  readonly targets: NdArray;
  /** How much each sample counts in the loss; 1 when absent. */
  readonly sampleWeights?: NdArray;
}

/** Batches that can be iterated again for each epoch. */
export type BatchSource = Iterable<Batch> | AsyncIterable<Batch>;

/**
 * Wraps typed data as an {@link NdArray}, a vector unless a shape is given.
 *
 * @param data The values, row-major.
 * @param shape The length of each axis; `[data.length]` by default.
 * @throws RangeError when the shape does not describe `data.length` values.
 * @example
 * ndArray(Uint8Array.of(0, 1, 1)); // { data, shape: [3] }
 */
export function ndArray(data: BatchData, shape: readonly number[] = [data.length]): NdArray {
  const size = sizeOf(shape);
  if (!shape.every((length) => Number.isSafeInteger(length) && length >= 0) || size !== data.length) {
    throw new RangeError(
      `ndArray: shape [${shape}] needs ${size} values, got ${data.length}. Give a shape whose product is the length.`,
    );
  }
  return { data, shape };
}

/** Whether a value has the form of an {@link NdArray}: typed data that a batch may hold, and a list of lengths. */
export function isNdArray(value: unknown): value is NdArray {
  if (typeof value !== 'object' || value === null) return false;
  const { data, shape } = value as { data?: unknown; shape?: unknown };
  return (
    (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) &&
    Array.isArray(shape)
  );
}
