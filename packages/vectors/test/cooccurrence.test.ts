import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cooccurrence, countWords, denseMatrix, ppmi } from '../src/index.ts';

const SENTENCES = [
  ['I', 'like', 'deep', 'learning', '.'],
  ['I', 'like', 'NLP', '.'],
  ['I', 'enjoy', 'flying', '.'],
];

test('the slides’ three sentences give the slides’ table', () => {
  const words = ['I', 'like', 'enjoy', 'deep', 'learning', 'NLP', 'flying', '.'];
  const table = [
    [0, 2, 1, 0, 0, 0, 0, 0],
    [2, 0, 0, 1, 0, 1, 0, 0],
    [1, 0, 0, 0, 0, 0, 1, 0],
    [0, 1, 0, 0, 1, 0, 0, 0],
    [0, 0, 0, 1, 0, 0, 0, 1],
    [0, 1, 0, 0, 0, 0, 0, 1],
    [0, 0, 1, 0, 0, 0, 0, 1],
    [0, 0, 0, 0, 1, 1, 1, 0],
  ];
  expect([...denseMatrix(cooccurrence(SENTENCES, { window: 1, words }))]).toEqual(table.flat());
});

test('words come in the order of their first appearance by default', () => {
  expect(cooccurrence(SENTENCES).words).toEqual([
    'I',
    'like',
    'deep',
    'learning',
    '.',
    'NLP',
    'enjoy',
    'flying',
  ]);
});

test('weights, sides and windows count as described', () => {
  const dense = (options: Parameters<typeof cooccurrence>[1]) => [
    ...denseMatrix(cooccurrence([['a', 'b', 'a', 'c']], options)),
  ];
  // a b a c: pairs at distance 1: ab, ba, ac; at distance 2: aa, bc; at distance 3: ac
  expect(dense({ window: 1 })).toEqual([0, 2, 1, 2, 0, 0, 1, 0, 0]);
  expect(dense({ window: 2, weighting: 'inverse-distance' })).toEqual([1, 2, 1, 2, 0, 0.5, 1, 0.5, 0]);
  expect(dense({ window: 3, side: 'right' })).toEqual([1, 1, 2, 1, 0, 1, 0, 0, 0]);
  // Words outside the list are taken out first, so that a and c become neighbours.
  expect(dense({ window: 1, words: ['a', 'c'] })).toEqual([2, 1, 1, 0]);
  expect(() => cooccurrence([], { window: 0 })).toThrow('window must be a positive integer, got 0');
});

test('the sparse matrix equals plain counting, with rising columns', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor');
  fc.assert(
    fc.property(
      fc.array(fc.array(word, { maxLength: 12 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 5 }),
      (sentences, window) => {
        const matrix = cooccurrence(sentences, { window });
        const size = matrix.words.length;
        const expected = new Float64Array(size * size);
        for (const sentence of sentences) {
          for (const [i, one] of sentence.entries()) {
            for (const [j, other] of sentence.entries()) {
              if (i === j || Math.abs(i - j) > window) continue;
              expected[matrix.words.indexOf(one) * size + matrix.words.indexOf(other)]!++;
            }
          }
        }
        expect(denseMatrix(matrix)).toEqual(expected);
        for (let row = 0; row < size; row++) {
          const columns = matrix.columns.slice(matrix.starts[row], matrix.starts[row + 1]);
          expect(columns).toEqual(columns.slice().sort());
          expect(new Set(columns).size).toBe(columns.length);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('a large vocabulary grows the table without losing a pair', () => {
  const sentence = Array.from({ length: 60_000 }, (_, i) => `w${i}`);
  const matrix = cooccurrence([sentence], { window: 2 });
  expect(matrix.values.length).toBe(2 * (59_999 + 59_998));
  expect(matrix.values.every((value) => value === 1)).toBe(true);
});

test('positive mutual information is what the formula gives', () => {
  // Counts [[0, 2], [2, 4]]: n = 8, p(a) = 1/4, p(b) = 3/4. ab: ln((2/8) / (1/4 · 3/4)); bb: ln((4/8) / (9/16)) < 0.
  const matrix = {
    words: ['a', 'b'],
    starts: Int32Array.of(0, 1, 3),
    columns: Int32Array.of(1, 0, 1),
    values: Float64Array.of(2, 2, 4),
  };
  const result = ppmi(matrix);
  expect([...result.columns]).toEqual([1, 0]);
  expect([...result.starts]).toEqual([0, 1, 2]);
  for (const value of result.values) expect(value).toBeCloseTo(Math.log(4 / 3), 12);
  // Shifted by ln 1.2 less is left; smoothing 0.5 makes p(a) = √2 / (√2 + √6).
  expect(ppmi(matrix, { shift: 1.2 }).values[0]).toBeCloseTo(Math.log(4 / 3 / 1.2), 12);
  const p = Math.SQRT2 / (Math.SQRT2 + Math.sqrt(6));
  const smooth = denseMatrix(ppmi(matrix, { smoothing: 0.5 }));
  expect(smooth[1]).toBeCloseTo(Math.log(1 / (1 - p)), 12);
  expect(smooth[2]).toBe(0); // ln((2/6) / p) is negative
  expect(() => ppmi(matrix, { shift: 0 })).toThrow('shift must be a positive number, got 0');
  expect(() => ppmi(matrix, { smoothing: Number.NaN })).toThrow(
    'smoothing must be a positive number, got NaN',
  );
});

test('words are counted and cut off by frequency, kept in either order', () => {
  const sentences = [
    ['b', 'a', 'c', 'a'],
    ['c', 'a', 'd'],
  ];
  expect(countWords(sentences)).toEqual({ words: ['a', 'c', 'b', 'd'], counts: Float64Array.of(3, 2, 1, 1) });
  expect(countWords(sentences, { minCount: 2, order: 'appearance' }).words).toEqual(['a', 'c']);
  expect(countWords(sentences, { maxWords: 3, order: 'appearance' }).words).toEqual(['b', 'a', 'c']);
  expect(() => countWords([], { minCount: 0 })).toThrow('minCount must be a positive integer, got 0');
  expect(countWords([['a']], { maxWords: Number.POSITIVE_INFINITY }).words).toEqual(['a']);
  expect(() => countWords([], { maxWords: 0.5 })).toThrow('maxWords must be a positive integer, got 0.5');
});

test('sentences are refused that are no lists of words, or used up by one reading', () => {
  function* corpus() {
    yield* SENTENCES;
  }
  expect(countWords(corpus()).words).toHaveLength(8);
  expect(cooccurrence(corpus(), { words: ['I', 'like'] }).values).toHaveLength(2);
  expect(() => cooccurrence(corpus())).toThrow(
    'cooccurrence: sentences are read twice, and a generator or iterator can be read only once. Give an array, or',
  );
  const texts = ['the cat sat'] as unknown as string[][];
  expect(() => countWords(texts)).toThrow(
    'countWords: sentence 0 must be a list of words, got "the cat sat". Split texts into words first.',
  );
  expect(() => cooccurrence(texts, { words: ['a'] })).toThrow(
    'cooccurrence: sentence 0 must be a list of words',
  );
  const numbers = [['a'], ['b', 3]] as string[][];
  expect(() => countWords(numbers)).toThrow('countWords: a word must be a string, got 3.');
  expect(() => countWords(undefined as unknown as string[][])).toThrow(
    'countWords: sentences must be an iterable of lists of words, got undefined.',
  );
});

test('a dense matrix that is too large is refused with its shape and size', () => {
  const words = Array.from({ length: 50_000 }, (_, i) => `w${i}`);
  expect(() => denseMatrix(cooccurrence([words.slice(0, 3)], { words }))).toThrow(
    'denseMatrix: a dense result of shape [50000, 50000] takes 18.6 GiB, at most 4 GiB are made. Count fewer words',
  );
});

test('options and words that do not exist are refused', () => {
  const misspelt = { minCount: 1, minCounts: 2 };
  expect(() => countWords(SENTENCES, misspelt)).toThrow('countWords: has no setting "minCounts"');
  expect(() => countWords(SENTENCES, { order: 'alphabet' as 'frequency' })).toThrow(
    'countWords: order must be one of frequency, appearance, got "alphabet"',
  );
  expect(() => cooccurrence(SENTENCES, { side: 'left' as 'right' })).toThrow(
    'cooccurrence: side must be one of both, right, got "left"',
  );
  expect(() => cooccurrence(SENTENCES, { weighting: 'inverse' as 'uniform' })).toThrow(
    'cooccurrence: weighting must be one of uniform, inverse-distance, got "inverse"',
  );
  const unknown = { shift: 1, shifts: 2 };
  expect(() => ppmi(cooccurrence(SENTENCES), unknown)).toThrow('ppmi: has no setting "shifts"');
});
