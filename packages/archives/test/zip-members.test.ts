import { zip, zipMember, zipOf } from '@seqloom/vitest/zip-archive';
import { describe, expect, it } from 'vitest';
import { ArchiveError } from '../src/archive-error.ts';
import { zipMembers } from '../src/streams/zip-members.ts';

async function text(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let all = '';
  for await (const chunk of chunks) all += decoder.decode(chunk, { stream: true });
  return all;
}

describe('zipMembers', () => {
  it('lists the files in the order of the directory, folders and what macOS adds left out', async () => {
    const archive = zipOf([
      zipMember('set/', ''),
      zipMember('set/b.txt', 'second'),
      zipMember('__MACOSX/set/._b.txt', 'fork'),
      zipMember('set/a.txt', 'first', { stored: true }),
    ]);
    const files = zipMembers(archive);
    expect(files.map(({ name, size }) => [name, size])).toEqual([
      ['set/b.txt', 6],
      ['set/a.txt', 5],
    ]);
    expect(await Promise.all(files.map((file) => text(file.open())))).toEqual(['second', 'first']);
  });

  it('reads an archive that lies inside another array', async () => {
    const archive = zip('a.txt', 'inside');
    const around = new Uint8Array(archive.length + 20);
    around.set(archive, 10);
    const [file] = zipMembers(around.subarray(10, 10 + archive.length));
    expect(await text(file!.open())).toBe('inside');
  });

  it('stops at a file that is larger or other than the archive says', async () => {
    const open = (lies: object) => text(zipMembers(zip('a.txt', 'x'.repeat(1000), lies))[0]!.open());
    await expect(open({ size: 10 })).rejects.toThrow(ArchiveError);
    await expect(open({ crc: 1 })).rejects.toThrow('is damaged: its CRC-32 is not the archive');
  });

  it('refuses an archive that is cut off', () => {
    const archive = zip('a.txt', 'text');
    expect(() => zipMembers(archive.subarray(0, 40))).toThrow(
      'the zip archive is truncated or damaged (it has no directory).',
    );
    const beheaded = archive.slice();
    beheaded.fill(0, 0, 4);
    expect(() => zipMembers(beheaded)[0]!.open()).toThrow('no header where the directory says');
  });
});
