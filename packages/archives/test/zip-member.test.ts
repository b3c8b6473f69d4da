import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zip, zipMember, zipOf } from '@seqloom/vitest/zip-archive';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

const CSV =
  '"Date Time","T (degC)","wv (m/s)"\n01.01.2009 00:10:00,-8.02,1.03\n01.01.2009 00:20:00,-8.41,-9999.00\n';

async function stored(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('readZipMember', () => {
  const readAll = async (path: string): Promise<string> => {
    let text = '';
    for await (const chunk of readZipMember(path, '.csv')) text += Buffer.from(chunk).toString();
    return text;
  };

  it('refuses a wrong checksum, a wrong length and an archive without the file', async () => {
    await expect(readAll(await stored('1.zip', zip('a.csv', CSV, { crc: 1 })))).rejects.toThrow(
      'truncated or damaged (member "a.csv" is damaged: its CRC-32 is not the archive\'s). Fetch it again.',
    );
    await expect(readAll(await stored('2.zip', zip('a.csv', CSV, { size: 9 })))).rejects.toThrow(
      'member "a.csv" is larger than the 9 bytes that the archive says',
    );
    await expect(readAll(await stored('3.zip', zip('a.csv', CSV, { size: 999 })))).rejects.toThrow(
      `member "a.csv" has ${CSV.length} bytes, the archive says 999`,
    );
    await expect(readAll(await stored('4.zip', zip('a.txt', CSV)))).rejects.toThrow(
      'expected one file *.csv in the zip archive, found none',
    );
  });

  it("passes over folders and macOS's notes, as in the published archive of the Jena data", async () => {
    const jena = zipOf([
      zipMember('jena.csv/', ''),
      zipMember('jena.csv/jena_climate_2009_2016.csv', CSV),
      zipMember('__MACOSX/jena.csv/._jena_climate_2009_2016.csv', 'Mac OS X'),
      zipMember('jena.csv/._other.csv', 'Mac OS X'),
    ]);
    expect(await readAll(await stored('mac.zip', jena))).toBe(CSV);
  });

  it('ends in the text or its own error on archives cut anywhere or with a byte changed', async () => {
    const whole = zip('a.csv', CSV);
    for (let i = 0; i < whole.length; i++) {
      const flipped = Buffer.from(whole);
      flipped[i]! ^= 0x55;
      for (const bytes of [whole.subarray(0, i), flipped]) {
        const result = await readAll(await stored('fuzz.zip', bytes)).catch((error: unknown) => error);
        if (result !== CSV) expect(result).toBeInstanceOf(DatasetError);
      }
    }
  });
});
