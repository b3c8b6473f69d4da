import { float16ToFloat32, float32ToFloat16 } from '@seqloom/safetensors';
import { NumpyFileError } from './numpy-file-error.ts';

/** Element types by their names in NumPy, with the typed array that holds the values here. */
export interface NumpyData {
  /** 0 or 1. */
  bool: Uint8Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  /** Whole numbers from −(2^53 − 1) to 2^53 − 1; others are refused. */
  int64: Float64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  /** Whole numbers up to 2^53 − 1; others are refused. */
  uint64: Float64Array;
  /** Widened to float32, which is exact. */
  float16: Float32Array;
  float32: Float32Array;
  float64: Float64Array;
}

/** Name of an element type in NumPy. */
export type NumpyDtype = keyof NumpyData;

/** The typed arrays that hold the values of NumPy files. */
export type NumpyValues = NumpyData[NumpyDtype];

/** How elements of one type lie in a file, little-endian. */
export interface ElementForm {
  readonly dtype: NumpyDtype;
  readonly bytes: 1 | 2 | 4 | 8;
  /** @param buffer holds the elements and nothing else; it becomes the caller's */
  read(buffer: ArrayBuffer): NumpyValues;
  write(values: NumpyValues): ArrayBufferView;
}

type Constructor = { new (buffer: ArrayBuffer): NumpyValues; from(values: NumpyValues): NumpyValues };

/** Element types by the letter and the size that a file gives them. A Map, because an object has members such as `constructor`. */
export const ELEMENTS: ReadonlyMap<string, ElementForm> = new Map<string, ElementForm>([
  [
    'b1',
    {
      dtype: 'bool',
      bytes: 1,
      read: readBooleans,
      write: (values) => whole('bool', values, 0, 1, Uint8Array),
    },
  ],
  ['i1', integers('int8', 1, Int8Array, -(2 ** 7), 2 ** 7 - 1)],
  ['i2', integers('int16', 2, Int16Array, -(2 ** 15), 2 ** 15 - 1)],
  ['i4', integers('int32', 4, Int32Array, -(2 ** 31), 2 ** 31 - 1)],
  ['i8', longIntegers('int64', BigInt64Array, Number.MIN_SAFE_INTEGER)],
  ['u1', integers('uint8', 1, Uint8Array, 0, 2 ** 8 - 1)],
  ['u2', integers('uint16', 2, Uint16Array, 0, 2 ** 16 - 1)],
  ['u4', integers('uint32', 4, Uint32Array, 0, 2 ** 32 - 1)],
  ['u8', longIntegers('uint64', BigUint64Array, 0)],
  [
    'f2',
    {
      dtype: 'float16',
      bytes: 2,
      read: (buffer) => float16ToFloat32(new Uint16Array(buffer)),
      write: (values) => float32ToFloat16(Float32Array.from(values)),
    },
  ],
  ['f4', floats('float32', 4, Float32Array)],
  ['f8', floats('float64', 8, Float64Array)],
]);

function floats(dtype: NumpyDtype, bytes: 4 | 8, Values: Constructor): ElementForm {
  return { dtype, bytes, read: (buffer) => new Values(buffer), write: (values) => Values.from(values) };
}

function integers(
  dtype: NumpyDtype,
  bytes: 1 | 2 | 4,
  Values: Constructor,
  min: number,
  max: number,
): ElementForm {
  return {
    dtype,
    bytes,
    read: (buffer) => new Values(buffer),
    write: (values) => whole(dtype, values, min, max, Values),
  };
}

function longIntegers(
  dtype: 'int64' | 'uint64',
  Values: typeof BigInt64Array | typeof BigUint64Array,
  min: number,
): ElementForm {
  return {
    dtype,
    bytes: 8,
    read(buffer) {
      const integers = new Values(buffer);
      const numbers = new Float64Array(integers.length);
      for (let i = 0; i < numbers.length; i++) {
        numbers[i] = Number(integers[i]!);
        if (Number.isSafeInteger(numbers[i])) continue;
        throw new NumpyFileError(
          `a number of ${dtype} must be within ±(2^53 − 1), got ${integers[i]} at ${i}. Store it as float64 in Python.`,
        );
      }
      return numbers;
    },
    write(values) {
      checkWhole(dtype, values, min, Number.MAX_SAFE_INTEGER);
      const integers = new Values(values.length);
      for (let i = 0; i < values.length; i++) integers[i] = BigInt(values[i]!);
      return integers;
    },
  };
}

function readBooleans(buffer: ArrayBuffer): Uint8Array {
  const values = new Uint8Array(buffer);
  const wrong = values.findIndex((value) => value > 1);
  if (wrong < 0) return values;
  throw new NumpyFileError(`a value of bool must be 0 or 1, got ${values[wrong]} at ${wrong}.`);
}

function whole(
  dtype: NumpyDtype,
  values: NumpyValues,
  min: number,
  max: number,
  Values: Constructor,
): NumpyValues {
  checkWhole(dtype, values, min, max);
  return Values.from(values);
}

function checkWhole(dtype: NumpyDtype, values: NumpyValues, min: number, max: number): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isInteger(value) && min <= value && value <= max) continue;
    throw new NumpyFileError(
      `a number of ${dtype} must be an integer from ${min} to ${max}, got ${value} at ${i}.`,
    );
  }
}
