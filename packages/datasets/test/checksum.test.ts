import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zip, zipMember, zipOf } from '@seqloom/vitest/zip-archive';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checksumFits } from '../src/node/checksum.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-checksum-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function stored(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

it('is what a published checksum of the unpacked file is compared with', async () => {
  const path = await stored('5.zip', zip('a.csv', 'hello\n'));
  const md5 = 'b1946ac92492d2347c6235b4d2611184'; // md5sum of "hello\n"
  expect(await checksumFits(path, { md5, member: '.csv' })).toBe(true);
  expect(await checksumFits(path, { md5, member: '.txt' })).toBe(false);
  expect(await checksumFits(await stored('6.zip', 'no zip'), { md5, member: '.csv' })).toBe(false);
  // no verdict on a whole archive: a download must not be thrown away for it
  const two = zipOf([zipMember('a.csv', 'hello\n'), zipMember('b.csv', 'hello\n')]);
  await expect(checksumFits(await stored('7.zip', two), { md5, member: '.csv' })).rejects.toThrow(
    'expected one file *.csv in the zip archive, found a.csv, b.csv. Unpack the one you want.',
  );
});
