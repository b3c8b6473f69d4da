import { describe, expect, test } from 'vitest';
import { multiHot, padSequences } from '../src/index.ts';

const rows = ({ data, shape }: { data: ArrayLike<number>; shape: readonly [number, number] }): number[][] =>
  Array.from({ length: shape[0] }, (_, i) => Array.from(data).slice(i * shape[1], (i + 1) * shape[1]));

describe('padSequences', () => {
  const sequences = [[1, 2, 3, 4], [5], []];

  test('pads on the left and keeps the last values', () => {
    const padded = padSequences(sequences, { maxlen: 2 });
    expect(padded.data).toBeInstanceOf(Int32Array);
    expect(rows(padded)).toEqual([
      [3, 4],
      [0, 5],
      [0, 0],
    ]);
  });

  test('pads and truncates at the end when told', () => {
    const padded = padSequences(sequences, { maxlen: 2, padding: 'post', truncating: 'post', value: -1 });
    expect(rows(padded)).toEqual([
      [1, 2],
      [5, -1],
      [-1, -1],
    ]);
  });

  test('is as long as the longest sequence without maxlen', () => {
    expect(padSequences(sequences).shape).toEqual([3, 4]);
    expect(padSequences([[], []]).shape).toEqual([2, 0]);
    expect(padSequences([], { maxlen: 3 }).shape).toEqual([0, 3]);
  });

  test('keeps fractions as float32 and drops them as int32', () => {
    const padded = padSequences([Float64Array.of(1.5)], { dtype: 'float32', maxlen: 2, value: 0.25 });
    expect(padded.data).toEqual(Float32Array.of(0.25, 1.5));
    expect(padSequences([[1.5, -1.5]]).data).toEqual(Int32Array.of(1, -1));
  });

  test('what does not fit is refused', () => {
    expect(() => padSequences([])).toThrow('Pass maxlen');
    expect(() => padSequences([[1]], { maxlen: 0 })).toThrow('maxlen must be a positive integer, got 0');
    expect(() => padSequences([[2 ** 31]])).toThrow("Use dtype 'float32'");
    expect(() => padSequences([[Number.NaN]])).toThrow('sequence 0 holds NaN');
    expect(() => padSequences([[1]], { padding: 'left' as 'pre' })).toThrow("'pre' or 'post', got 'left'");
    expect(() => padSequences([[1]], { dtype: 'int8' as 'int32' })).toThrow('dtype');
    expect(() => padSequences([5 as unknown as number[]])).toThrow('sequence 0 must be an array');
  });
});

describe('multiHot', () => {
  test('sets one cell per different id', () => {
    const encoded = multiHot([[1, 3, 1], [], [0]], 4);
    expect(encoded.shape).toEqual([3, 4]);
    expect(rows(encoded)).toEqual([
      [0, 1, 0, 1],
      [0, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
  });

  test('refuses ids outside the vocabulary with their place', () => {
    expect(() => multiHot([[0], [4]], 4)).toThrow('sequence 1 holds id 4, expected 0 … 3');
    expect(() => multiHot([[-1]], 4)).toThrow(RangeError);
    expect(() => multiHot([[0.5]], 4)).toThrow(RangeError);
    expect(() => multiHot([], 0)).toThrow('numWords');
  });
});
