import { expect, test } from 'vitest';
import {
  findProblems,
  findReviewProblems,
  findSplitProblems,
} from '../../../apps/imdb/data/check-reviews.mjs';
import { readReviews, seriesOf, splitReviews } from '../../../apps/imdb/data/review-table.mjs';
import { closestPair } from '../text-overlap.mjs';

const reviews = readReviews();
const changed = (index, change) => reviews.with(index, { ...reviews[index], ...change });

test('the bundled reviews keep what their card promises', () => {
  expect(findProblems(reviews)).toEqual([]);
});

test('the split is the one the seed gives, and puts no film into both parts', () => {
  expect(splitReviews(reviews)).toEqual(reviews);
});

test('the closest pair is the one that shares most of the shorter text', () => {
  // "one two three", "two three four" of the second's four trigrams are the whole first text.
  const texts = ['Nothing in common at all.', 'One, two, three, four!', 'Zero one two three four five'];
  expect(closestPair(texts)).toEqual({ share: 1, a: 1, b: 2 });
  expect(closestPair(['a b c d e', 'x b c d y'])).toEqual({ share: 1 / 3, a: 0, b: 1 });
});

test('too few reviews and a copied one are reported', () => {
  const few = reviews
    .slice(0, 20)
    .map((review, i) => (i === 0 ? { ...review, text: reviews[9].text } : review));
  expect(findProblems(few)).toEqual(
    expect.arrayContaining([
      'reviews: 20, expected at least 1500.',
      expect.stringMatching(/^films: \d+, expected at least 200\.$/),
      expect.stringMatching(/^vocabulary: \d+, expected at least 6000\.$/),
      'lines 2 and 11 share 100 % of their word trigrams.',
    ]),
  );
});

test('a long review, a leftover, stray spaces and an odd film or split are reported', () => {
  const review = reviews[3];
  const problem = (change) => findReviewProblems({ ...review, ...change }, 'line 5');
  expect(problem({})).toEqual([]);
  expect(problem({ text: 'Eight words are too few to say more.' })).toEqual([
    'line 5: 8 words, expected 10 to 120.',
  ]);
  expect(problem({ text: `${review.text} <br />` })).toEqual(['line 5: "<b" does not belong in a review.']);
  expect(problem({ text: `${review.text} ` })).toEqual(['line 5: stray spaces.']);
  expect(problem({ film: 'Unnamed' })).toEqual(['line 5: a film is named "Title (year)".']);
  expect(problem({ split: 'dev' })).toEqual(['line 5: the split is "dev", expected train or test.']);
});

test('labels that are not balanced, and a film in both parts, are reported', () => {
  expect(findSplitProblems(changed(0, { label: 1 - reviews[0].label }))).toEqual([
    expect.stringMatching(/^(train|test): \d+ of \d+ are positive, expected half\.$/),
  ]);
  const moved = changed(0, { split: reviews[0].split === 'train' ? 'test' : 'train' });
  expect(findSplitProblems(moved)).toContain(
    `${seriesOf(reviews[0].film)} has reviews in both train and test.`,
  );
});

test('sequels and remakes belong to the series of the first film', () => {
  const series = [
    'Slaughter Kiln (1982)',
    'Slaughter Kiln 4: Back in the Glaze (1994)',
    'Slaughter Kiln II (1990)',
  ];
  expect(series.map(seriesOf)).toEqual(['Slaughter Kiln', 'Slaughter Kiln', 'Slaughter Kiln']);
  expect(seriesOf('Robot Nanny 2000 (1988)')).toBe('Robot Nanny');
});
