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
      'padSequences: maxlen must be a positive integer, got 0',
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

  test('what is not a number is refused with its place', () => {
    const refused: [unknown, string][] = [
      [[[1], [2, '3']], 'padSequences: step 1 of sequence 1 must be a number, got "3".'],
      [[['a']], 'step 0 of sequence 0 must be a number, got "a"'],
      [[[true]], 'step 0 of sequence 0 must be a number, got true'],
      [[[null]], 'got null'],
      [[new Array(1)], 'got undefined'],
      [[BigInt64Array.of(1n)], 'got 1n'],
      [[[1], [[2]]], 'step 0 of sequence 1 must be a number, got [2]'],
      [[[[2]], [1]], 'step 0 of sequence 1 must have the shape [1] of the first step, got 1.'],
      [['12'], 'sequence 0 must be an array of numbers, got "12"'],
      [[1, 2], 'sequence 0 must be an array of numbers, got 1. Put a single sequence into a list.'],
      [null, 'sequences must be a list of sequences, got null'],
      [new Set([[1]]), 'sequences must be a list of sequences, got Set(1)'],
      [{ length: 1 }, 'sequences must be a list of sequences, got {"length":1}'],
    ];
    for (const [sequences, message] of refused) {
      for (const dtype of ['int32', 'float32'] as const) {
        const call = () => padSequences(sequences as number[][], { dtype });
        expect(call).toThrow(TypeError);
        expect(call).toThrow(message);
      }
    }
    expect(() => padSequences([[1]], { value: '0' as unknown as number })).toThrow(
      new TypeError('padSequences: value must be a number, got "0".'),
    );
  });

  test('whole numbers that float32 cannot tell apart are refused there', () => {
    const exact = padSequences([[2 ** 24, -(2 ** 24), 0.1]], { dtype: 'float32' });
    expect(exact.data).toEqual(Float32Array.of(16777216, -16777216, 0.1));
    expect(() => padSequences([[7], [2 ** 24 + 1]], { dtype: 'float32' })).toThrow(
      new RangeError(
        'padSequences: sequence 1 holds 16777217, but float32 does not hold every whole number beyond 2^24. ' +
          "Use dtype 'int32' for ids, or scale the values.",
      ),
    );
    expect(() => padSequences([[1]], { dtype: 'float32', value: 2 ** 25 })).toThrow('value holds 33554432');
    expect(padSequences([[2 ** 24 + 1]]).data).toEqual(Int32Array.of(16777217));
    // Values of a measurement are rounded as all numbers are.
    expect(padSequences([[1e20]], { dtype: 'float32' }).data).toEqual(Float32Array.of(1e20));
  });
});

// The values are those of keras.utils.pad_sequences of Keras 3.
describe('padSequences of vectors', () => {
  test('fills with vectors', () => {
    const padded = padSequences([
      [
        [1, 2],
        [3, 4],
      ],
      [[5, 6]],
    ]);
    expect(padded).toEqual({ data: Int32Array.of(1, 2, 3, 4, 0, 0, 5, 6), shape: [2, 2, 2] });
  });

  test('pads and cuts at the end, and takes sequences without steps', () => {
    const sequences = [[Float32Array.of(1, 2), [3, 4], [5, 6]], [], [[7, 8]]];
    const options = { maxlen: 2, padding: 'post', truncating: 'post', value: -1 } as const;
    expect(padSequences(sequences, options)).toEqual({
      data: Int32Array.of(1, 2, 3, 4, -1, -1, -1, -1, 7, 8, -1, -1),
      shape: [3, 2, 2],
    });
  });

  test('takes steps of any shape', () => {
    const padded = padSequences([[[[1], [2]]], []], { maxlen: 2, dtype: 'float32', value: 0.5 });
    expect(padded).toEqual({
      data: Float32Array.of(0.5, 0.5, 1, 2, 0.5, 0.5, 0.5, 0.5),
      shape: [2, 2, 2, 1],
    });
  });

  test('refuses steps of different shapes and of too many axes', () => {
    expect(() => padSequences([[[1, 2]], [[3]]])).toThrow(
      new RangeError(
        'padSequences: step 0 of sequence 1 must have the shape [2] of the first step, got [3].',
      ),
    );
    expect(() => padSequences([[[1, 'x']]] as unknown as number[][][])).toThrow(
      'step 0 of sequence 0 must be a number, got "x"',
    );
    expect(() => padSequences([[[[[[[1]]]]]]])).toThrow('steps must have at most 4 axes');
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
    expect(() => multiHot([['1' as unknown as number]], 4)).toThrow(
      new TypeError('multiHot: step 0 of sequence 0 must be a number, got "1".'),
    );
    expect(() => multiHot([1, 2] as unknown as number[][], 4)).toThrow('Put a single sequence into a list');
  });
});
