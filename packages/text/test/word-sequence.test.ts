import { expect, test } from 'vitest';
import {
  DEFAULT_FILTERS,
  hashingTrick,
  oneHot,
  oneHotHashed,
  pythonLower,
  pythonSplit,
  textToWordSequence,
  tokenOffsets,
  wordNgrams,
  wordSegmenter,
} from '../src/index.ts';
import { readOracle } from './oracle.ts';

test('drops punctuation and case, keeps apostrophes', () => {
  expect(textToWordSequence("The cat's mat -- isn't it?")).toEqual(['the', "cat's", 'mat', "isn't", 'it']);
});

test('only the separator separates: a no-break space is part of a word', () => {
  expect(textToWordSequence('a\u00a0b c\rd')).toEqual(['a\u00a0b', 'c\rd']);
});

test('each option changes what it says', () => {
  expect(textToWordSequence('A-b C', { lower: false })).toEqual(['A', 'b', 'C']);
  expect(textToWordSequence('A-b C', { filters: '' })).toEqual(['a-b', 'c']);
  expect(textToWordSequence('a b,c', { split: ',' })).toEqual(['a b', 'c']);
  expect(textToWordSequence('a--b-c!d', { split: '--', filters: '!' })).toEqual(['a', 'b-c', 'd']);
  expect(textToWordSequence('a😀b😀', { split: '😀' })).toEqual(['a', 'b']);
  expect(DEFAULT_FILTERS).toHaveLength(33);
});

test('filters work on code points, not on halves of them', () => {
  expect(textToWordSequence('😀 \ud83d', { filters: '\ud83d' })).toEqual(['😀']);
});

test('what is not a text is refused', () => {
  expect(() => textToWordSequence(null as unknown as string)).toThrow('got null');
  expect(() => textToWordSequence('a', { split: '' })).toThrow(RangeError);
});

test('lowercases as Python does, also letters that are newer than its tables', () => {
  expect(pythonLower('ΟΔΟΣ ΣΑΣ İ ẞ')).toBe('οδος σας i\u0307 ß');
  // U+A7DA and U+10D50 have a lowercase since Unicode 16, which Python 3.11 (Unicode 14) does not know.
  expect(pythonLower('A\ua7daB\u{10d50}Σ')).toBe('a\ua7dab\u{10d50}σ');
});

test("splits at Python's white space, which is not JavaScript's", () => {
  const { whitespace } = readOracle();
  for (let code = 0; code < 0x3100; code++) {
    const parts = pythonSplit(`a${String.fromCharCode(code)}b`).length;
    expect(parts, `U+${code.toString(16)}`).toBe(whitespace.includes(code) ? 2 : 1);
  }
  expect(pythonSplit('a\ufeffb')).toHaveLength(1);
  expect(pythonSplit('  ')).toEqual([]);
  expect(() => pythonSplit(5 as unknown as string)).toThrow('pythonSplit: text must be a string, got 5.');
});

test('options that do not exist or are of another type are refused, by the name of the function', () => {
  const options = { lower: true, filter: '!' };
  for (const [name, cut] of Object.entries({
    textToWordSequence: () => textToWordSequence('a', options),
    wordNgrams: () => wordNgrams('a', 2, options),
    tokenOffsets: () => tokenOffsets('a', options),
    hashingTrick: () => hashingTrick('a', 9, options),
    oneHot: () => oneHot('a', 9, options),
    oneHotHashed: () => oneHotHashed(['a'], { maxLength: 2, ...options }),
    wordSegmenter: () => wordSegmenter('en', options),
  })) {
    expect(cut).toThrow(new RegExp(`^${name}: has no setting "(filter|lower)"`));
  }
  const split = 3 as unknown as string;
  expect(() => textToWordSequence('a', { split })).toThrow(
    'textToWordSequence: split must be a string, got 3.',
  );
});

test('messages about split name the function that was called', () => {
  expect(() => textToWordSequence('a', { split: '' })).toThrow(
    new RangeError('textToWordSequence: split must not be empty. Use charLevel to get characters.'),
  );
});
