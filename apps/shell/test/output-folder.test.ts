import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareOutputFolder, writeFolder } from '../src/index.ts';

let place = '';
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'seqloom-shell-'));
});
afterEach(() => rm(place, { recursive: true, force: true }));

test('files appear together in a new folder, and nothing else stays', async () => {
  const folder = join(place, 'deep', 'out');
  await writeFolder(folder, async (staging) => {
    await writeFile(join(staging, 'a.txt'), 'new');
    return ['a.txt'];
  });
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new');
  expect(await readdir(join(place, 'deep'))).toEqual(['out']);
});

test('files of the same name are replaced and others left alone', async () => {
  const folder = join(place, 'again');
  await mkdir(folder);
  await writeFile(join(folder, 'a.txt'), 'old');
  await writeFile(join(folder, 'mine.txt'), 'kept');
  await writeFolder(folder, async (staging) => {
    await writeFile(join(staging, 'a.txt'), 'new');
    return ['a.txt'];
  });
  expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new');
  expect(await readFile(join(folder, 'mine.txt'), 'utf8')).toBe('kept');
  expect((await readdir(folder)).sort()).toEqual(['a.txt', 'mine.txt']);
});

test('when writing fails, the folder is as it was', async () => {
  await writeFile(join(place, 'a.txt'), 'old');
  const failing = writeFolder(place, async (staging) => {
    await writeFile(join(staging, 'a.txt'), 'new');
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(await readFile(join(place, 'a.txt'), 'utf8')).toBe('old');
  expect(await readdir(place)).toEqual(['a.txt']);
});

test('when writing into a new folder fails, nothing of it stays', async () => {
  const failing = writeFolder(join(place, 'broken'), async (staging) => {
    await writeFile(join(staging, 'a.txt'), 'half');
    throw new Error('the disk is full');
  });
  await expect(failing).rejects.toThrow('the disk is full');
  expect(await readdir(place)).toEqual([]);
});

test('a file in the place of the folder is refused before anything is computed', async () => {
  const file = join(place, 'taken');
  await writeFile(file, '');
  await expect(prepareOutputFolder(file)).rejects.toThrow(`--out: ${file} is a file. Give a folder.`);
  await expect(prepareOutputFolder(join(file, 'below'))).rejects.toThrow('cannot be written to');
  await expect(prepareOutputFolder(join(place, 'new'))).resolves.toBeUndefined();
});
