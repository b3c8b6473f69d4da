import { describe, expect, test } from 'vitest';
import { multiHot, oneHotHashed, oneHotWords, padSequences, Tokenizer } from '../src/index.ts';

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
    expect(() => padSequences([[1]], { maxlen: 0 })).toThrow(
      'padSequences: maxlen must be a positive integer below 2^31, got 0',
    );
    expect(() => padSequences([[2 ** 31]])).toThrow("Use dtype 'float32'");
    expect(() => padSequences([[Number.NaN]])).toThrow('sequence 0 holds NaN');
    expect(() => padSequences([[1]], { padding: 'left' as 'pre' })).toThrow(
      'padSequences: padding must be one of pre, post, got "left"',
    );
    expect(() => padSequences([[1]], { dtype: 'int8' as 'int32' })).toThrow('dtype');
    expect(() => padSequences([[1]], { truncating: 'end' as 'pre' })).toThrow('truncating must be one of');
    const misspelt = { maxlen: 2, maxLen: 2 };
    expect(() => padSequences([[1]], misspelt)).toThrow('padSequences: has no setting "maxLen".');
    expect(() => padSequences([5 as unknown as number[]])).toThrow('sequence 0 must be an array');
  });
});

describe('results that are too large', () => {
  test('are refused with shape, size and way out', () => {
    expect(() => padSequences([[1]], { maxlen: 1e10 })).toThrow('maxlen must be a positive integer below');
    expect(() => padSequences([[1], [2]], { maxlen: 2e9 })).toThrow(
      'padSequences: a dense result of shape [2, 2000000000] takes 14.9 GiB, at most 4 GiB are made. Lower maxlen',
    );
    const many = new Array<number[]>(50_000).fill([1]);
    expect(() => multiHot(many, 100_000)).toThrow(
      'multiHot: a dense result of shape [50000, 100000] takes 18.6 GiB, at most 4 GiB are made. Encode fewer',
    );
    const texts = new Array<string>(50_000).fill('a');
    expect(() => new Tokenizer({ numWords: 100_000 }).textsToMatrix(texts)).toThrow(
      'Tokenizer: a dense result of shape [50000, 100000] takes 18.6 GiB, at most 4 GiB are made. Lower numWords',
    );
    expect(() => oneHotWords(['a'], { maxLength: 2 ** 30 })).toThrow(
      'oneHotWords: a dense result of shape [1,',
    );
    expect(() => oneHotHashed(['a'], { maxLength: 2 ** 30 })).toThrow('oneHotHashed: a dense result of');
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
