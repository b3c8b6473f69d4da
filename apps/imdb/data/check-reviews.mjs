// Checks the bundled reviews against what DATA-CARD.md promises and prints the card's table:
//   node check-reviews.mjs              node check-reviews.mjs --sample   (the card's twenty reviews as well)
import { readFileSync } from 'node:fs';
import {
  closestPair,
  drawSample,
  LEFTOVERS,
  lengthQuantiles,
  wordsOf,
} from '../../../tooling/commands/text-overlap.mjs';
import { formatReviews, readReviews, reviewsFile, seriesOf, splitReviews } from './review-table.mjs';

const LIMITS = {
  reviews: 1500,
  films: 200,
  vocabulary: 6000,
  /** Largest share of the shorter review's word trigrams that another review may have too. */
  overlap: 0.3,
  shortest: 10,
  longest: 120,
};
const SAMPLE_SEED = 'data-card';
const SAMPLE_SIZE = 20;
/** What a set of reviews consists of: counts, vocabulary, and the lengths of its reviews in words. */
export function measureReviews(reviews) {
  const words = reviews.flatMap(({ text }) => wordsOf(text));
  return {
    reviews: reviews.length,
    positive: reviews.filter(({ label }) => label === 1).length,
    films: new Set(reviews.map(({ film }) => film)).size,
    vocabulary: new Set(words).size,
    words: words.length,
    lengths: lengthQuantiles(reviews.map(({ text }) => text)),
  };
}

/** One sentence for everything that is wrong with one review; `where` begins it. */
export function findReviewProblems({ film, split, text }, where) {
  const problems = [];
  const expect = (holds, problem) => holds || problems.push(`${where}: ${problem}`);
  const length = wordsOf(text).length;
  const leftover = text.match(LEFTOVERS)?.[0];
  expect(split === 'train' || split === 'test', `the split is "${split}", expected train or test.`);
  expect(/^\S.* \((?:19|20)\d\d\)$/.test(film), 'a film is named "Title (year)".');
  expect(
    length >= LIMITS.shortest && length <= LIMITS.longest,
    `${length} words, expected ${LIMITS.shortest} to ${LIMITS.longest}.`,
  );
  expect(text === text.trim() && !text.includes('  '), 'stray spaces.');
  expect(!leftover, `"${leftover}" does not belong in a review.`);
  return problems;
}

/** One sentence for everything about the split that would make an accuracy on the test part mean less. */
export function findSplitProblems(reviews) {
  const problems = [];
  const splitsOf = new Map();
  for (const split of ['train', 'test']) {
    const part = reviews.filter((review) => review.split === split);
    const positive = part.filter(({ label }) => label === 1).length;
    if (part.length === 0 || 2 * positive !== part.length) {
      problems.push(`${split}: ${positive} of ${part.length} are positive, expected half.`);
    }
    for (const { film } of part) {
      splitsOf.set(seriesOf(film), (splitsOf.get(seriesOf(film)) ?? new Set()).add(split));
    }
  }
  for (const [series, splits] of splitsOf) {
    if (splits.size > 1) problems.push(`${series} has reviews in both train and test.`);
  }
  return problems;
}

/** One sentence for everything that is wrong with the reviews; none when they keep what the card promises. */
export function findProblems(reviews) {
  const problems = [
    ...findSplitProblems(reviews),
    ...reviews.flatMap((review, i) => findReviewProblems(review, `line ${i + 2} (${review.film})`)),
  ];
  const all = measureReviews(reviews);
  for (const name of ['reviews', 'films', 'vocabulary']) {
    if (all[name] < LIMITS[name]) problems.push(`${name}: ${all[name]}, expected at least ${LIMITS[name]}.`);
  }
  const { share, a, b } = closestPair(reviews.map(({ text }) => text));
  if (share > LIMITS.overlap) {
    problems.push(`lines ${a + 2} and ${b + 2} share ${(100 * share).toFixed(0)} % of their word trigrams.`);
  }
  return problems;
}

const thousands = (n) => n.toLocaleString('en-US');

/** The table of DATA-CARD.md. */
export function cardTable(reviews) {
  const parts = [
    reviews.filter(({ split }) => split === 'train'),
    reviews.filter(({ split }) => split === 'test'),
    reviews,
  ].map(measureReviews);
  const row = (name, value) => `| ${name} | ${parts.map(value).join(' | ')} |`;
  return [
    '| | train | test | all |',
    '| --- | --- | --- | --- |',
    row('films', (part) => thousands(part.films)),
    row('reviews', (part) => thousands(part.reviews)),
    row('positive', (part) => thousands(part.positive)),
    row('negative', (part) => thousands(part.reviews - part.positive)),
    row('words', (part) => thousands(part.words)),
    row('different words', (part) => thousands(part.vocabulary)),
    row('length in words: min, 10 %, 25 %, median, 75 %, 90 %, max', (part) => part.lengths.join(', ')),
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const reviews = readReviews();
  const problems = findProblems(reviews);
  if (formatReviews(splitReviews(reviews)) !== readFileSync(reviewsFile, 'utf8')) {
    problems.push('the split or the order differs from what review-table.mjs makes; write the file with it.');
  }
  const table = cardTable(reviews);
  const card = readFileSync(new URL('DATA-CARD.md', import.meta.url), 'utf8');
  // The formatter pads the card's table.
  if (!card.replace(/ +/g, ' ').replace(/-{3,}/g, '---').includes(table)) {
    problems.push('the table in DATA-CARD.md is not the one printed here; copy it.');
  }
  const { share } = closestPair(reviews.map(({ text }) => text));
  console.log(`${table}\n\nclosest pair: ${(100 * share).toFixed(1)} % shared word trigrams`);
  if (process.argv.includes('--sample')) {
    for (const { film, split, label, text } of drawSample(reviews, SAMPLE_SEED, SAMPLE_SIZE)) {
      console.log(`\n- **${film}**, ${split}, ${label === 1 ? 'positive' : 'negative'}: ${text}`);
    }
  }
  for (const problem of problems) console.error(`bundled-reviews.tsv: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
