import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LISTINGS } from '../src/catalog.ts';
import { type ChapterRow, keyOf, median } from '../src/chapter/row.ts';
import { ROWS } from '../src/chapter/rows.ts';
import type { ChapterOptions } from '../src/chapter/run-chapter.ts';
import { runChapter } from '../src/chapter/run-chapter.ts';
import type { Listing } from '../src/listing.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-chapter-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function chapter(name: string, options: Partial<ChapterOptions>) {
  const printed: string[] = [];
  const out = join(folder, name);
  const outcome = await runChapter({
    rows: ROWS,
    folder: out,
    quick: true,
    again: false,
    print: (line) => printed.push(line),
    log: () => {},
    ...options,
  });
  return { outcome, printed, page: await readFile(join(out, 'chapter-results.md'), 'utf8') };
}

/** A row of a listing that counts its runs. */
function counting(
  seeds: readonly number[],
  stopAt?: number,
  item = 'counted',
): { row: ChapterRow; runs: number[] } {
  const runs: number[] = [];
  const listing: Listing = {
    item,
    title: 'counts',
    source: 'none',
    run({ seed }) {
      if (seed === stopAt && !runs.includes(seed)) {
        runs.push(seed);
        throw new Error('stopped');
      }
      runs.push(seed);
      return { value: seed / 10 };
    },
  };
  return {
    runs,
    row: {
      item,
      title: 'counts',
      data: 'none',
      expected: '0.2',
      rule: 'the median is 0.2',
      seeds,
      run: { listing },
      judge: (facts) => ({
        obtained: facts.map(({ value }) => value).join(', '),
        passed: median(facts.map(({ value }) => Number(value))) === 0.2,
      }),
    },
  };
}

describe('the chapter', () => {
  test('has a row for every listing, each under a key of its own', () => {
    const rows = new Set(ROWS.map(({ item }) => item));
    expect(LISTINGS.filter(({ item }) => !rows.has(item))).toEqual([]);
    expect(new Set(ROWS.map(keyOf)).size).toBe(ROWS.length);
  });

  test('a reduced run: what trains no model passes and is written down', async () => {
    const exact = ROWS.filter(
      ({ data, run }) => (data === 'none' || data === 'bundled') && 'listing' in run && !run.listing.trains,
    );
    expect(exact.length).toBeGreaterThan(14);
    const { outcome, page } = await chapter('reduced', { rows: exact });
    expect(outcome).toEqual({ passed: exact.length, below: [], skipped: [] });
    expect(page).toMatch(
      /\| 6\.1 \| one-hot vectors of words \| none \| \(2, 10, 11\); mat\. is 6 \| \(2, 10, 11\); 6 \| equal \| yes \|/,
    );
    expect(page).toContain('![co-occurrence: window-based co-occurrence matrix](chapter/cooccurrence.svg)');
    expect(await readFile(join(folder, 'reduced', 'chapter', 'cooccurrence.svg'), 'utf8')).toMatch(/^<svg/);
  });

  test('passes over rows that need other data, by name', async () => {
    const rows = ROWS.filter(({ item, data }) => item === '6.6' && data === 'imdb');
    const { outcome, printed, page } = await chapter('skipped', { rows });
    expect(outcome.skipped).toEqual(['6.6 (imdb)']);
    expect(printed).toEqual([
      '– 6.6 (imdb): skipped, needs aclImdb_labelled_50k.tar.gz or aclImdb_v1.tar.gz',
    ]);
    expect(page).toContain('skipped: needs aclImdb_labelled_50k.tar.gz');
  });

  test('a run that was stopped goes on with what is left', async () => {
    const { row, runs } = counting([1, 2, 3], 2);
    await expect(chapter('stopped', { rows: [row] })).rejects.toThrow('stopped');
    const { outcome, page } = await chapter('stopped', { rows: [row] });
    expect(runs).toEqual([1, 2, 2, 3]);
    expect(outcome.passed).toBe(1);
    expect(page).toContain('| 0.1, 0.2, 0.3 | the median is 0.2 | yes |');
    await chapter('stopped', { rows: [row], only: 'counted' });
    expect(runs).toEqual([1, 2, 2, 3, 1, 2, 3]);
  });

  test('runs the items that are named, also those with commas in their names', async () => {
    const items = ['6.1', 'author, words', 'author', 'questions, one fact'];
    const made = items.map((item) => counting([1], undefined, item));
    const ran = () => items.filter((_, i) => made[i]!.runs.splice(0).length > 0);
    const rows = made.map(({ row }) => row);
    for (const [only, expected] of [
      ['author', ['author']],
      ['author, words', ['author, words']],
      ['questions, one fact,6.1', ['6.1', 'questions, one fact']],
      ['author,6.1', ['6.1', 'author']],
      ['author,author,words', ['author, words', 'author']],
    ] as const) {
      await chapter('named', { rows, only });
      expect(ran()).toEqual(expected);
    }
    await expect(chapter('named', { rows, only: 'author, letters' })).rejects.toThrow(
      '--only: there is no item letters. Items: 6.1, "author, words", author, "questions, one fact".',
    );
  });

  test('a row below its rule is said to be', async () => {
    const { row } = counting([1]);
    const { outcome, page } = await chapter('below', { rows: [{ ...row, reason: 'one seed is too few.' }] });
    expect(outcome).toEqual({ passed: 0, below: ['counted'], skipped: [] });
    expect(page).toContain('| **no** |');
    expect(page).toContain('- **counted**: one seed is too few.');
  });

  test('refuses items and results that there are not', async () => {
    await expect(chapter('none', { only: '6.99' })).rejects.toThrow(
      '--only: there is no item 6.99. Items: ngrams',
    );
    const { row } = counting([1]);
    await chapter('broken', { rows: [row] });
    await writeFile(join(folder, 'broken', 'chapter', 'results.json'), '{"rows":');
    await expect(chapter('broken', { rows: [row] })).rejects.toThrow(
      'is not JSON. Remove it to begin again.',
    );
  });
});
