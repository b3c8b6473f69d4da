import { checkOneOf, checkOptions, checkPositiveInteger, formatValue } from '@seqloom/options';
import { denseCells } from './dense-cells.ts';

/** A sequence of numbers: token ids or values, one per time step. */
export type Sequence = ArrayLike<number>;

/** A dense matrix of float32, row by row. */
export interface FloatMatrix {
  readonly data: Float32Array;
  readonly shape: readonly [rows: number, columns: number];
}

/** A dense matrix of int32, row by row. */
export interface IntMatrix {
  readonly data: Int32Array;
  readonly shape: readonly [rows: number, columns: number];
}

/** How {@link padSequences} makes sequences equally long. */
export interface PadSequencesOptions {
  /** Length of every row, in time steps. Default: the longest sequence. */
  readonly maxlen?: number;
  /** Type of the result. `'int32'` drops fractions, as NumPy does. Default `'int32'`. */
  readonly dtype?: 'int32' | 'float32';
  /** Whether short sequences are filled up in front or at the end. Default `'pre'`. */
  readonly padding?: 'pre' | 'post';
  /** Whether long sequences lose their first or their last values. Default `'pre'`. */
  readonly truncating?: 'pre' | 'post';
  /** What fills up. Default 0. */
  readonly value?: number;
}

/**
 * Brings sequences to one length: cuts long ones, fills short ones up.
 *
 * By default both happen in front, so that the **last** `maxlen` values stay.
 *
 * **Shapes**: `n` sequences of any lengths → `[n, maxlen]`, int32 or float32.
 *
 * @throws RangeError for an option out of range, for an int32 value that does not fit, when there is neither
 * a sequence nor `maxlen`, and when the result would be larger than 4 GiB.
 *
 * **Source**: `keras.preprocessing.sequence.pad_sequences`.
 *
 * @example
 * padSequences([[1, 2, 3, 4], [5]], { maxlen: 3 });  // data [2, 3, 4, 0, 0, 5], shape [2, 3]
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
  sequences: readonly Sequence[],
  options: PadSequencesOptions = {},
): IntMatrix | FloatMatrix {
  checkOptions('padSequences', options, {
    maxlen: true,
    dtype: true,
    padding: true,
    truncating: true,
    value: true,
  });
  const { dtype = 'int32', padding = 'pre', truncating = 'pre', value = 0 } = options;
  checkOneOf('padSequences', 'dtype', dtype, ['int32', 'float32']);
  checkOneOf('padSequences', 'padding', padding, ['pre', 'post']);
  checkOneOf('padSequences', 'truncating', truncating, ['pre', 'post']);
  if (options.maxlen !== undefined) checkPositiveInteger('padSequences', 'maxlen', options.maxlen);
  const maxlen = options.maxlen ?? longest(sequences);

  const shape = [sequences.length, maxlen] as const;
  const cells = denseCells('padSequences', shape, 'Lower maxlen or take fewer sequences at a time.');
  const data = dtype === 'int32' ? new Int32Array(cells) : new Float32Array(cells);
  if (value !== 0) data.fill(dtype === 'int32' ? toInt32(value, 'value') : value);
  for (let row = 0; row < sequences.length; row++) {
    const sequence = sequences[row]!;
    const length = lengthOf(sequence, row);
    const kept = Math.min(length, maxlen);
    const from = truncating === 'pre' ? length - kept : 0;
    const to = row * maxlen + (padding === 'pre' ? maxlen - kept : 0);
    for (let i = 0; i < kept; i++) {
      const x = sequence[from + i]!;
      data[to + i] = dtype === 'float32' || x === (x | 0) ? x : toInt32(x, `sequence ${row}`);
    }
  }
  return { data, shape } as IntMatrix | FloatMatrix; // dtype decided which of the two it is
}

function longest(sequences: readonly Sequence[]): number {
  if (sequences.length === 0) {
    throw new RangeError('padSequences: there is no sequence to take the length from. Pass maxlen.');
  }
  let length = 0;
  for (let row = 0; row < sequences.length; row++) {
    length = Math.max(length, lengthOf(sequences[row]!, row));
  }
  return length;
}

function lengthOf(sequence: Sequence, row: number): number {
  const length: unknown = typeof sequence === 'object' ? sequence?.length : undefined;
  if (typeof length === 'number') return length;
  throw new TypeError(
    `padSequences: sequence ${row} must be an array of numbers, got ${formatValue(sequence)}.`,
  );
}

function toInt32(x: number, where: string): number {
  const whole = Math.trunc(x);
  if (whole === (whole | 0)) return whole;
  throw new RangeError(`padSequences: ${where} holds ${x}, expected an int32. Use dtype 'float32'.`);
}
