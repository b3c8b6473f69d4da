import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { storedZip } from '../src/index.ts';
import { zipMembers } from '../src/streams/index.ts';

const text = (content: string) => new TextEncoder().encode(content);
const files = [
  { name: 'config.json', bytes: text('{}') },
  { name: 'assets/größe.txt', bytes: text('film\n'.repeat(1000)) },
  { name: 'empty', bytes: text('') },
];

test('what is written is read back, names and bytes', async () => {
  const members = zipMembers(storedZip(files));
  expect(members.map(({ name, size }) => [name, size])).toEqual(
    files.map(({ name, bytes }) => [name, bytes.length]),
  );
  for (const [i, member] of members.entries()) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of member.open()) chunks.push(chunk); // it compares the CRC-32
    expect(Buffer.concat(chunks)).toEqual(Buffer.from(files[i]!.bytes));
  }
});

test('equal files give equal bytes, and none an archive without members', () => {
  expect(storedZip(files)).toEqual(storedZip(files));
  expect(zipMembers(storedZip([]))).toEqual([]);
});

test('the zip reader of the machine takes it, where there is one', ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'stored-zip-'));
  try {
    const path = join(folder, 'a.zip');
    writeFileSync(path, storedZip(files));
    const list = execFileSync('unzip', ['-t', path], { encoding: 'utf8' });
    expect(list).toContain('No errors detected');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') skip('no unzip on this machine');
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('more files than the form can count are refused', () => {
  const many = Array.from({ length: 65_536 }, (_, i) => ({ name: `${i}`, bytes: text('') }));
  expect(() => storedZip(many)).toThrow(
    /^storedZip: an archive holds at most 65535 files and 4 GB, got 65536 and \d+ bytes\.$/,
  );
});
