import { expect, test } from 'vitest';
import { embeddingMatrix } from '../src/index.ts';

const table = (vectors: Record<string, readonly number[]>) => ({
  dimensions: 2,
  vector: (word: string) => (Object.hasOwn(vectors, word) ? vectors[word] : undefined),
});
const vectors = table({ film: [1, 2], good: [3, 6], constructor: [5, 5] });

test('puts each vector in the row of its word and leaves the other rows zero', () => {
  const matrix = embeddingMatrix(
    new Map([
      ['good', 2],
      ['unheard', 1],
      ['film', 4],
    ]),
    vectors,
  );
  expect(matrix.inputDim).toBe(5);
  expect(matrix.outputDim).toBe(2);
  expect(Array.from(matrix.weights)).toEqual([0, 0, 0, 0, 3, 6, 0, 0, 1, 2]);
  expect(matrix.coverage).toEqual({ words: 3, found: 2, share: 2 / 3, missing: ['unheard'] });
});

test('takes words in the order of their ids, an empty one being padding', () => {
  const { weights, coverage } = embeddingMatrix(['', '[UNK]', 'film'], vectors, { oov: 'mean' });
  expect(Array.from(weights)).toEqual([0, 0, 1, 2, 1, 2]);
  expect(coverage).toEqual({ words: 2, found: 1, share: 0.5, missing: ['[UNK]'] });
});

test('cuts off at inputDim', () => {
  const { weights, coverage } = embeddingMatrix(['', 'film', 'good'], vectors, { inputDim: 2 });
  expect(Array.from(weights)).toEqual([0, 0, 1, 2]);
  expect(coverage.words).toBe(1);
});

test('gives unknown words the mean of those found', () => {
  const { weights } = embeddingMatrix(['film', 'good', 'x', 'y'], vectors, { oov: 'mean' });
  expect(Array.from(weights.subarray(4))).toEqual([2, 4, 2, 4]);
});

test('gives unknown words random vectors of the same spread, equal for equal seeds', () => {
  const words = ['film', 'good', ...Array.from({ length: 5000 }, (_, i) => `word${i}`)];
  const random = (seed: number) =>
    embeddingMatrix(words, vectors, { oov: 'random', seed }).weights.subarray(4);
  const values = random(1);
  // The four components found, 1 2 3 6, have mean 3 and variance 3.5; bars: 5 standard errors of 10,000 draws.
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean - 3)).toBeLessThan(0.1);
  expect(Math.abs(variance - 3.5)).toBeLessThan(0.25);
  expect(random(1)).toEqual(values);
  expect(random(2)).not.toEqual(values);
});

test('counts `constructor` and `__proto__` as words like any other', () => {
  const { coverage } = embeddingMatrix(['constructor', '__proto__'], vectors);
  expect(coverage.missing).toEqual(['__proto__']);
});

test('without any vector found, unknown words are zeros and the coverage says so', () => {
  const { weights, coverage } = embeddingMatrix(['x'], vectors, { oov: 'random' });
  expect(Array.from(weights)).toEqual([0, 0]);
  expect(coverage.share).toBe(0);
});

test.each([
  [() => embeddingMatrix(new Map([['a', -1]]), vectors), 'the id of "a" must be an integer from 0 on'],
  [() => embeddingMatrix(new Map([['a', 1.5]]), vectors), 'the id of "a" must be an integer from 0 on'],
  [
    () =>
      embeddingMatrix(
        new Map([
          ['a', 1],
          ['b', 1],
        ]),
        vectors,
      ),
    'that no other word has, got 1',
  ],
  [() => embeddingMatrix([], vectors), 'inputDim must be a positive integer, got 0'],
  [
    () => embeddingMatrix(['film'], { ...vectors, dimensions: 3 }),
    'the vector of "film" has length 2, expected 3',
  ],
  [
    () => embeddingMatrix(['film'], vectors, { oov: 'none' as never }),
    'oov must be one of zeros, random, mean, got "none"',
  ],
  [
    () => embeddingMatrix({ a: 1, b: 2 } as never, vectors),
    'vocabulary must be a Map of ids by word (Tokenizer.wordIndex) or a list of words, got {"a":1,"b":2}. ' +
      'Make a Map of an object with new Map(Object.entries(…)).',
  ],
  [() => embeddingMatrix(undefined as never, vectors), 'or a list of words, got undefined'],
  [() => embeddingMatrix(['film', 3] as never, vectors), 'words must be strings, got 3'],
  [() => embeddingMatrix(['film'], { film: [1, 2] } as never), 'vectors must have dimensions and a method'],
  [
    () => embeddingMatrix(['a'], { dimensions: 2, vector: () => [1, Number.NaN] }),
    'number 2 of the vector of "a" must be finite, got NaN',
  ],
])('refuses what does not fit (%#)', (make, message) => {
  expect(make).toThrow(message);
});
