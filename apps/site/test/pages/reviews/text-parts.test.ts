import type { WordInfluence } from '@seqloom/tasks';
import { expect, test } from 'vitest';
import { influenceValues, textParts } from '../../../src/pages/reviews/text-parts.ts';

const word = (text: string, word: string, influence: number, known = true): WordInfluence => {
  const start = text.indexOf(word);
  return { word, start, end: start + word.length, known, influence };
};

test('the parts of a text add up to the text, with what is between its words', () => {
  const text = '<b>Not</b>\nbad, "really"! 😀';
  const words = [word(text, 'Not', 0.5), word(text, 'bad', -0.25), word(text, 'really', 0)];
  const parts = textParts(text, words, [0.5, null, 0]);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.filter(({ value }) => value !== null)).toEqual([
    { text: 'Not', value: 0.5 },
    { text: 'really', value: 0 },
  ]);
  expect(textParts('  ', [], [])).toEqual([{ text: '  ', value: null }]);
});

test('of two classes, an influence points to the second; of several, to the label; unknown words have none', () => {
  const text = 'good bad odd';
  const words = [word(text, 'good', -2), word(text, 'bad', 1), word(text, 'odd', 0, false)];
  expect(influenceValues(words, 'negative', ['negative', 'positive'])).toEqual([2, -1, null]);
  expect(influenceValues(words, 'positive', ['negative', 'positive'])).toEqual([-2, 1, null]);
  expect(influenceValues(words, 'a', ['a', 'b', 'c'])).toEqual([-2, 1, null]);
});
