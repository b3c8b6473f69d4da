import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from '../src/index.ts';
import { entry, file } from './file.ts';

const a = entry('a', 'F32', '[2]', '[0,8]');
const manyTensors = Array.from({ length: 100_000 }, (_, i) => entry(`t${i}`, 'U8', '[1]', `[${i},${i + 1}]`));

/** Crafted files and the reason with which each must be refused. */
const HOSTILE: [what: string, bytes: () => Uint8Array, reason: string][] = [
  ['no bytes', () => new Uint8Array(), 'a file has at least 8 bytes, got 0'],
  ['header size 0', () => file('', 16), 'the header must begin with "{"'],
  ['header size 2^63', () => file('{}', 0, 2n ** 63n), 'at most 100000000 bytes, got 9223372036854775808'],
  [
    'header size above the limit',
    () => file('{}', 0, 100_000_001n),
    'at most 100000000 bytes, got 100000001',
  ],
  [
    'header larger than the file',
    () => file('{}', 0, 3n),
    'the header ends at byte 11, but there are 10 bytes',
  ],
  ['header that is an array', () => file('[]'), 'the header must begin with "{"'],
  ['header with a byte order mark', () => file('\ufeff{}'), 'the header must begin with "{"'],
  [
    'header that is no UTF-8',
    () => file('{"\u00ff":1}').map((b) => (b === 0xbf ? 0xff : b)),
    'not valid UTF-8',
  ],
  ['cut-off JSON', () => file(`{${a}`, 8), 'expected } in the header, got its end'],
  ['unclosed string', () => file('{"a'), 'the header ends inside a key of the header'],
  ['raw line feed in a string', () => file('{"a\n":0}'), 'a key of the header is not a JSON string'],
  ['text after the header', () => file(`{${a}} {}`, 8), 'goes on after its last brace with "{" at character'],
  [
    'negative offset',
    () => file(`{${entry('a', 'F32', '[2]', '[-8,0]')}}`),
    'data_offsets of tensor "a" must hold integers in 0 … 2^53 − 1, got "-8"',
  ],
  [
    'fraction as a size',
    () => file(`{${entry('a', 'F32', '[2.0]', '[0,8]')}}`, 8),
    'shape of tensor "a" must hold integers in 0 … 2^53 − 1, got "2.0"',
  ],
  ['exponent as an offset', () => file(`{${entry('a', 'F32', '[2]', '[0,8e0]')}}`, 8), 'got "8e0"'],
  [
    'size above 2^53',
    () => file(`{${entry('a', 'F32', '[9007199254740993]', '[0,8]')}}`, 8),
    'got "9007199254740993"',
  ],
  [
    'null as a shape',
    () => file(`{${entry('a', 'F32', 'null', '[0,8]')}}`, 8),
    'expected [ in shape of tensor "a", got "n"',
  ],
  [
    'swapped offsets',
    () => file(`{${entry('a', 'F32', '[2]', '[8,0]')}}`, 8),
    'tensor "a" begins at byte 8, after its end at 0',
  ],
  [
    'three offsets',
    () => file(`{${entry('a', 'F32', '[2]', '[0,8,16]')}}`, 8),
    'must have two data_offsets, got 3',
  ],
  [
    'overlapping tensors',
    () => file(`{${a},${entry('b', 'F32', '[1]', '[4,8]')}}`, 8),
    'tensor "b" overlaps another one by 4 bytes',
  ],
  [
    'a hole between tensors',
    () => file(`{${a},${entry('b', 'F32', '[1]', '[12,16]')}}`, 16),
    '4 bytes in front of tensor "b" belong to no tensor',
  ],
  ['data past the end', () => file(`{${a}}`, 4), 'the file is cut off'],
  [
    'data past the end by far',
    () => file(`{${entry('a', 'U8', '[9007199254740990]', '[0,9007199254740990]')}}`, 4),
    'the file is cut off',
  ],
  ['data after the last tensor', () => file(`{${a}}`, 9), 'the file goes on after its last tensor'],
  [
    'shape × dtype above the bytes',
    () => file(`{${entry('a', 'F32', '[3]', '[0,8]')}}`, 8),
    'tensor "a" has 3 elements of F32, 12 bytes, but its data_offsets span 8',
  ],
  [
    'product that overflows',
    () => file(`{${entry('a', 'F32', '[4294967296,4294967296,0]', '[0,0]')}}`),
    'more elements than a number can count',
  ],
  ['unknown dtype', () => file(`{${entry('a', 'F33', '[2]', '[0,8]')}}`, 8), 'unknown dtype "F33"'],
  [
    'dtype from the prototype',
    () => file(`{${entry('a', 'constructor', '[2]', '[0,8]')}}`, 8),
    'unknown dtype "constructor"',
  ],
  ['duplicate tensor', () => file(`{${a},${a}}`, 8), 'the header names tensor "a" twice'],
  [
    'duplicate tensor in another spelling',
    () => file(`{${a},${a.replace('"a"', '"\\u0061"')}}`, 8),
    'the header names tensor "a" twice',
  ],
  [
    'duplicate __proto__',
    () =>
      file(`{${entry('__proto__', 'U8', '[1]', '[0,1]')},${entry('__proto__', 'U8', '[1]', '[0,1]')}}`, 1),
    'names tensor "__proto__" twice',
  ],
  [
    'duplicate member of a tensor',
    () => file(`{"a":{"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]}}`, 1),
    'unknown or repeated member "dtype"',
  ],
  [
    'duplicate metadata',
    () => file('{"__metadata__":{"k":"1","k":"2"}}'),
    '__metadata__ has two members "k"',
  ],
  [
    'two times __metadata__',
    () => file('{"__metadata__":{},"__metadata__":{}}'),
    'two members "__metadata__"',
  ],
  [
    'metadata that is no text',
    () => file('{"__metadata__":{"k":1}}'),
    'expected " in the value of "k" in __metadata__, got "1"',
  ],
  [
    'missing member',
    () => file('{"a":{"dtype":"F32","shape":[2]}}', 8),
    'tensor "a" lacks one of the members',
  ],
  ['unknown member', () => file(`{"a":{"__proto__":{}}}`), 'unknown or repeated member "__proto__"'],
  [
    '10^5 members of metadata',
    () => file(`{"__metadata__":{${Array.from({ length: 100_000 }, (_, i) => `"k${i}":""`).join(',')}}}`),
    '__metadata__ has more than 65536 members, which is the limit',
  ],
  [
    'name with a lone surrogate',
    () => file(`{"\\ud800":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}`),
    'a key of the header has a lone surrogate',
  ],
  [
    'metadata with a lone surrogate',
    () => file('{"__metadata__":{"k":"\\udc00"}}'),
    'the value of "k" in __metadata__ has a lone surrogate',
  ],
  ['10^5 tensors', () => file(`{${manyTensors.join(',')}}`, 100_000), 'more than 65536 tensors'],
  [
    '10^5 axes',
    () => file(`{${entry('a', 'U8', `[${'1,'.repeat(99_999)}1]`, '[0,1]')}}`, 1),
    'shape of tensor "a" has more than 64 numbers',
  ],
  ['objects nested 10^4 deep', () => file('{"a":'.repeat(10_000)), 'unknown or repeated member "a"'],
  [
    'arrays nested 10^4 deep',
    () => file(`{${entry('a', 'U8', '['.repeat(10_000), '[0,1]')}}`),
    'shape of tensor "a" must hold integers in 0 … 2^53 − 1, got "[[[',
  ],
  [
    'a name of 10^6 characters',
    () => file(`{${entry('x'.repeat(1e6), 'F33', '[2]', '[0,8]')}}`, 8),
    'unknown dtype',
  ],
];

test.each(HOSTILE)(
  'refuses %s',
  (_what, make, reason) => {
    const bytes = make();
    let error: unknown;
    try {
      decodeSafetensors(bytes);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(SafetensorsError);
    expect((error as Error).message).toContain(reason);
    expect((error as Error).message.length).toBeLessThan(400);
  },
  5000,
); // milliseconds: each takes a few, 65,536 entries 0.3 s, and a loaded machine ten times that

test('refuses each crafted file with a message of its own kind', () => {
  expect(new Set(HOSTILE.map(([, , reason]) => reason)).size).toBeGreaterThan(35);
});

test('allocates little more than the file when it promises much', () => {
  const lies = file(`{${entry('a', 'F64', '[100000000]', '[0,800000000]')}}`, 8);
  const before = process.memoryUsage().arrayBuffers;
  expect(() => decodeSafetensors(lies)).toThrow('the file is cut off');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
});

test('2,000 mutated files each end in a value or a SafetensorsError', () => {
  const good = encodeSafetensors(
    [
      ['__proto__', { dtype: 'F32', shape: [2, 3], data: new Float32Array(6) }],
      ['b"\n', { dtype: 'I64', shape: [2], data: new BigInt64Array(2) }],
      ['c', { dtype: 'U8', shape: [], data: new Uint8Array(1) }],
    ],
    [['note', 'ü']],
  );
  const mutated = fc.oneof(
    // Flip, overwrite, cut, splice.
    fc
      .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const bytes = good.slice();
        for (const [position, byte] of changes) bytes[position] = byte;
        return bytes;
      }),
    fc.nat(good.length).map((length) => good.slice(0, length)),
    fc
      .tuple(fc.nat(good.length), fc.nat(good.length), fc.uint8Array({ maxLength: 8 }))
      .map(([from, to, middle]) => {
        return new Uint8Array([...good.subarray(0, from), ...middle, ...good.subarray(to)]);
      }),
    // Headers made of the grammar's own words.
    fc
      .array(
        fc.constantFrom(
          '{',
          '}',
          '[',
          ']',
          ',',
          ':',
          '"a"',
          '"dtype"',
          '"shape"',
          '"data_offsets"',
          '"F32"',
          '0',
          '4',
          '"__metadata__"',
          ' ',
        ),
        { maxLength: 30 },
      )
      .map((words) => file(`{${words.join('')}`, 4)),
  );
  let refused = 0;
  fc.assert(
    fc.property(mutated, (bytes) => {
      try {
        decodeSafetensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
        refused++;
      }
    }),
    { numRuns: 2000 },
  );
  expect(refused).toBeGreaterThan(1000);
});

test('refuses a small file cut at any length', () => {
  const good = encodeSafetensors([['a', { dtype: 'F32', shape: [2], data: new Float32Array(2) }]]);
  for (let length = 0; length < good.length; length++) {
    expect(() => decodeSafetensors(good.subarray(0, length))).toThrow(SafetensorsError);
  }
});
