import { expect, test } from 'vitest';
import { findChapterProblems, listingsIn } from '../find-chapter-problems.mjs';

const rest = (first, last) => `| Listings 6.${first}–6.${last} | the others | – | – | – |`;
const page = (...rows) =>
  ['| from | what | file | run | missing |', '|---|---|---|---|---|', ...rows].join('\n');
const LSTM = 'packages/tasks/src/texts/recipes/lstm.ts';
const lstm = "{ name: 'lstm', source: 'listing 6.27' }";
const row = `| Listing 6.27 | an LSTM | \`${LSTM}\` | \`pnpm imdb train --model lstm\` | – |`;

test('reads single listings, lists and ranges', () => {
  expect(listingsIn('listing 6.1.')).toEqual(['6.1']);
  expect(listingsIn('listings 6.8–6.10 and 6.16–6.17')).toEqual(['6.8', '6.9', '6.10', '6.16', '6.17']);
  expect(listingsIn('Listings 6.19 to 6.21: a loop')).toEqual(['6.19', '6.20', '6.21']);
  expect(listingsIn('section 6.3.8, listing 6.48, 49 more')).toEqual(['6.48']);
});

test('a page that has every listing and every source has no problems', () => {
  const sources = new Map([[LSTM, lstm]]);
  expect(findChapterProblems(page(rest(1, 26), row, rest(28, 49)), sources)).toEqual([]);
});

test('finds a listing without a row, and one whose row lacks the file', () => {
  const sources = new Map([[LSTM, lstm]]);
  expect(findChapterProblems(page(rest(1, 26), rest(28, 49)), sources)).toEqual([
    `docs/chapter.md: has no row for ${LSTM}, whose source is 'listing 6.27'.`,
    `docs/chapter.md: has no row "Listing 6.27" with ${LSTM}, which names it.`,
    'docs/chapter.md: has no row for listing 6.27.',
  ]);
  const other = new Map([['packages/text/src/one-hot.ts', '/** Source: listing 6.1. */']]);
  expect(findChapterProblems(page(rest(1, 49)), other)).toEqual([
    'docs/chapter.md: has no row "Listing 6.1" with packages/text/src/one-hot.ts, which names it.',
  ]);
});

test('finds a source that is no listing in the rows of its file', () => {
  const sources = new Map([[LSTM, "source: 'section 6.2, our own'"]]);
  const wrong = `| Section 6.3 | an LSTM | \`${LSTM}\` | – | – |`;
  expect(findChapterProblems(page(rest(1, 49), wrong), sources)).toEqual([
    `docs/chapter.md: no row of ${LSTM} begins with its source, 'section 6.2'.`,
  ]);
});

test('finds a command with a model that no recipe has', () => {
  const sources = new Map([[LSTM, lstm.replace("'lstm'", "'lstm-2'")]]);
  expect(findChapterProblems(page(rest(1, 26), row, rest(28, 49)), sources)).toEqual([
    "docs/chapter.md:4: imdb has no recipe 'lstm'.",
  ]);
});
