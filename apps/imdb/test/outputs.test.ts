import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareOutputFolder, writeFolder } from '../src/cli/outputs.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'seqloom-outputs-'));
});
afterAll(() => rm(root, { recursive: true }));

describe('writeFolder', () => {
  it('replaces files of the same name and leaves others alone', async () => {
    const folder = join(root, 'again');
    await mkdir(folder);
    await writeFile(join(folder, 'a.txt'), 'old');
    await writeFile(join(folder, 'mine.txt'), 'kept');
    await writeFolder(folder, async (staging) => {
      await writeFile(join(staging, 'a.txt'), 'new');
      return ['a.txt'];
    });
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new');
    expect((await readdir(folder)).sort()).toEqual(['a.txt', 'mine.txt']);
  });

  it('leaves everything as it was when writing fails half-way', async () => {
    const folder = join(root, 'broken');
    const writing = writeFolder(folder, async (staging) => {
      await writeFile(join(staging, 'a.txt'), 'half');
      throw new Error('disk full');
    });
    await expect(writing).rejects.toThrow('disk full');
    expect((await readdir(root)).filter((name) => name.startsWith('broken'))).toEqual([]);
  });
});

describe('prepareOutputFolder', () => {
  it('refuses a folder below a file', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    await expect(prepareOutputFolder(join(file, 'run'))).rejects.toThrow(/^--out: .*cannot be written to/);
  });
});
