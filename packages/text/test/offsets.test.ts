import { expect, test } from 'vitest';
import { segmentWords, textToWordSequence, tokenOffsets, wordSegmenter } from '../src/index.ts';
import { readOracle, tokenizerOptions } from './oracle.ts';

test('tokens know where they stand in the text', () => {
  expect(tokenOffsets('The cat.')).toEqual([
    { token: 'the', start: 0, end: 3 },
    { token: 'cat', start: 4, end: 7 },
  ]);
});

test('a letter that becomes two keeps the places behind it right', () => {
  const text = 'İstanbul ΟΔΟΣ!';
  const tokens = tokenOffsets(text);
  expect(tokens.map(({ token }) => token)).toEqual(['i\u0307stanbul', 'οδος']);
  expect(tokens.map(({ start, end }) => text.slice(start, end))).toEqual(['İstanbul', 'ΟΔΟΣ']);
});

test('characters are tokens with charLevel', () => {
  expect(tokenOffsets('A😀', { charLevel: true })).toEqual([
    { token: 'a', start: 0, end: 1 },
    { token: '😀', start: 1, end: 3 },
  ]);
});

test('tokens are those of textToWordSequence for every option, in order and inside the text', () => {
  for (const oracle of readOracle().cases) {
    const { filters, lower, split } = tokenizerOptions(oracle);
    const options = {
      ...(filters !== undefined && { filters }),
      ...(lower !== undefined && { lower }),
      ...(split !== undefined && { split }),
    };
    for (const text of oracle.texts) {
      const spans = tokenOffsets(text, options);
      expect(spans.map(({ token }) => token)).toEqual(textToWordSequence(text, options));
      let before = 0;
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(before);
        expect(end).toBeGreaterThan(start);
        before = start;
      }
      expect(before).toBeLessThanOrEqual(text.length);
    }
  }
});

test('an empty separator is refused', () => {
  expect(() => tokenOffsets('a', { split: '' })).toThrow(RangeError);
});

test('languages without spaces are cut by their own rules', () => {
  expect(() => segmentWords(5 as unknown as string)).toThrow(
    new TypeError('segmentWords: text must be a string, got 5.'),
  );
  expect(() => segmentWords('a', 'no locale')).toThrow(
    'segmentWords: locale must be a BCP 47 tag such as \'ja\', got "no locale".',
  );
  expect(segmentWords('映画は素晴らしい', 'ja')).toEqual(['映画', 'は', '素晴らしい']);
  expect(segmentWords('Hello, world! 3.5', 'en')).toEqual(['Hello', 'world', '3.5']);
  expect(wordSegmenter('en')('Hello, World')).toEqual(['hello', 'world']);
  expect(wordSegmenter('en', { lower: false })('Hello, World')).toEqual(['Hello', 'World']);
});
