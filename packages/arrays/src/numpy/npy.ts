import { formatShape, formatValue, sizeOf } from '@seqloom/options';
import type { NdArray } from '../batch.ts';
import { ELEMENTS, type NumpyData, type NumpyDtype, type NumpyValues } from './elements.ts';
import { npyHeader, readNpyHeader } from './npy-header.ts';
import { NumpyFileError } from './numpy-file-error.ts';

/** An array of a NumPy file: `data` in row-major order, as many values as the product of `shape`; no axes for a single number. */
export type NumpyArray = {
  [D in NumpyDtype]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: NumpyData[D] };
}[NumpyDtype];

/** What is written: an `NdArray`, what `readNpy` gave, or values with the element type that they are to have. */
export interface WritableArray {
  readonly data: NumpyValues;
  readonly shape: readonly number[];
  /** Default: the type of `data`. */
  readonly dtype?: NumpyDtype;
}

/**
 * Reads an array that `numpy.save` wrote: bool, (u)int8 to (u)int64, float16 to float64, of any byte order, in C or Fortran order. Nothing of
 * the file is run.
 *
 * @throws NumpyFileError for a file that is damaged or cut off, a shape that its size contradicts, an integer beyond ±(2^53 − 1), and other
 * element types, Python objects among them
 *
 * **Source**: NumPy's `numpy.lib.format`, versions 1.0 to 3.0.
 *
 * @example
 * ```ts
 * const { data, shape, dtype } = readNpy(await readFile('embeddings.npy')); // Float32Array, [20000, 128], 'float32'
 * ```
 */
export function readNpy(bytes: Uint8Array): NumpyArray {
  const { element, bigEndian, fortranOrder, shape, byteLength } = readNpyHeader(bytes);
  const expected = shape.reduce((product, length) => product * length, element.bytes);
  const got = bytes.length - byteLength;
  if (got !== expected) {
    throw new NumpyFileError(
      `${element.dtype} ${formatShape(shape)} takes ${expected} bytes, got ${got} after the header.`,
    );
  }
  const elements = new Uint8Array(expected);
  elements.set(bytes.subarray(byteLength));
  if (bigEndian) reverseBytes(elements, element.bytes);
  const values = element.read(elements.buffer);
  const data = fortranOrder ? rowMajor(values, shape) : values;
  return { dtype: element.dtype, shape, data } as NumpyArray; // type and array come from one row of the table
}

/**
 * Writes an array as `numpy.save` does, byte for byte: version 1.0, C order, little-endian. Numbers are rounded to a float `dtype`; for an
 * integer one, and for bool, they must be of it already.
 *
 * @throws NumpyFileError for a number that the element type does not have
 * @throws RangeError for a shape that is not that of the data
 *
 * @example
 * ```ts
 * await writeFile('ids.npy', writeNpy({ data: Int32Array.of(1, 2, 3), shape: [3], dtype: 'int64' }));
 * ```
 */
export function writeNpy({ data, shape, dtype }: WritableArray): Uint8Array<ArrayBuffer> {
  if (
    !shape.every((length) => Number.isSafeInteger(length) && length >= 0) ||
    sizeOf(shape) !== data.length
  ) {
    throw new RangeError(
      `writeNpy: shape ${formatShape(shape)} needs ${sizeOf(shape)} values, got ${data.length}. Give a shape whose product is the length.`,
    );
  }
  const [type, element] = elementFor(dtype ?? dtypeOf(data));
  const { buffer, byteOffset, byteLength } = element.write(data);
  const header = npyHeader(type, shape);
  const file = new Uint8Array(header.length + byteLength);
  file.set(header);
  file.set(new Uint8Array(buffer, byteOffset, byteLength), header.length);
  return file;
}

/**
 * An array of a NumPy file in the form that batches and models take: floats become float32, bool and uint8 stay bytes, other integers
 * become int32.
 *
 * @throws NumpyFileError for an integer beyond int32
 *
 * @example
 * ```ts
 * await fit(model, { inputs: toNdArray(readNpy(x)), targets: toNdArray(readNpy(y)) }, { epochs: 3, optimizer: 'adam', loss: 'mse' });
 * ```
 */
export function toNdArray({ dtype, data, shape }: NumpyArray): NdArray {
  if (data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint8Array) {
    return { data, shape };
  }
  if (dtype === 'float64') return { data: Float32Array.from(data), shape };
  const [, int32] = elementFor('int32');
  return { data: int32.write(data) as Int32Array, shape }; // a row's write gives the array of its dtype
}

function elementFor(dtype: NumpyDtype) {
  const row = [...ELEMENTS].find(([, element]) => element.dtype === dtype);
  if (row) return row;
  const known = [...ELEMENTS.values()].map((element) => element.dtype).join(', ');
  throw new RangeError(`writeNpy: dtype must be one of ${known}, got ${formatValue(dtype)}.`);
}

/** `Float32Array` holds float32, and so on. */
function dtypeOf(data: NumpyValues): NumpyDtype {
  return data[Symbol.toStringTag].replace('Array', '').toLowerCase() as NumpyDtype; // elementFor refuses others
}

function reverseBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** From the first axis as the fastest one to the last. */
function rowMajor(values: NumpyValues, shape: readonly number[]): NumpyValues {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(0, axis)));
  const index = new Uint32Array(shape.length);
  const ordered = values.slice();
  for (let i = 0, from = 0; i < ordered.length; i++) {
    ordered[i] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return ordered;
}
