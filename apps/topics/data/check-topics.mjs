// Checks the bundled texts against what DATA-CARD.md promises and prints the card's table:
//   node check-topics.mjs              node check-topics.mjs --sample   (the card's examples as well)
import { readFileSync } from 'node:fs';
import {
  closestPair,
  drawSample,
  LEFTOVERS,
  lengthQuantiles,
  wordsOf,
} from '../../../tooling/commands/text-overlap.mjs';
import { formatTopics, readTopics, splitTopics, topicsFile } from './topic-table.mjs';

const LIMITS = {
  texts: 1300,
  topics: 5,
  vocabulary: 6000,
  /** Texts of the smallest topic, as a share of the largest. */
  balance: 0.9,
  /** Largest share of the shorter text's word trigrams that another text may have too. */
  overlap: 0.3,
  shortest: 15,
  longest: 60,
};
const SPLITS = ['train', 'validation', 'test'];
const SAMPLE_SEED = 'data-card';
const SAMPLE_SIZE = 18;

/** One sentence for everything that is wrong with one text; `where` begins it. */
export function findTextProblems({ split, topic, text }, where) {
  const problems = [];
  const expect = (holds, problem) => holds || problems.push(`${where}: ${problem}`);
  const length = wordsOf(text).length;
  const leftover = text.match(LEFTOVERS)?.[0];
  expect(SPLITS.includes(split), `the split is "${split}", expected ${SPLITS.join(', ')}.`);
  expect(/^[a-z]+$/.test(topic), `the topic is "${topic}", expected a lower-case word.`);
  expect(
    length >= LIMITS.shortest && length <= LIMITS.longest,
    `${length} words, expected ${LIMITS.shortest} to ${LIMITS.longest}.`,
  );
  expect(text === text.trim() && !text.includes('  '), 'stray spaces.');
  expect(!leftover, `"${leftover}" does not belong in a text.`);
  return problems;
}

/** One sentence for everything that is wrong with the texts; none when they keep what the card promises. */
export function findProblems(rows) {
  const problems = rows.flatMap((row, i) => findTextProblems(row, `line ${i + 2}`));
  const sizes = topicSizes(rows);
  const found = {
    texts: rows.length,
    topics: sizes.size,
    vocabulary: new Set(rows.flatMap(({ text }) => wordsOf(text))).size,
    balance: Math.min(...sizes.values()) / Math.max(...sizes.values()),
  };
  for (const [name, value] of Object.entries(found)) {
    if (value < LIMITS[name]) problems.push(`${name}: ${value}, expected at least ${LIMITS[name]}.`);
  }
  for (const split of SPLITS) {
    const there = topicSizes(rows.filter((row) => row.split === split));
    for (const topic of sizes.keys())
      if (!there.has(topic)) problems.push(`${split} has no texts on ${topic}.`);
  }
  const { share, a, b } = closestPair(rows.map(({ text }) => text));
  if (share > LIMITS.overlap) {
    problems.push(`lines ${a + 2} and ${b + 2} share ${(100 * share).toFixed(0)} % of their word trigrams.`);
  }
  return problems;
}

function topicSizes(rows) {
  const sizes = new Map();
  for (const { topic } of rows) sizes.set(topic, (sizes.get(topic) ?? 0) + 1);
  return sizes;
}

const thousands = (n) => n.toLocaleString('en-US');

/** The table of DATA-CARD.md. */
export function cardTable(rows) {
  const parts = [...SPLITS.map((split) => rows.filter((row) => row.split === split)), rows];
  const row = (name, value) => `| ${name} | ${parts.map(value).join(' | ')} |`;
  const words = (part) => part.flatMap(({ text }) => wordsOf(text));
  return [
    '| | train | validation | test | all |',
    '| --- | --- | --- | --- | --- |',
    row('texts', (part) => thousands(part.length)),
    ...[...topicSizes(rows).keys()]
      .sort()
      .map((topic) => row(topic, (part) => thousands(part.filter((each) => each.topic === topic).length))),
    row('words', (part) => thousands(words(part).length)),
    row('different words', (part) => thousands(new Set(words(part)).size)),
    row('length in words: min, 10 %, 25 %, median, 75 %, 90 %, max', (part) =>
      lengthQuantiles(part.map(({ text }) => text)).join(', '),
    ),
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const rows = readTopics();
  const problems = findProblems(rows);
  if (formatTopics(splitTopics(rows)) !== readFileSync(topicsFile, 'utf8')) {
    problems.push('the parts or the order differ from what topic-table.mjs makes; write the file with it.');
  }
  const table = cardTable(rows);
  const card = readFileSync(new URL('DATA-CARD.md', import.meta.url), 'utf8');
  if (!card.replace(/ +/g, ' ').replace(/-{3,}/g, '---').includes(table)) {
    problems.push('the table in DATA-CARD.md is not the one printed here; copy it.');
  }
  const { share } = closestPair(rows.map(({ text }) => text));
  console.log(`${table}\n\nclosest pair: ${(100 * share).toFixed(1)} % shared word trigrams`);
  if (process.argv.includes('--sample')) {
    for (const { split, topic, text } of drawSample(rows, SAMPLE_SEED, SAMPLE_SIZE)) {
      console.log(`\n- **${topic}**, ${split}: ${text}`);
    }
  }
  for (const problem of problems) console.error(`bundled-topics.tsv: ${problem}`);
  if (problems.length > 0) process.exitCode = 1;
}
