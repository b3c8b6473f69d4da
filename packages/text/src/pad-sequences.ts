import { denseCells, type NdArray } from '@seqloom/arrays';
import {
  formatShape,
  formatValue,
  type OptionRules,
  oneOf,
  optional,
  positiveInteger,
  resolveOptions,
  rule,
  sizeOf,
} from '@seqloom/options';
import { refuseStep, sequenceLength } from './checked-sequences.ts';

/** A sequence of numbers: token ids or values, one per time step. */
export type Sequence = ArrayLike<number>;

/** A sequence of vectors, one per time step, or of matrices and more: all steps of one shape. */
export type VectorSequence = ArrayLike<Sequence> | ArrayLike<VectorSequence>;

/** A dense matrix of float32, row by row. */
export type FloatMatrix = NdArray<Float32Array, readonly [rows: number, columns: number]>;

/** A dense matrix of int32, row by row. */
export type IntMatrix = NdArray<Int32Array, readonly [rows: number, columns: number]>;

/** Result of {@link padSequences} for sequences of vectors: float32 by rows, steps and the axes of a step. */
export type FloatTensor = NdArray<Float32Array>;

/** Result of {@link padSequences} for sequences of vectors: int32 by rows, steps and the axes of a step. */
export type IntTensor = NdArray<Int32Array>;

/** Options of {@link padSequences}. */
export interface PadSequencesOptions {
  /** Length of every row, in time steps. Default: the longest sequence. */
  readonly maxlen?: number | undefined;
  /** Type of the result. `'int32'` drops fractions, as NumPy does. Default `'int32'`. */
  readonly dtype?: 'int32' | 'float32';
  /** Whether short sequences are padded in front or at the end. Default `'pre'`. */
  readonly padding?: 'pre' | 'post';
  /** Whether long sequences lose their first or their last values. Default `'pre'`. */
  readonly truncating?: 'pre' | 'post';
  /** The padding. Default 0. */
  readonly value?: number;
}

const OWNER = 'padSequences';
const RULES: OptionRules<PadSequencesOptions> = {
  maxlen: optional(positiveInteger()),
  dtype: oneOf(['int32', 'float32'], 'int32'),
  padding: oneOf(['pre', 'post'], 'pre'),
  truncating: oneOf(['pre', 'post'], 'pre'),
  value: rule<number>(checkValue, 0),
};

/** Any number, also NaN and infinity; `toInt32` and `toFloat32` check that it fits the dtype. */
function checkValue(owner: string, option: string, value: unknown): void {
  if (typeof value === 'number') return;
  throw new TypeError(`${owner}: ${option} must be a number, got ${formatValue(value)}.`);
}

/** Float32 holds every integer up to 2^24; above, neighbouring integers become the same number. */
const LARGEST_FLOAT_ID = 2 ** 24;
/** Tensors have at most six axes; rows and steps are two of them. */
const MAX_STEP_AXES = 4;

/**
 * Gives sequences one length: truncates long ones and pads short ones.
 *
 * By default both happen in front, so that the **last** `maxlen` values are kept.
 *
 * **Shapes**: `n` sequences of any lengths → `[n, maxlen]`, int32 or float32; of steps of shape `[…D]` → `[n, maxlen, …D]`.
 *
 * @throws TypeError for a value that is not a number, with its sequence and step.
 * @throws RangeError for an option out of range, for an int32 value that does not fit, for a whole number beyond 2^24 as
 * float32, for steps of different shapes, when there are no sequences and no `maxlen`, and when the result would be
 * larger than 4 GiB.
 *
 * **Source**: `keras.preprocessing.sequence.pad_sequences`.
 *
 * @example
 * padSequences([[1, 2, 3, 4], [5]], { maxlen: 3 });  // data [2, 3, 4, 0, 0, 5], shape [2, 3]
 * padSequences([[[1, 2], [3, 4]], [[5, 6]]]);  // data [1, 2, 3, 4, 0, 0, 5, 6], shape [2, 2, 2]
 */
export function padSequences(
  sequences: readonly Sequence[],
  options?: PadSequencesOptions & { readonly dtype?: 'int32' },
): IntMatrix;
export function padSequences(
  sequences: readonly Sequence[],
  options: PadSequencesOptions & { readonly dtype: 'float32' },
): FloatMatrix;
export function padSequences(
  sequences: readonly Sequence[],
  options?: PadSequencesOptions,
): IntMatrix | FloatMatrix;
export function padSequences(
  sequences: readonly VectorSequence[],
  options?: PadSequencesOptions & { readonly dtype?: 'int32' },
): IntTensor;
export function padSequences(
  sequences: readonly VectorSequence[],
  options: PadSequencesOptions & { readonly dtype: 'float32' },
): FloatTensor;
export function padSequences(
  sequences: readonly (Sequence | VectorSequence)[],
  options: PadSequencesOptions = {},
): IntMatrix | FloatMatrix | IntTensor | FloatTensor {
  const resolved = resolveOptions(OWNER, options, RULES);
  const { dtype, padding, truncating, value } = resolved;
  // Iterated more than once, and by row.
  if (!Array.isArray(sequences)) {
    throw new TypeError(`${OWNER}: sequences must be a list of sequences, got ${formatValue(sequences)}.`);
  }
  const maxlen = resolved.maxlen ?? longest(sequences);

  const stepShape = shapeOfSteps(sequences);
  const numbers = stepShape.length === 0;
  const size = sizeOf(stepShape);
  const shape = [sequences.length, maxlen, ...stepShape];
  const cells = denseCells(OWNER, shape, 'Lower maxlen or take fewer sequences at a time.');
  const data = dtype === 'int32' ? new Int32Array(cells) : new Float32Array(cells);
  const steps: Steps = { data, shape: stepShape, cast: dtype === 'int32' ? toInt32 : toFloat32 };
  if (value !== 0) data.fill(steps.cast(value, 'value'));
  for (let row = 0; row < sequences.length; row++) {
    const sequence = sequences[row]!;
    const length = sequenceLength(OWNER, sequence, row);
    const kept = Math.min(length, maxlen);
    const from = truncating === 'pre' ? length - kept : 0;
    let at = (row * maxlen + (padding === 'pre' ? maxlen - kept : 0)) * size;
    for (let step = from; step < from + kept; step++) {
      const x: unknown = sequence[step];
      // The common case: a small whole number needs no conversion.
      if (numbers && typeof x === 'number' && x === (x | 0) && Math.abs(x) <= LARGEST_FLOAT_ID)
        data[at++] = x;
      else at = copyStep(steps, x, 0, at, row, step);
    }
  }
  return { data, shape } as unknown as IntMatrix | FloatMatrix; // dtype and the steps decided which of the four it is
}

function longest(sequences: readonly unknown[]): number {
  if (sequences.length === 0) {
    throw new RangeError('padSequences: without sequences there is no longest length. Pass maxlen.');
  }
  let length = 0;
  for (let row = 0; row < sequences.length; row++) {
    length = Math.max(length, sequenceLength(OWNER, sequences[row], row));
  }
  return length;
}

/** The result, the shape of every step, and the conversion to the result's type. */
interface Steps {
  readonly data: Int32Array | Float32Array;
  readonly shape: readonly number[];
  readonly cast: (x: number, row: number | 'value') => number;
}

/** The shape of the first step; without steps, that of a number. */
function shapeOfSteps(sequences: readonly unknown[]): readonly number[] {
  const row = sequences.findIndex((sequence, i) => sequenceLength(OWNER, sequence, i) > 0);
  const shape: number[] = [];
  for (let x: unknown = (sequences[row] as ArrayLike<unknown> | undefined)?.[0]; isArray(x); x = x[0]) {
    shape.push(x.length);
    if (shape.length > MAX_STEP_AXES) break;
  }
  if (shape.length > MAX_STEP_AXES) {
    throw new RangeError(
      `${OWNER}: steps must have at most ${MAX_STEP_AXES} axes, got more in sequence ${row}.`,
    );
  }
  return shape;
}

/** Writes a step from its `axis` on and returns the place after it. */
function copyStep(steps: Steps, x: unknown, axis: number, at: number, row: number, step: number): number {
  const { data, shape, cast } = steps;
  if (axis === shape.length) {
    if (typeof x !== 'number') refuseStep(OWNER, row, step, x);
    data[at] = cast(x, row);
    return at + 1;
  }
  if (!isArray(x) || x.length !== shape[axis]) {
    const place = `step ${step} of sequence ${row}`;
    const message = `${OWNER}: ${place} must have the shape ${formatShape(shape)} of the first step, got ${formatValue(x)}.`;
    throw isArray(x) ? new RangeError(message) : new TypeError(message);
  }
  let next = at;
  for (let i = 0; i < x.length; i++) next = copyStep(steps, x[i], axis + 1, next, row, step);
  return next;
}

function isArray(x: unknown): x is ArrayLike<unknown> {
  return Array.isArray(x) || (ArrayBuffer.isView(x) && 'length' in x);
}

function toInt32(x: number, row: number | 'value'): number {
  if (x === (x | 0)) return x;
  const whole = Math.trunc(x);
  if (whole === (whole | 0)) return whole;
  throw new RangeError(
    `${OWNER}: ${placeOf(row)} holds ${x}, expected an int32. Use dtype 'float32' for values that are not ids.`,
  );
}

function toFloat32(x: number, row: number | 'value'): number {
  if (!Number.isSafeInteger(x) || Math.abs(x) <= LARGEST_FLOAT_ID) return x;
  throw new RangeError(
    `${OWNER}: ${placeOf(row)} holds ${x}, but float32 does not hold every whole number beyond 2^24. ` +
      "Use dtype 'int32' for ids, or scale the values.",
  );
}

function placeOf(row: number | 'value'): string {
  return row === 'value' ? row : `sequence ${row}`;
}
