import { readRecorded } from '@seqloom/vitest/recorded';
import { describe, expect, test } from 'vitest';
import { type NumpyDtype, NumpyFileError, readNpy, toNdArray, writeNpy } from '../../src/numpy/index.ts';

/** A file that NumPy wrote, with its values as Python prints them. */
interface RecordedFile {
  readonly name: string;
  readonly dtype: NumpyDtype;
  readonly shape: readonly number[];
  readonly values: readonly string[];
  readonly plain: boolean;
  readonly base64: string;
}

const cases = readRecorded<readonly RecordedFile[]>('numpy_files', 'cases');
const refused = readRecorded<readonly Pick<RecordedFile, 'name' | 'base64'>[]>('numpy_files', 'refused');

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

const PYTHON: Readonly<Record<string, number>> = {
  True: 1,
  False: 0,
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
};
const numberOf = (text: string): number => PYTHON[text] ?? Number(text);

/** `\\x93NUMPY`, version 1.0. */
const VERSION_1 = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];

/** A file with a header of one's own, version 1.0. */
function file(header: string, elements: readonly number[] = []): Uint8Array {
  const text = new TextEncoder().encode(header);
  return Uint8Array.from([...VERSION_1, text.length & 0xff, text.length >> 8, ...text, ...elements]);
}

const entries = (shape: string, descr = "'|u1'", order = 'False') =>
  `'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, `;

describe('readNpy', () => {
  test.each(cases)('reads $name as NumPy wrote it', ({ base64, dtype, shape, values }) => {
    const array = readNpy(bytesOf(base64));
    expect(array.dtype).toBe(dtype);
    expect(array.shape).toEqual(shape);
    expect([...array.data]).toEqual(values.map(numberOf)); // toEqual tells -0 from 0
  });

  test('reads a file that lies inside another array', () => {
    const { base64, values } = cases.find(({ dtype }) => dtype === 'float64')!;
    const bytes = bytesOf(base64);
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect([...readNpy(larger.subarray(3, 3 + bytes.length)).data]).toEqual(values.map(numberOf));
  });

  test('takes the keys of the header in any order, and long integers of Python 2', () => {
    const header = "{'shape': (2L, 1L), 'fortran_order': True, 'descr': '|u1'}\n";
    expect(readNpy(file(header, [3, 4]))).toEqual({
      dtype: 'uint8',
      shape: [2, 1],
      data: Uint8Array.of(3, 4),
    });
  });

  test.each(cases)('refuses $name cut at every length, and longer by a byte', ({ base64 }) => {
    const bytes = bytesOf(base64);
    const lengths = Array.from({ length: bytes.length }, (_, length) => length);
    expect(lengths.filter((length) => !isRefused(bytes.subarray(0, length)))).toEqual([]);
    expect(isRefused(Uint8Array.from([...bytes, 0]))).toBe(true);
  });

  test.each(refused)('refuses $name', ({ base64 }) => {
    expect(() => readNpy(bytesOf(base64))).toThrow(NumpyFileError);
  });

  test.each([
    ['code', '__import__("os").system("true")', 'a dictionary'],
    ['code as a value', `{${entries('(1,)', 'eval("1")')}}`, 'a key with its value'],
    ['a set of brackets', '('.repeat(9000), 'a dictionary'],
    ['nested dictionaries', '{'.repeat(9000), 'a dictionary'],
    ['many blanks', `{${' '.repeat(9000)}`, 'a dictionary'],
    ['many blanks in front of a value', `{'descr'${' '.repeat(9000)}}`, 'a key with its value'],
    ['many commas', `{${entries(`(${','.repeat(9000)})`)}}`, 'a tuple of lengths as shape'],
    ['a key that is missing', "{'descr': '|u1', 'shape': (1,), }", 'the keys descr, fortran_order, shape'],
    ['a key twice', `{${entries('(1,)')}'shape': (1,)}`, '"shape" twice'],
    ['a key of its own', `{${entries('(1,)')}'more': True}`, 'the keys descr, fortran_order, shape'],
    ['an order that is a text', `{${entries('(1,)', "'|u1'", "'no'")}}`, 'True or False as fortran_order'],
    ['a number as shape', `{${entries('(1)')}}`, 'a tuple as shape'],
    ['a negative length', `{${entries('(-1,)')}}`, 'a key with its value'],
    ['a length beyond 2^53', `{${entries('(9007199254740993,)')}}`, 'a tuple of lengths as shape'],
    ['a text as shape', `{${entries("'12'")}}`, 'as shape'],
    ['sizes that are not there', `{${entries('(4294967296, 4294967296)')}}`, 'got 1 after the header'],
    ['65 axes', `{${entries(`(${'1, '.repeat(65)})`)}}`, 'at most 64 axes, got 65'],
    ['an unknown element type', `{${entries('(1,)', "'<q9'")}}`, 'must be one of bool'],
    ['a name that every object has', `{${entries('(1,)', "'<constructor'")}}`, 'must be one of bool'],
    ['no byte order', `{${entries('(1,)', "'|f4'")}}`, 'must be one of bool'],
    ['a list of fields', `{${entries('(1,)', "[('a', '|u1')]")}}`, 'records'],
    ['text after it', `{${entries('(1,)')}} 1`, 'a dictionary'],
    ['a bool that is neither', `{${entries('(1,)', "'|b1'")}}`, 'must be 0 or 1, got 2'],
  ])('refuses a header with %s', (_, header, reason) => {
    expect(() => readNpy(file(header, [2]))).toThrow(NumpyFileError);
    expect(() => readNpy(file(header, [2]))).toThrow(reason);
  });

  test('refuses headers larger than NumPy reads, and other versions', () => {
    expect(() => readNpy(file(`{${entries('(1,)')}}${' '.repeat(10_000)}`))).toThrow('at most 10000 bytes');
    const other = file(`{${entries('(1,)')}}`, [1]);
    other[6] = 4;
    expect(() => readNpy(other)).toThrow('version must be 1.0, 2.0 or 3.0, got 4.0');
  });

  test('gives an array or its own error for flipped bytes', () => {
    for (const { base64 } of cases) {
      const bytes = bytesOf(base64);
      for (let at = 0; at < bytes.length; at++) {
        const flipped = bytes.slice();
        flipped[at]! ^= 1 << (at % 8);
        isRefused(flipped); // throws any other error
      }
    }
  });
});

describe('writeNpy', () => {
  test.each(cases.filter(({ plain }) => plain))('writes $name byte for byte as NumPy', ({ base64 }) => {
    const bytes = bytesOf(base64);
    expect(Buffer.from(writeNpy(readNpy(bytes))).toString('base64')).toBe(base64);
  });

  test('has the element type of the data, or the one that is asked for', () => {
    const dtype = (data: Int32Array | Float64Array, asked?: NumpyDtype) =>
      readNpy(writeNpy({ data, shape: [data.length], ...(asked && { dtype: asked }) })).dtype;
    expect(dtype(Int32Array.of(1))).toBe('int32');
    expect(dtype(Float64Array.of(1))).toBe('float64');
    expect(dtype(Int32Array.of(1), 'int64')).toBe('int64');
    expect(() => dtype(Int32Array.of(1), 'constructor' as NumpyDtype)).toThrow(RangeError);
  });

  test.each([
    ['int8', 128],
    ['uint8', -1],
    ['int32', 0.5],
    ['uint64', -1],
    ['int64', 2 ** 53],
    ['bool', 2],
    ['int16', Number.NaN],
  ] as const)('refuses what %s does not have: %d', (dtype, value) => {
    expect(() => writeNpy({ data: Float64Array.of(0, value), shape: [2], dtype })).toThrow(
      new RegExp(`a number of ${dtype} must be an integer .*, got ${value} at 1`),
    );
  });

  test('refuses a shape that is not that of the data', () => {
    expect(() => writeNpy({ data: Float32Array.of(1, 2), shape: [3] })).toThrow('needs 3 values, got 2');
    expect(() => writeNpy({ data: Float32Array.of(1, 2), shape: [-1, -2] })).toThrow(RangeError);
  });
});

describe('toNdArray', () => {
  test('gives float32, int32 or bytes', () => {
    const arrayOf = (dtype: NumpyDtype) =>
      toNdArray(readNpy(writeNpy({ data: Float64Array.of(0, 1), shape: [2], dtype }))).data;
    expect(arrayOf('float64')).toEqual(Float32Array.of(0, 1));
    expect(arrayOf('float16')).toEqual(Float32Array.of(0, 1));
    expect(arrayOf('int64')).toEqual(Int32Array.of(0, 1));
    expect(arrayOf('uint16')).toEqual(Int32Array.of(0, 1));
    expect(arrayOf('bool')).toEqual(Uint8Array.of(0, 1));
  });

  test('refuses integers beyond int32', () => {
    const array = readNpy(writeNpy({ data: Float64Array.of(2 ** 31), shape: [1], dtype: 'int64' }));
    expect(() => toNdArray(array)).toThrow('a number of int32 must be an integer');
  });
});

/** Whether a file is refused by our own error; other errors pass through. */
function isRefused(bytes: Uint8Array): boolean {
  try {
    readNpy(bytes);
    return false;
  } catch (error) {
    if (error instanceof NumpyFileError) return true;
    throw error;
  }
}
