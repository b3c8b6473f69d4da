import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipMember as memberOf, zip, zipOf } from '@seqloom/vitest/zip-archive';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readZipMember } from '../src/node/index.ts';
import { ArchiveError, zipMember } from '../src/streams/index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-streams-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield new Uint8Array(bytes.subarray(at, at + size));
}

const TEXT = 'a,b\n1,2\n'.repeat(100);

describe('zipMember of a stream', () => {
  it.each([
    ['a member', zip('x.csv', TEXT)],
    ['a stored member', zip('x.csv', TEXT, { stored: true })],
    [
      'a member behind a folder and notes of macOS',
      zipOf([memberOf('y/', ''), memberOf('__MACOSX/y/._x.csv', 'Mac'), memberOf('y/x.csv', TEXT)]),
    ],
  ])('reads %s as readZipMember does, in pieces of any size', async (_what, archive) => {
    const path = join(folder, 'a.zip');
    await writeFile(path, archive);
    expect(await textOf(readZipMember(path, '.csv'))).toBe(TEXT);
    for (const size of [1, 7, archive.length]) {
      expect(await textOf(zipMember(pieces(archive, size)))).toBe(TEXT);
    }
  });

  it.each([
    ['a wrong CRC-32', { crc: 1 }, "is damaged: its CRC-32 is not the archive's"],
    ['fewer bytes declared', { size: 9 }, 'is larger than the 9 bytes that the archive says'],
    ['more bytes declared', { size: 999_999 }, 'has 800 bytes, the archive says 999999'],
  ])('refuses %s in the words of readZipMember', async (_what, lies, reason) => {
    const archive = zip('x.csv', TEXT, lies);
    const path = join(folder, 'lies.zip');
    await writeFile(path, archive);
    await expect(textOf(readZipMember(path, '.csv'))).rejects.toThrow(reason);
    const refused = textOf(zipMember(pieces(archive, 100)));
    await expect(refused).rejects.toThrow(ArchiveError);
    await expect(refused).rejects.toThrow(reason);
  });
});
