import { readFileSync } from 'node:fs';
import { cutPages } from '@seqloom/tasks';
import { runCommand } from '@seqloom/tasks/node';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { describe, expect, it } from 'vitest';
import { authorsCommand } from '../src/cli.ts';

interface Speech {
  readonly author: string;
  readonly title: string;
  readonly part: 'train' | 'test';
  readonly pages: readonly string[];
}

const SPEECHES = JSON.parse(
  readFileSync(new URL('../data/bundled-speeches.json', import.meta.url), 'utf8'),
) as Speech[];

async function train(...argv: string[]) {
  const terminal = fakeTerminal();
  const code = await runCommand(authorsCommand, ['train', '--threads', '1', '--json', ...argv], terminal);
  expect([code, terminal.written.err]).toEqual([0, '']);
  return JSON.parse(terminal.written.out.trimEnd().split('\n').at(-1)!);
}

describe('the bundled speeches', () => {
  it('are six of each of eight authors, two of them for the test, in pages of their own', () => {
    const authors = new Set(SPEECHES.map(({ author }) => author));
    expect(authors.size).toBe(8);
    for (const author of authors) {
      const own = SPEECHES.filter((speech) => speech.author === author);
      expect(own.map(({ part }) => part).sort()).toEqual([
        'test',
        'test',
        'train',
        'train',
        'train',
        'train',
      ]);
      expect(new Set(own.map(({ title }) => title)).size).toBe(6);
      for (const { pages } of own) {
        expect(pages).toHaveLength(16);
        for (const page of pages) expect(cutPages(page)).toEqual([page]);
      }
    }
    const pages = SPEECHES.flatMap((speech) => speech.pages);
    expect(new Set(pages).size).toBe(pages.length);
  });
});

describe('authors', () => {
  it('tells who wrote a page of speeches that it has not seen, by characters better than by words', async () => {
    const bag = await train('--model', 'bag');
    const grams = await train('--model', 'character-ngrams', '--epochs', '12');
    expect([bag.testSamples, bag.baselineAccuracy, bag.scores.perClass.length]).toEqual([256, 0.125, 8]);
    expect(bag.scores.macroF1).toBeGreaterThan(0.55);
    expect(grams.scores.macroF1).toBeGreaterThan(bag.scores.macroF1);
    // a quarter of the four speeches of each author validates: one
    expect([grams.trainSamples, grams.validationSamples]).toEqual([384, 128]);
  }, 240_000);
});
