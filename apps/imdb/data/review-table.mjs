// The file of bundled reviews: how it is read and written, and which film belongs to which part.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const reviewsFile = join(import.meta.dirname, 'bundled-reviews.tsv');
export const columns = ['film', 'split', 'label', 'text'];

/** Decides the split. Another seed gives another split, and then every recorded accuracy has to be measured again. */
export const splitSeed = 'seqloom-reviews-1';
const TEST_SHARE = 0.25;

/** The rows of the file, in its order: `{ film, split, label, text }` with `label` 0 (negative) or 1 (positive). */
export function readReviews(file = reviewsFile) {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  if (header !== columns.join('\t')) {
    throw new Error(`${file}: the first line must name the columns ${columns.join(', ')}, got "${header}".`);
  }
  return lines.map((line, i) => {
    const [film, split, label, text, ...rest] = line.split('\t');
    if (text === undefined || rest.length > 0 || !/^[01]$/.test(label)) {
      throw new Error(`${file}:${i + 2}: expected film, split, label 0 or 1 and text, got "${line}".`);
    }
    return { film, split, label: Number(label), text };
  });
}

/** The text of the file for these rows: films by title, the reviews of a film as they were written. */
export function formatReviews(reviews) {
  const rows = [...reviews].sort((a, b) => (a.film < b.film ? -1 : a.film > b.film ? 1 : 0));
  const lines = rows.map(({ film, split, label, text }) => [film, split, label, text].join('\t'));
  return `${[columns.join('\t'), ...lines].join('\n')}\n`;
}

/** What a film and its sequels or remakes share: the words of the title before a number, a subtitle or the year. */
export function seriesOf(film) {
  const title = film.replace(/ \(\d{4}\)$/, '').replace(/(:| vs\. |, ).*$/, '');
  return title.replace(/ (\d+|I+)$/, '');
}

const seededOrder = (name) => createHash('sha256').update(`${splitSeed}\n${name}`).digest('hex');

/**
 * The series whose reviews are the test part: taken in a seeded order, passing over one that would tip the balance of
 * the labels, until a quarter of the reviews is there and exactly half of them are positive.
 */
export function testSeries(reviews) {
  const counts = new Map();
  for (const { film, label } of reviews) {
    const count = counts.get(seriesOf(film)) ?? { size: 0, tilt: 0 };
    counts.set(seriesOf(film), { size: count.size + 1, tilt: count.tilt + (label === 1 ? 1 : -1) });
  }
  const names = [...counts.keys()].sort((a, b) => (seededOrder(a) < seededOrder(b) ? -1 : 1));
  const chosen = new Set();
  let size = 0;
  let tilt = 0;
  for (const name of names) {
    if (size >= TEST_SHARE * reviews.length && tilt === 0) return chosen;
    const series = counts.get(name);
    if (Math.abs(tilt + series.tilt) > 1) continue;
    chosen.add(name);
    size += series.size;
    tilt += series.tilt;
  }
  throw new Error(
    'The films cannot be split into two parts of balanced labels. Add reviews or take another seed.',
  );
}

/** The reviews with the part each belongs to. Series stay together, so that nothing about a film leaks. */
export function splitReviews(reviews) {
  const test = testSeries(reviews);
  return reviews.map((review) => ({ ...review, split: test.has(seriesOf(review.film)) ? 'test' : 'train' }));
}
