import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readWordVectors, VectorFormatError } from '../src/index.ts';
import { DIRECTORY, type Lies, zipEntry } from './zip.ts';

const SMALL = Buffer.from('a 1\nb 2\n');
const LARGE = Buffer.from('c 1 2\nd 3 4\n');
const entry = (name: string, content: Buffer, lies?: Lies) =>
  zipEntry(name, content, deflateRawSync(content), lies);

test('the first member is read, or the one that is named', async () => {
  const archive = Buffer.concat([
    entry('x.50d.txt', SMALL),
    zipEntry('größe.txt', LARGE, undefined),
    DIRECTORY,
  ]);
  expect((await readWordVectors(archive)).words).toEqual(['a', 'b']);
  expect((await readWordVectors(archive, { member: 'größe.txt' })).words).toEqual(['c', 'd']);
  const pieces = Array.from(archive, (_, i) => archive.subarray(i, i + 1));
  expect((await readWordVectors(pieces, { member: 'größe.txt' })).words).toEqual(['c', 'd']);
});

test('folders and hidden files in front are passed over', async () => {
  const nothing = Buffer.alloc(0);
  const archive = Buffer.concat([
    zipEntry('vectors/', nothing, undefined),
    entry('__MACOSX/vectors/._x.txt', LARGE),
    entry('vectors/._x.txt', LARGE),
    entry('vectors/.DS_Store', LARGE),
    entry('vectors/x.txt', SMALL),
    DIRECTORY,
  ]);
  expect((await readWordVectors(archive)).words).toEqual(['a', 'b']);
  expect((await readWordVectors(archive, { member: 'vectors/._x.txt' })).words).toEqual(['c', 'd']);
  const empty = Buffer.concat([zipEntry('vectors/', nothing, undefined), DIRECTORY]);
  await expect(readWordVectors(empty)).rejects.toThrow('the archive has no file; it begins with "vectors/".');
});

test('sizes above 4 GB stand in the extra field', async () => {
  const archive = Buffer.concat([entry('a.txt', SMALL, { zip64: true }), entry('b.txt', LARGE)]);
  expect((await readWordVectors(archive, { member: 'b.txt' })).words).toEqual(['c', 'd']);
  expect((await readWordVectors(archive)).words).toEqual(['a', 'b']);
});

const cut = entry('a.txt', SMALL);
const zeros = Buffer.alloc(2e8);
const HOSTILE: [what: string, archive: Buffer, reason: string, member?: string][] = [
  [
    'a member that is missing',
    Buffer.concat([entry('a.txt', SMALL), entry('__proto__', SMALL), DIRECTORY]),
    'the archive has no member "b.txt"; it begins with "a.txt", "__proto__"',
    'b.txt',
  ],
  ['a wrong CRC', entry('a.txt', SMALL, { crc: 1 }), 'member "a.txt" is damaged: its CRC-32'],
  [
    'more bytes than it says',
    entry('a.txt', SMALL, { size: 3 }),
    'is larger than the 3 bytes that the archive says',
  ],
  ['fewer bytes than it says', entry('a.txt', SMALL, { size: 300 }), 'has 8 bytes, the archive says 300'],
  ['an encrypted member', entry('a.txt', SMALL, { flags: 1 }), 'is encrypted'],
  ['sizes behind the data', entry('a.txt', SMALL, { flags: 8 }), 'does not say its size in front'],
  ['another method', entry('a.txt', SMALL, { method: 12 }), 'is packed by method 12'],
  [
    'damaged data',
    zipEntry('a.txt', SMALL, Buffer.from('no deflate')),
    'the zip data are damaged or cut off',
  ],
  ['a cut in the header', cut.subarray(0, 33), 'the archive is cut off'],
  ['a cut in the data', cut.subarray(0, cut.length - 2), 'the archive is cut off'],
  [
    '200 MB of zeros in 0.2 MB',
    zipEntry('a.txt', zeros.subarray(0, 8), deflateRawSync(zeros), { size: 2e8 }),
    'neither with a line of text',
  ],
  ['an archive in an archive', zipEntry('a.zip', cut, undefined), 'row 1'],
];
test.each(HOSTILE)(
  'an archive with %s is refused',
  async (_what, archive, reason, member) => {
    const error = await readWordVectors(archive, member === undefined ? {} : { member }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(VectorFormatError);
    expect((error as Error).message).toContain(reason);
  },
  10_000,
);

test('names that lead out of a folder are only names', async () => {
  for (const name of ['../../etc/x', '/abs', 'C:\\x', '__proto__']) {
    expect((await readWordVectors(entry(name, SMALL), { member: name })).size).toBe(2);
  }
});
