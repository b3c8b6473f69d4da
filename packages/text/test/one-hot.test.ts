import { expect, test } from 'vitest';
import { oneHotCharacters, oneHotHashed, oneHotWords, PRINTABLE_ASCII } from '../src/index.ts';

const SAMPLES = ['The cat sat on the mat.', 'The dog ate my homework.'];

/** Which index is set at each position of a sample; −1 for none. */
function indices(
  { data, shape }: { data: Float32Array; shape: readonly number[] },
  sample: number,
): number[] {
  const [, positions, depth] = shape as [number, number, number];
  return Array.from({ length: positions }, (_, position) => {
    const row = data.subarray(
      (sample * positions + position) * depth,
      (sample * positions + position + 1) * depth,
    );
    expect(row.reduce((sum, x) => sum + x, 0)).toBeLessThanOrEqual(1);
    return row.indexOf(1);
  });
}

test('words of listing 6.1 become a (2, 10, 11) tensor', () => {
  const encoded = oneHotWords(SAMPLES);
  expect(encoded.shape).toEqual([2, 10, 11]);
  const words = ['The', 'cat', 'sat', 'on', 'the', 'mat.', 'dog', 'ate', 'my', 'homework.'];
  expect(Array.from(encoded.tokenIndex)).toEqual(words.map((word, i) => [word, i + 1]));
  expect(indices(encoded, 0)).toEqual([1, 2, 3, 4, 5, 6, -1, -1, -1, -1]);
  expect(indices(encoded, 1)).toEqual([1, 7, 8, 9, 10, -1, -1, -1, -1, -1]);
});

test('maxLength cuts samples, not the index', () => {
  const encoded = oneHotWords(SAMPLES, { maxLength: 2 });
  expect(encoded.shape).toEqual([2, 2, 11]);
  expect(indices(encoded, 1)).toEqual([1, 7]);
});

test('characters of listing 6.2 become a (2, 50, 101) tensor', () => {
  const encoded = oneHotCharacters(SAMPLES);
  expect(encoded.shape).toEqual([2, 50, 101]);
  // The slide's index: '0' 1, '9' 10, 'a' 11, 'A' 37, '\x0c' 100.
  expect(['0', '9', 'a', 'A', '\x0c'].map((character) => encoded.tokenIndex.get(character))).toEqual([
    1, 10, 11, 37, 100,
  ]);
  expect(PRINTABLE_ASCII).toHaveLength(100);
  expect(indices(encoded, 0).slice(0, 4)).toEqual(
    ['T', 'h', 'e', ' '].map((c) => PRINTABLE_ASCII.indexOf(c) + 1),
  );
  expect(indices(encoded, 0)[23]).toBe(-1);
});

test('other characters can be given; unknown ones have a row of zeros', () => {
  const encoded = oneHotCharacters(['a😀z'], { characters: '😀a', maxLength: 3 });
  expect(encoded.shape).toEqual([1, 3, 3]);
  expect(indices(encoded, 0)).toEqual([2, 1, -1]);
});

test('maxLength must be a positive integer', () => {
  expect(() => oneHotWords(SAMPLES, { maxLength: 0 })).toThrow('got 0');
});

test('options that do not exist are refused', () => {
  const words = { maxLength: 3, max_length: 3 };
  expect(() => oneHotWords(SAMPLES, words)).toThrow('oneHotWords: has no setting "max_length"');
  expect(() => oneHotCharacters(SAMPLES, words)).toThrow('oneHotCharacters: has no setting "max_length"');
});

test('samples must be several strings', () => {
  for (const encode of [oneHotWords, oneHotCharacters, oneHotHashed]) {
    expect(() => encode('a text' as unknown as string[])).toThrow(
      `${encode.name}: texts must be an iterable of texts, got "a text". Use [text] for one.`,
    );
    expect(() => encode(['a', 5 as unknown as string])).toThrow(
      new TypeError(`${encode.name}: text 1 must be a string, got 5.`),
    );
  }
});
