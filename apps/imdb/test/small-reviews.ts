import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextSource } from '@seqloom/tasks';
import { fakeTerminal } from '@seqloom/tasks/testing';
import { imdbCommand } from '../src/imdb-command.ts';

const table = readFileSync(new URL('../data/bundled-reviews.tsv', import.meta.url), 'utf8');
const [header, ...rows] = table.trimEnd().split('\n');

/** A table of the first so many bundled reviews of each part and kind. */
export function smallTable(train: number, test: number): string {
  const left: Record<string, number> = { 'train 0': train, 'train 1': train, 'test 0': test, 'test 1': test };
  const kept = rows.filter((row) => {
    const [, split, label] = row.split('\t');
    return left[`${split} ${label}`]!-- > 0;
  });
  return `${[header, ...kept].join('\n')}\n`;
}

/** The same as a data set. */
export async function smallReviews(train: number, test: number): Promise<TextSource> {
  const folder = await mkdtemp(join(tmpdir(), 'seqloom-small-'));
  try {
    const file = join(folder, 'small.tsv');
    await writeFile(file, smallTable(train, test));
    const { data: _, notices: __, ...source } = await openImdb(file);
    return source;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Opens what `pnpm imdb --data` does. */
export function openImdb(data: string): Promise<TextSource> {
  const signal = new AbortController().signal;
  return imdbCommand.openSource(data, {}, { terminal: fakeTerminal(), signal });
}
