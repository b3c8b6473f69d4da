import { describe, expect, test } from 'vitest';
import { bagOfNgrams, characterNgrams, countNgrams, ngrams, wordNgrams } from '../src/index.ts';
import { fc, test as property } from './property.ts';

const SENTENCE = 'The cat sat on the mat.';

describe('the slides', () => {
  test('bag of 2-grams has these 11 members', () => {
    const members = [
      'The',
      'The cat',
      'cat',
      'cat sat',
      'sat',
      'sat on',
      'on',
      'on the',
      'the',
      'the mat',
      'mat',
    ];
    expect(bagOfNgrams(wordNgrams(SENTENCE, 2))).toEqual(new Set(members));
    expect(members).toHaveLength(11);
  });

  test('bag of 3-grams has these 15 members', () => {
    const members = [
      'The',
      'The cat',
      'cat',
      'cat sat',
      'The cat sat',
      'sat',
      'sat on',
      'on',
      'cat sat on',
      'on the',
      'the',
      'sat on the',
      'the mat',
      'mat',
      'on the mat',
    ];
    expect(bagOfNgrams(wordNgrams(SENTENCE, 3))).toEqual(new Set(members));
    expect(members).toHaveLength(15);
  });
});

test('n-grams are listed by width, then from left to right', () => {
  expect(ngrams(['a', 'b', 'c'], 2)).toEqual(['a', 'b', 'c', 'a b', 'b c']);
  expect(ngrams(['a', 'b', 'c'], [3, 1], '_')).toEqual(['a_b_c', 'a', 'b', 'c']);
});

test('characters are code points', () => {
  expect(characterNgrams('a😀 b', [2])).toEqual(['a😀', '😀 ', ' b']);
});

test('lowercase is an option for words', () => {
  expect(wordNgrams('The the', 1, { lower: true })).toEqual(['the', 'the']);
});

test('counts add up, no matter what the words are called', () => {
  expect(countNgrams(wordNgrams('__proto__ constructor __proto__', 1, { filters: '' }))).toEqual(
    new Map([
      ['__proto__', 2],
      ['constructor', 1],
    ]),
  );
});

test('a width must be a positive integer', () => {
  expect(() => ngrams(['a'], 0)).toThrow('got 0');
  expect(() => ngrams(['a'], 2 ** 31 - 1)).toThrow('must be an integer from 1 to 10000, got 2147483647.');
  expect(() => ngrams(['a'], [1, 1.5])).toThrow('got 1.5');
});

test('what is not a list of strings is refused', () => {
  const refused: [() => unknown, string][] = [
    [() => ngrams('abc' as unknown as string[], 1), 'ngrams: tokens must be an array of strings, got "abc".'],
    [() => ngrams(['a', 1 as unknown as string], 2), 'ngrams: token 1 must be a string, got 1.'],
    [() => ngrams(['a'], 1, 3 as unknown as string), 'ngrams: separator must be a string, got 3.'],
    [() => characterNgrams(['a'] as unknown as string, 1), 'text must be a string, got ["a"].'],
    [() => bagOfNgrams('abc'), 'bagOfNgrams: grams must be a list of n-grams, got "abc".'],
    [() => countNgrams('abc'), 'countNgrams: grams must be a list of n-grams, got "abc".'],
  ];
  for (const [call, message] of refused) {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  }
});

property.prop([fc.array(fc.string(), { maxLength: 20 }), fc.integer({ min: 1, max: 6 })])(
  'T tokens have T − k + 1 n-grams of width k',
  (tokens, width) => {
    expect(ngrams(tokens, [width])).toHaveLength(Math.max(0, tokens.length - width + 1));
  },
);
