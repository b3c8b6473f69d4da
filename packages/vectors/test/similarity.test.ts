import { expect, test } from 'vitest';
import { analogy, cosine, doesNotMatch, mostSimilar, type Neighbour, WordVectors } from '../src/index.ts';
import { recorded } from './recorded.ts';

const { small } = recorded;
const vectors = new WordVectors(small.words, 6, Float32Array.from(small.vectors));

/** 1e-6: gensim sums in float32. */
function expectRanking(found: Neighbour[], expected: readonly [string, number][]): void {
  expect(found.map(({ word }) => word)).toEqual(expected.map(([word]) => word));
  for (const [i, { similarity }] of found.entries())
    expect(Math.abs(similarity - expected[i]![1])).toBeLessThan(1e-6);
}

/** The slides' plane: from pet to wild animal is up, from canine to feline is to the right. */
const plane = new WordVectors(['dog', 'wolf', 'cat', 'tiger'], 2, Float32Array.of(1, 1, 1, 3, 3, 1, 3, 3));

/** The slides' table of ten animals: animal, domesticated, pet, fluffy. */
const animals = new WordVectors(
  ['dog', 'cat', 'lion', 'tiger', 'elephant', 'cheetah', 'monkey', 'rabbit', 'mouse', 'rat'],
  4,
  Float32Array.from(
    [
      [-0.4, 0.37, 0.02, -0.34],
      [-0.15, -0.02, -0.23, -0.23],
      [0.19, -0.4, 0.35, -0.48],
      [-0.08, 0.31, 0.56, 0.07],
      [-0.04, -0.09, 0.11, -0.06],
      [0.27, -0.28, -0.2, -0.43],
      [-0.02, -0.67, -0.21, -0.48],
      [-0.04, -0.3, -0.18, -0.47],
      [0.09, -0.46, -0.35, -0.24],
      [0.21, -0.48, -0.56, -0.37],
    ].flat(),
  ),
);

test('cosines equal those of gensim', () => {
  for (const [a, b, expected] of small.cosine)
    expect(Math.abs(cosine(vectors, a, b) - expected)).toBeLessThan(1e-6);
});

test('a cosine is what the definition says', () => {
  // dog · wolf = 1 + 3, |dog| = √2, |wolf| = √10
  expect(cosine(plane, 'dog', 'wolf')).toBeCloseTo(4 / Math.sqrt(20), 6);
  const zero = new WordVectors(['o', 'x'], 2, Float32Array.of(0, 0, 1, 0));
  expect(cosine(zero, 'o', 'x')).toBe(0);
});

test('the nearest words and sums of words equal those of gensim', () => {
  for (const { positive, negative, answer } of small.mostSimilar) {
    expectRanking(mostSimilar(vectors, { positive, negative }, { count: 5 }), answer);
  }
  expectRanking(mostSimilar(vectors, 'w30', { count: 5, among: 20 }), small.among20);
  const [first] = small.mostSimilar;
  expectRanking(mostSimilar(vectors, first!.positive[0]!, { count: 5 }), first!.answer);
});

test('the odd one out equals that of gensim', () => {
  for (const [words, odd] of small.doesNotMatch) expect(doesNotMatch(vectors, words)).toBe(odd);
});

test('a vector finds its own word first', () => {
  const [first, second] = mostSimilar(animals, animals.vector('mouse')!);
  expect(first).toEqual({ word: 'mouse', similarity: expect.closeTo(1, 6) });
  expect(second!.word).toBe('rat');
});

test('the slides’ animals have the neighbours that their table gives', () => {
  // By hand: cos(mouse, rat) = (0.0189 + 0.2208 + 0.196 + 0.0888) / (0.6315 · 0.8531)
  expect(cosine(animals, 'mouse', 'rat')).toBeCloseTo(0.5245 / (Math.sqrt(0.3998) * Math.sqrt(0.725)), 4);
  expect(mostSimilar(animals, 'monkey', { count: 1 })[0]!.word).toBe('rabbit');
  expect(mostSimilar(animals, 'mouse', { count: 1 })[0]!.word).toBe('rat');
});

test('the slides’ plane answers its analogies', () => {
  // Without unit vectors dog → wolf is the same step as cat → tiger; the three question words are left out.
  expect(analogy(plane, 'dog', 'wolf', 'cat')[0]!.word).toBe('tiger');
  expect(analogy(plane, 'dog', 'cat', 'wolf')[0]!.word).toBe('tiger');
});

test('int8 storage finds the same neighbours with nearly the same cosines', () => {
  const scales = new Float32Array(small.words.length);
  const data = new Int8Array(small.vectors.length);
  for (const i of small.words.keys()) {
    const row = small.vectors.slice(6 * i, 6 * i + 6);
    scales[i] = Math.max(...row.map(Math.abs)) / 127;
    for (const [d, x] of row.entries()) data[6 * i + d] = Math.round(x / scales[i]!);
  }
  const stored = new WordVectors(small.words, 6, data, scales);
  const [nearest] = mostSimilar(stored, 'w3', { count: 1 });
  const [exact] = mostSimilar(vectors, 'w3', { count: 1 });
  expect(nearest!.word).toBe(exact!.word);
  // Each of the two rows is off by at most half a step of max/127 per number.
  expect(Math.abs(nearest!.similarity - exact!.similarity)).toBeLessThan(0.01);
});

test('bad arguments are named', () => {
  expect(() => cosine(vectors, 'w0', 'nowhere')).toThrow('there is no vector for "nowhere"');
  expect(() => mostSimilar(vectors, '__proto__')).toThrow('there is no vector for "__proto__"');
  expect(() => mostSimilar(vectors, 'w0', { count: 0 })).toThrow(
    'mostSimilar: count must be a positive integer, got 0',
  );
  expect(() => mostSimilar(vectors, 'w0', { among: 1.5 })).toThrow(
    'among must be a positive integer, got 1.5',
  );
  expect(() => analogy(vectors, 'w0', 'w1', 'w2', { count: 0 })).toThrow(
    'analogy: count must be a positive integer, got 0.',
  );
  expect(() => mostSimilar(vectors, new Float32Array(5))).toThrow('the vector has 5 numbers, expected 6');
  expect(() => mostSimilar(vectors, { positive: [] })).toThrow(
    'positive and negative must not both be empty',
  );
  expect(() => doesNotMatch(vectors, [])).toThrow('words must not be empty');
});
