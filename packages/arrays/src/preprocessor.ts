import { sizeOf } from '@seqloom/options';
import type { NdArray } from './batch.ts';

/** Strings in row-major order. `data.length` is the product of `shape`; axis 0 counts the rows (samples). */
export interface StringArray {
  readonly data: readonly string[];
  readonly shape: readonly number[];
}

/**
 * Turns strings into the numbers that a model takes, before tensors exist. A model that is given one saves it in its file;
 * `TextVectorizer` and `StringLookup` of `@seqloom/text` are two.
 */
export interface Preprocessor {
  /** The name of its class in files and messages. */
  readonly className: string;
  /**
   * The shape of what a sample becomes; `null` for a size that depends on the batch.
   *
   * @param sampleShape of the strings of one sample: `[]` for one string
   */
  outputShape(sampleShape: readonly (number | null)[]): readonly (number | null)[];
  /** The numbers of a batch of strings `[B, …]`. */
  preprocess(strings: StringArray): NdArray;
  /** Itself as plain data; a static `fromJSON` of the class reads them. */
  toJSON(): { readonly className: string; readonly config: object };
}

/** Whether a value has the form of a {@link StringArray}. The strings are not looked at. */
export function isStringArray(value: unknown): value is StringArray {
  if (typeof value !== 'object' || value === null) return false;
  const { data, shape } = value as { data?: unknown; shape?: unknown };
  return Array.isArray(data) && Array.isArray(shape) && typeof (data[0] ?? '') === 'string';
}

/** Strings as an array: a list is a vector. */
export function stringArray(strings: readonly string[] | StringArray): StringArray {
  return 'data' in strings ? strings : { data: strings, shape: [strings.length] };
}

/** The strings of the rows at the given indices, in that order. */
export function gatherStrings({ data, shape }: StringArray, indices: ArrayLike<number>): StringArray {
  const width = sizeOf(shape.slice(1));
  const rows = Array.from(indices, (index) => data.slice(index * width, (index + 1) * width));
  return { data: rows.flat(), shape: [indices.length, ...shape.slice(1)] };
}
