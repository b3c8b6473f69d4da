import { expect, test } from 'vitest';
import { WordVectors } from '../src/index.ts';

test('gives words their rows, as copies', () => {
  const vectors = new WordVectors(['a', 'b'], 2, Float32Array.of(1, 2, 3, 4));
  expect([
    vectors.size,
    vectors.indexOf('b'),
    vectors.indexOf('c'),
    vectors.has('a'),
    vectors.has('c'),
  ]).toEqual([2, 1, -1, true, false]);
  const copy = vectors.vector('b')!;
  copy[0] = 9;
  expect([...vectors.vectorAt(1)]).toEqual([3, 4]);
  expect(vectors.vector('constructor')).toBeUndefined();
});

test('scales the rows of int8 data', () => {
  const vectors = new WordVectors(['a', 'b'], 2, Int8Array.of(1, -2, 127, 0), Float32Array.of(0.5, 2));
  expect([...vectors.vector('a')!, ...vectors.vector('b')!]).toEqual([0.5, -1, 254, 0]);
});

test('refuses what does not fit together', () => {
  const data = Float32Array.of(1, 2, 3, 4);
  expect(() => new WordVectors(['a', 'b'], 3, data)).toThrow('2 words of 3 dimensions need 6 numbers, got 4');
  expect(() => new WordVectors(['a', 'a'], 2, data)).toThrow('the word "a" comes twice');
  expect(() => new WordVectors([], 0, new Float32Array())).toThrow(
    'dimensions must be an integer from 1 to 65536, got 0',
  );
  expect(() => new WordVectors(['a', 'b'], 2, new Int8Array(4))).toThrow(
    'scales must be 2 numbers, got none',
  );
  expect(() => new WordVectors(['a', 'b'], 2, data, new Float32Array(2))).toThrow(
    'left out for float32 data',
  );
  const vectors = new WordVectors(['a', 'b'], 2, data);
  for (const row of [-1, 2, 0.5])
    expect(() => vectors.vectorAt(row)).toThrow(`row must be an integer from 0 to 1, got ${row}`);
});
