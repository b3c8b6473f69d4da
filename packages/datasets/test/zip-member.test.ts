import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DatasetError } from '../src/dataset-error.ts';
import { readZipMember } from '../src/node/zip-member.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-zip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SIZE = 24; // where the directory says how long the unpacked file is

/** A zip archive of one member without bytes. */
function emptyMember(name: string, method: number, size = 0): Buffer {
  const label = Buffer.from(name);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50);
  local.writeUInt16LE(label.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50);
  entry.writeUInt16LE(method, 10);
  entry.writeUInt32LE(size, SIZE);
  entry.writeUInt16LE(label.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + label.length, 12);
  end.writeUInt32LE(30 + label.length, 16);
  return Buffer.concat([local, label, entry, label, end]);
}

async function read(archive: Buffer): Promise<Buffer> {
  const path = join(folder, 'a.zip');
  await writeFile(path, archive);
  const chunks: Uint8Array[] = [];
  for await (const chunk of readZipMember(path, '.csv')) chunks.push(chunk);
  return Buffer.concat(chunks);
}

it.each([0, 8])('reads a member without bytes, method %d', async (method) => {
  expect(await read(emptyMember('a.csv', method))).toHaveLength(0);
});

it('refuses a member that claims to have bytes and has none', async () => {
  const failed = read(emptyMember('a.csv', 8, 7));
  await expect(failed).rejects.toThrow(DatasetError);
  await expect(failed).rejects.toThrow('truncated or damaged (a.csv has no bytes)');
});
