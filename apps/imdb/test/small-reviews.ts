import { readFileSync } from 'node:fs';
import { parseReviewTable } from '../src/review-table.ts';
import type { Reviews } from '../src/reviews.ts';

const table = readFileSync(new URL('../data/bundled-reviews.tsv', import.meta.url), 'utf8');
const [header, ...rows] = table.trimEnd().split('\n');

/** A table of the first so many bundled reviews of each part and kind. */
export function smallTable(train: number, test: number): string {
  const left: Record<string, number> = { 'train 0': train, 'train 1': train, 'test 0': test, 'test 1': test };
  const kept = rows.filter((row) => {
    const [, split, label] = row.split('\t');
    return left[`${split} ${label}`]!-- > 0;
  });
  return `${[header, ...kept].join('\n')}\n`;
}

/** The same as a data set. */
export function smallReviews(train: number, test: number): Reviews {
  return parseReviewTable(smallTable(train, test), 'small.tsv');
}
