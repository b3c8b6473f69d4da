import { expect, test } from 'vitest';
import { closestPair, findProblems } from '../../../apps/imdb/data/check-reviews.mjs';
import { readReviews, seriesOf, splitReviews } from '../../../apps/imdb/data/review-table.mjs';

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

test('a copied review, a long one, a leftover, a stray film name and a film in both parts are reported', () => {
  expect(findProblems(changed(0, { text: reviews[9].text })).join()).toMatch(
    /share 100 % of their word trigrams/,
  );
  expect(findProblems(changed(3, { text: 'word '.repeat(60).trim() })).join()).toMatch(/does not belong/);
  expect(findProblems(changed(3, { text: `${reviews[3].text} <br />` })).join()).toMatch(
    /"<b" does not belong/,
  );
  const long = reviews
    .slice(3, 9)
    .map(({ text }) => text)
    .join(' ');
  expect(findProblems(changed(3, { text: long })).join()).toMatch(/line 5 .*: \d+ words, expected 10 to 120/);
  expect(findProblems(changed(3, { film: 'Unnamed' })).join()).toMatch(/line 5 .*"Title \(year\)"/);
  const moved = changed(0, { split: reviews[0].split === 'train' ? 'test' : 'train' });
  expect(findProblems(moved).join()).toMatch(/has reviews in both train and test/);
});

test('labels that are not balanced are reported', () => {
  const problems = findProblems(changed(0, { label: 1 - reviews[0].label }));
  expect(problems).toEqual([
    expect.stringMatching(/^(train|test): \d+ of \d+ are positive, expected half\.$/),
  ]);
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
