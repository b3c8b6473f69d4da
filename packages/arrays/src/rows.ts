import { sizeOf } from '@seqloom/options';
import type { BatchData, NdArray } from './batch.ts';
import type { StringArray } from './preprocessor.ts';

/**
 * Samples that are all in memory: row `i` of every part belongs together. `inputs` is one array, several
 * arrays (a model with several inputs), or a plain list of anything that is not an {@link NdArray} — texts,
 * id sequences — which becomes an array batch by batch.
 */
export interface Examples<Inputs> {
  readonly inputs: Inputs;
  readonly targets: NdArray;
  readonly sampleWeights?: NdArray;
}

/** What {@link Examples} may hold as inputs. */
export type Rows = NdArray | readonly unknown[];

/** Whether inputs are one dense array rather than a list. What the array holds is not looked at. */
export function isOne(value: unknown): value is NdArray {
  return typeof value === 'object' && value !== null && 'shape' in value && 'data' in value;
}

/** Whether inputs are several arrays side by side, and not a list of rows. */
export function isSeveral(inputs: Rows): inputs is readonly NdArray[] {
  return Array.isArray(inputs) && inputs.length > 0 && inputs.every(isOne);
}

/**
 * The number of samples.
 *
 * @throws RangeError when inputs, targets and weights disagree on it.
 */
export function countRows(examples: Examples<Rows>): number {
  const { inputs, targets, sampleWeights } = examples;
  const count = targets.shape[0] ?? 0;
  const parts: [string, number][] = isSeveral(inputs)
    ? inputs.map((array, index) => [`inputs[${index}]`, array.shape[0] ?? 0])
    : [['inputs', isOne(inputs) ? (inputs.shape[0] ?? 0) : inputs.length]];
  if (sampleWeights) parts.push(['sampleWeights', sampleWeights.shape[0] ?? 0]);
  for (const [name, rows] of parts) {
    if (rows !== count) {
      throw new RangeError(
        `Examples: ${name} has ${rows} rows and targets has ${count}. Every sample needs one row in each.`,
      );
    }
  }
  return count;
}

/** The rows of one array at the given indices, in that order, copied. */
export function gatherRows(array: NdArray, indices: ArrayLike<number>): NdArray {
  const { data, shape } = array;
  const width = sizeOf(shape.slice(1));
  const shaped = [indices.length, ...shape.slice(1)];
  const Kind = data.constructor as new (length: number) => typeof data; // a typed array's own constructor
  const out = new Kind(indices.length * width);
  for (let row = 0; row < indices.length; row++) {
    const from = indices[row]! * width;
    if (width === 1) out[row] = data[from]!;
    else out.set(data.subarray(from, from + width), row * width);
  }
  return { data: out, shape: shaped };
}

/** The rows `start … end − 1` of one array: a view on the same numbers, or the same strings. */
export function sliceArray<Part extends NdArray | StringArray>(
  { data, shape }: Part,
  start: number,
  end: number,
): Part {
  const width = sizeOf(shape.slice(1));
  const [from, to] = [start * width, end * width];
  const part = Array.isArray(data) ? data.slice(from, to) : (data as BatchData).subarray(from, to);
  return { data: part, shape: [end - start, ...shape.slice(1)] } as unknown as Part; // of the same kind
}

function mapParts<Inputs extends Rows>(
  examples: Examples<Inputs>,
  ofArray: (array: NdArray) => NdArray,
  ofList: (list: readonly unknown[]) => readonly unknown[],
): Examples<Inputs> {
  const inputs: Rows = examples.inputs;
  const mapped = isOne(inputs)
    ? ofArray(inputs)
    : isSeveral(inputs)
      ? inputs.map(ofArray)
      : ofList(inputs as readonly unknown[]);
  return {
    inputs: mapped as Inputs, // each branch returns what it was given, with other rows
    targets: ofArray(examples.targets),
    ...(examples.sampleWeights && { sampleWeights: ofArray(examples.sampleWeights) }),
  };
}

/**
 * The samples at the given indices, in that order, copied (list items are shared, not cloned).
 *
 * @throws RangeError when an index is not a row.
 */
export function selectRows<Inputs extends Rows>(
  examples: Examples<Inputs>,
  indices: ArrayLike<number>,
): Examples<Inputs> {
  const count = countRows(examples);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!(Number.isInteger(index) && index >= 0 && index < count)) {
      throw new RangeError(`selectRows: index ${index} at ${i} is not one of the ${count} rows.`);
    }
  }
  return mapParts(
    examples,
    (array) => gatherRows(array, indices),
    (list) => Array.from(indices, (index) => list[index]),
  );
}

/**
 * The samples `start … end − 1`, as views on the same data where they are arrays.
 *
 * @throws RangeError unless `0 ≤ start ≤ end ≤ rows`.
 * @example
 * sliceRows(examples, 0, 200); // the first 200 samples
 */
export function sliceRows<Inputs extends Rows>(
  examples: Examples<Inputs>,
  start: number,
  end: number = countRows(examples),
): Examples<Inputs> {
  const count = countRows(examples);
  if (!(Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= count)) {
    throw new RangeError(`sliceRows: expected 0 ≤ start ≤ end ≤ ${count} (rows), got ${start} and ${end}.`);
  }
  return mapParts(
    examples,
    (array) => sliceArray(array, start, end),
    (list) => list.slice(start, end),
  );
}
