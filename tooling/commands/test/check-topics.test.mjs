import { expect, test } from 'vitest';
import { findProblems, findTextProblems } from '../../../apps/topics/data/check-topics.mjs';
import { readTopics, splitTopics } from '../../../apps/topics/data/topic-table.mjs';

const rows = readTopics();
const changed = (index, change) => rows.with(index, { ...rows[index], ...change });

test('the bundled texts keep what their card promises', () => {
  expect(findProblems(rows)).toEqual([]);
});

test('the parts are the ones the seed gives, of each topic a fifth and a tenth', () => {
  expect(splitTopics(rows)).toEqual(rows);
  const split = splitTopics(rows.toReversed());
  expect(split).toEqual(rows);
  for (const topic of new Set(rows.map((row) => row.topic))) {
    const all = rows.filter((row) => row.topic === topic);
    const size = (part) => all.filter((row) => row.split === part).length;
    expect(size('test')).toBe(Math.round(all.length / 5));
    expect(size('validation')).toBe(Math.round(all.length / 10));
  }
});

test('a copy, too few texts and a lost topic are reported', () => {
  expect(findProblems(changed(3, { text: rows[900].text }))).toEqual([
    'lines 5 and 902 share 100 % of their word trigrams.',
  ]);
  const sport = rows.filter(({ topic }) => topic === 'sport');
  expect(findProblems(sport)).toEqual(
    expect.arrayContaining([
      `texts: ${sport.length}, expected at least 1300.`,
      'topics: 1, expected at least 5.',
      expect.stringMatching(/^vocabulary: \d+, expected at least 6000\.$/),
    ]),
  );
  const untested = rows.filter(({ topic, split }) => topic !== 'music' || split !== 'test');
  expect(findProblems(untested)).toContain('test has no texts on music.');
});

test('a short text, a leftover, stray spaces, an odd topic or split are reported', () => {
  const problem = (change) => findTextProblems({ ...rows[5], ...change }, 'line 7');
  expect(problem({})).toEqual([]);
  expect(problem({ text: 'Too short.' })).toEqual(['line 7: 2 words, expected 15 to 60.']);
  expect(problem({ text: `${rows[5].text} <br />` })).toEqual(['line 7: "<b" does not belong in a text.']);
  expect(problem({ text: `${rows[5].text} ` })).toEqual(['line 7: stray spaces.']);
  expect(problem({ split: 'dev' })).toEqual([
    'line 7: the split is "dev", expected train, validation, test.',
  ]);
  expect(problem({ topic: 'Sport 2' })).toEqual([
    'line 7: the topic is "Sport 2", expected a lower-case word.',
  ]);
});
