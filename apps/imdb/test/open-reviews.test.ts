import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DatasetError } from '@seqloom/datasets';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openImdb } from './small-reviews.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-reviews-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A `.tar.gz` with files of these paths and contents. */
async function archive(files: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const entries = Object.entries(files).map(([name, content]) => {
    const body = Buffer.from(content as string);
    return { header: { name, size: body.length, type: 'file' as const }, body };
  });
  return gzipSync(await packTar(entries));
}

const complete = {
  'aclImdb/train/neg/0_2.txt': 'bad',
  'aclImdb/train/pos/0_9.txt': 'good',
  'aclImdb/test/neg/0_1.txt': 'awful',
  'aclImdb/test/pos/0_8.txt': 'lovely',
};

async function file(name: string, content: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('openImdb', () => {
  it('opens the bundled reviews: two parts, each half positive', async () => {
    const { name, train, test } = await openImdb('bundled');
    expect(name).toBe('bundled-reviews');
    expect([train.texts.length, test.texts.length]).toEqual([1166, 394]);
    expect(Array.from(test.labels).filter((label) => label === 1)).toHaveLength(197);
  });

  it('reads an archive in the layout of IMDB, and calls it by its file name', async () => {
    const path = await file('mine.tar.gz', await archive(complete));
    const { name, data, train, test } = await openImdb(path);
    expect([name, data]).toEqual(['mine.tar.gz', path]);
    expect(train).toMatchObject({ texts: ['bad', 'good'], labels: Uint8Array.of(0, 1) });
    expect(test.texts).toEqual(['awful', 'lovely']);
  });

  it('reads reviews without labels where the archive has some', async () => {
    const unsup = { 'aclImdb/train/unsup/0_0.txt': 'unrated', 'aclImdb/train/unsup/1_0.txt': 'seen' };
    const path = await file('unsup.tar.gz', await archive({ ...complete, ...unsup }));
    const { train, openUnlabelled } = await openImdb(path);
    expect(train.texts).toEqual(['bad', 'good']);
    expect(await openUnlabelled!()).toEqual(['unrated', 'seen']);
    const without = await openImdb(await file('labelled.tar.gz', await archive(complete)));
    expect(await without.openUnlabelled!()).toEqual([]);
  });

  it.each<[string, () => Promise<string>, RegExp]>([
    [
      'an archive cut off',
      async () => file('cut.tar.gz', (await archive(complete)).subarray(0, 90)),
      /truncated or damaged/,
    ],
    [
      'an archive without the label folders',
      async () => file('other.tar.gz', await archive({ 'pictures/cat.txt': 'a cat' })),
      /no texts in train\/neg/,
    ],
    [
      'an empty review',
      async () => file('empty.tar.gz', await archive({ ...complete, 'aclImdb/test/pos/1_8.txt': '' })),
      /is empty/,
    ],
    [
      'a review that is not UTF-8',
      async () =>
        file(
          'latin1.tar.gz',
          await archive({ ...complete, 'aclImdb/test/pos/1_8.txt': Uint8Array.of(0xe9) }),
        ),
      /not UTF-8/,
    ],
    [
      'a table without texts',
      async () => file('reviews.csv', new TextEncoder().encode('text,label\n')),
      /the file has no texts/,
    ],
    ['an empty file', async () => file('nothing.tar.gz', new Uint8Array(0)), /nothing\.tar\.gz: /],
    [
      'a table that is not UTF-8',
      async () => file('latin1.tsv', Uint8Array.of(0xe9)),
      /latin1\.tsv: .*UTF-8/,
    ],
  ])('refuses %s in one line that names the file', async (_, make, message) => {
    const path = await make();
    const error: unknown = await openImdb(path).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DatasetError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).toContain(path);
    expect((error as Error).message).not.toContain('\n');
  });
});
