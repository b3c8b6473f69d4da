// Checks the bundled reviews against what DATA-CARD.md promises and prints the card's table:
//   node check-reviews.mjs              node check-reviews.mjs --sample   (the card's twenty reviews as well)
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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
/** What is left behind by templates, by copying from pages, and by text that was meant to be replaced. */
const LEFTOVERS =
  /lorem ipsum|\b(?:todo|tbd|fixme|placeholder|sample (?:text|review))\b|https?:|www\.|<[a-z/]|&[a-z]+;|[[\]{}|\\]|\b(\w+) \1 \1 \1\b|as an? (?:ai|language model)/i;

const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];

function trigramsOf(words) {
  const trigrams = new Set();
  for (let i = 2; i < words.length; i++) trigrams.add(`${words[i - 2]} ${words[i - 1]} ${words[i]}`);
  return trigrams;
}

/** The pair of reviews that shares the largest part of the shorter one's trigrams: `{ share, a, b }`, rows counted from 0. */
export function closestPair(texts) {
  const trigrams = texts.map((text) => trigramsOf(wordsOf(text)));
  const holders = new Map();
  let closest = { share: 0, a: 0, b: 0 };
  trigrams.forEach((set, b) => {
    const shared = new Map();
    for (const trigram of set) {
      const earlier = holders.get(trigram) ?? [];
      for (const a of earlier) shared.set(a, (shared.get(a) ?? 0) + 1);
      holders.set(trigram, [...earlier, b]);
    }
    for (const [a, count] of shared) {
      const share = count / Math.min(set.size, trigrams[a].size);
      if (share > closest.share) closest = { share, a, b };
    }
  });
  return closest;
}

/** What a set of reviews consists of: counts, vocabulary, and the lengths of its reviews in words. */
export function measureReviews(reviews) {
  const lengths = reviews.map(({ text }) => wordsOf(text).length).sort((a, b) => a - b);
  const quantile = (q) => lengths[Math.round(q * (lengths.length - 1))];
  return {
    reviews: reviews.length,
    positive: reviews.filter(({ label }) => label === 1).length,
    films: new Set(reviews.map(({ film }) => film)).size,
    vocabulary: new Set(reviews.flatMap(({ text }) => wordsOf(text))).size,
    words: lengths.reduce((sum, length) => sum + length, 0),
    lengths: [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1].map(quantile),
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

/** The reviews shown in the card: those whose texts hash lowest under the seed. */
export function drawSample(reviews, seed = SAMPLE_SEED, size = SAMPLE_SIZE) {
  const rank = ({ text }) => createHash('sha256').update(`${seed}\n${text}`).digest('hex');
  return reviews
    .map((review) => ({ review, rank: rank(review) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .slice(0, size)
    .map(({ review }) => review);
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
    for (const { film, split, label, text } of drawSample(reviews)) {
      console.log(`\n- **${film}**, ${split}, ${label === 1 ? 'positive' : 'negative'}: ${text}`);
    }
  }
  for (const problem of problems) console.error(`bundled-reviews.tsv: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
