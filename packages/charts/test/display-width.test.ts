import { expect, test } from 'vitest';
import { displayWidth } from '../src/display-width.ts';
import { textWidth } from '../src/svg.ts';
import { tableText } from '../src/table-text.ts';

// The columns that terminals give (East Asian Width of Unicode; emoji take two), counted by hand.
test.each([
  ['', 0],
  ['plain ASCII', 11],
  ['größe', 5],
  ['e\u0301', 1], // é as a letter and a mark
  ['映画', 4],
  ['ひらがな', 8],
  ['한국어', 6],
  ['ㅎ', 2],
  ['ﾊﾝｶｸ', 4], // half-width katakana
  ['ＡＢ', 4],
  ['ไทย', 3],
  ['ที่', 1], // a consonant with two marks
  ['हिन्दी'.normalize('NFC').slice(0, 2), 1], // a consonant with its vowel sign
  ['🎬', 2],
  ['👩‍👩‍👧', 2], // three people, joined
  ['👍🏽', 2], // with a skin tone
  ['🇩🇪', 2], // a flag of two letters
  ['❤️', 2],
  ['\u200b\u200d\u2060', 0],
  ['a\u0000b', 2],
  ['\u001b[31mred\u001b[0m é', 5],
])('%j takes %d columns', (text, columns) => {
  expect(displayWidth(text)).toBe(columns);
});

test('columns stay aligned with any letters', () => {
  const rows = ['映画', 'e\u0301', '🎬', 'word', 'two\nlines'].map((name, i) => [name, i]);
  expect(tableText([{ name: 'w' }, { name: 'n' }], rows, { color: false }).split('\n')).toEqual([
    'w          n',
    '─────────  ─',
    '映画       0',
    'e\u0301          1',
    '🎬         2',
    'word       3',
    'two lines  4',
  ]);
});

test('room in pictures is for wide letters too', () => {
  expect(textWidth('映画')).toBe(textWidth('abcd'));
});
