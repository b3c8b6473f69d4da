import { expect, test } from 'vitest';
import { findPathProblems } from '../find-path-problems.mjs';

const files = ['README.md', 'docs/a.md', 'packages/text/src/index.ts', 'packages/text/README.md'];
const problems = (markdown, page = 'README.md') => findPathProblems(page, markdown, files);

test('links, paths from the root and ends of paths that exist are no problems', () => {
  expect(
    problems('[text](packages/text#use), `packages/text/src`, `src/index.ts`, `pnpm unit docs/a.md`'),
  ).toEqual([]);
  expect(problems('[text](../packages/text/README.md)', 'docs/a.md')).toEqual([]);
});

test('what is not in the repository is passed over', () => {
  expect(
    problems('[x](https://x.org/y.ts) `@seqloom/text` `a/b` `packages/text/dist/index.js` `film.ts`'),
  ).toEqual([]);
});

test('placeholders end what is checked', () => {
  expect(problems('`packages/<name>/src` `packages/text/src/<name>.ts` `packages/text/src/in*.ts`')).toEqual(
    [],
  );
  expect(problems('`packages/txt/<name>.ts`')).toEqual([
    'README.md:1: names packages/txt/<name>.ts, which does not exist.',
  ]);
});

test('names the line of each path that does not exist', () => {
  expect(problems('a\n[t](packages/txt) `packages/text/src/ngrams.ts` `src/ngrams.ts`')).toEqual([
    'README.md:2: names packages/txt, which does not exist.',
    'README.md:2: names packages/text/src/ngrams.ts, which does not exist.',
    'README.md:2: names src/ngrams.ts, which does not exist.',
  ]);
});
