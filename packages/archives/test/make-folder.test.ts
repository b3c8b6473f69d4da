import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder } from '../src/node/index.ts';

let place = '';
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'seqloom-folders-'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

const isFolder = async (path: string) => (await stat(path)).isDirectory();

test('makes what is missing on the way, and leaves what is there', async () => {
  const deep = join(place, 'a', 'b', 'c');
  await makeFolder(deep);
  await makeFolder(deep);
  expect(await isFolder(deep)).toBe(true);
  await Promise.all(Array.from({ length: 8 }, () => makeFolder(join(place, 'd', 'e', 'f'))));
  expect(await isFolder(join(place, 'd', 'e', 'f'))).toBe(true);
  await expect(makeFolder('.')).resolves.toBeUndefined();
});

test.skipIf(process.platform === 'win32')('a link to a folder is one', async () => {
  await symlink(place, join(place, 'link'));
  await makeFolder(join(place, 'link', 'g'));
  expect(await isFolder(join(place, 'g'))).toBe(true);
});

test('a file in the way is an error', async () => {
  await writeFile(join(place, 'file'), '');
  await expect(makeFolder(join(place, 'file'))).rejects.toThrow('EEXIST');
  await expect(makeFolder(join(place, 'file', 'below', 'it'))).rejects.toThrow('ENOTDIR');
});

test.skipIf(process.platform !== 'linux')(
  'a place where no folder can be made is an error at once',
  async () => {
    await expect(makeFolder('/proc/seqloom/out')).rejects.toThrow(
      "ENOENT: no such file or directory, mkdir '/proc/seqloom'",
    );
  },
);
