import { DatasetError } from '@seqloom/datasets';
import { describe, expect, it } from 'vitest';
import { parseReviewTable } from '../src/review-table.ts';
import { majorityAccuracy } from '../src/reviews.ts';

const HEADER = 'film\tsplit\tlabel\ttext';
const ROWS = [
  'A\ttrain\t1\tgood',
  'A\ttrain\t0\tbad',
  'B\ttest\t0\tawful',
  'B\ttest\t1\tfine',
  'B\ttest\t1\tlovely',
];

describe('parseReviewTable', () => {
  it('sorts rows into training and test reviews', () => {
    const { train, test } = parseReviewTable([HEADER, ...ROWS, ''].join('\n'), 'mine.tsv');
    expect(train.texts).toEqual(['good', 'bad']);
    expect([...train.labels]).toEqual([1, 0]);
    expect(test.texts).toEqual(['awful', 'fine', 'lovely']);
    expect([...test.labels]).toEqual([0, 1, 1]);
  });

  it('takes columns in any order, a byte-order mark and Windows line ends', () => {
    const { train } = parseReviewTable(
      '\ufefftext\tlabel\tsplit\r\nyes\t1\ttrain\r\nno\t0\ttrain\r\nyes\t1\ttest\r\nno\t0\ttest\r\n',
      'mine.tsv',
    );
    expect(train.texts).toEqual(['yes', 'no']);
  });

  it.each([
    ['an empty file', '', /mine\.tsv: expected the tab-separated columns split, label, text/],
    ['another label', `${HEADER}\nA\ttrain\t5\tgood`, /line 2 is no review/],
    ['another part', `${HEADER}\n${ROWS[0]}\nA\tvalidation\t1\tgood`, /line 3 is no review/],
    ['a row cut short', `${HEADER}\nA\ttrain\t1`, /line 2 is no review/],
    [
      'reviews of one kind only',
      [HEADER, ROWS[0], ...ROWS.slice(2)].join('\n'),
      /split train needs reviews of both/,
    ],
    ['no test reviews', [HEADER, ...ROWS.slice(0, 2)].join('\n'), /split test needs reviews of both/],
  ])('refuses %s in one line that names the file', (_, tsv, message) => {
    const read = () => parseReviewTable(tsv, 'mine.tsv');
    expect(read).toThrow(DatasetError);
    expect(read).toThrow(message);
  });
});

describe('majorityAccuracy', () => {
  it('is the share of the more frequent label', () => {
    expect(majorityAccuracy(Uint8Array.of(1, 1, 1, 0))).toBe(0.75);
    expect(majorityAccuracy(Uint8Array.of(0, 0, 0, 0, 1))).toBe(0.8);
  });
});
