import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DATASETS, type DatasetEntry } from '../src/node/catalog.ts';
import { resolveDataset } from '../src/node/resolve-dataset.ts';
import { serveFile } from './file-server.ts';

const body = Buffer.from('the data');
const SHA256 = createHash('sha256').update(body).digest('hex');
const catalogFor = (url: string): DatasetEntry[] => [
  {
    name: 'toy',
    title: 'Toy',
    page: 'https://example.org/toy',
    forms: [
      { name: 'toy-small.tar.gz' },
      { name: 'toy.tar.gz', source: { url, checksum: { sha256: SHA256 }, bytes: body.length } },
    ],
  },
  {
    name: 'private',
    title: 'Private',
    page: 'https://example.org/private',
    forms: [{ name: 'private.csv' }],
  },
];

let folder: string;
let places: { dataFolder: string; cacheFolder: string; retryDelayMs: number };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seqloom-resolve-'));
  places = { dataFolder: join(folder, 'data'), cacheFolder: join(folder, 'cache'), retryDelayMs: 1 };
  await mkdir(places.dataFolder);
  await mkdir(places.cacheFolder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const nowhere = 'http://127.0.0.1:9/toy.tar.gz'; // the discard port: nobody listens

describe('resolveDataset', () => {
  it('takes the data folder before the cache, and the forms in their order', async () => {
    const options = { ...places, catalog: catalogFor(nowhere), offline: true };
    await writeFile(join(places.cacheFolder, 'toy.tar.gz'), 'x');
    expect(await resolveDataset('toy', options)).toBe(join(places.cacheFolder, 'toy.tar.gz'));
    await writeFile(join(places.dataFolder, 'toy.tar.gz'), 'x');
    expect(await resolveDataset('toy', options)).toBe(join(places.dataFolder, 'toy.tar.gz'));
    await writeFile(join(places.dataFolder, 'toy-small.tar.gz'), 'x');
    expect(await resolveDataset('toy', options)).toBe(join(places.dataFolder, 'toy-small.tar.gz'));
  });

  it('looks into SEQLOOM_DATA when no folder is given', async () => {
    await writeFile(join(places.dataFolder, 'toy.tar.gz'), 'x');
    const before = process.env.SEQLOOM_DATA;
    process.env.SEQLOOM_DATA = places.dataFolder;
    try {
      const options = { catalog: catalogFor(nowhere), cacheFolder: places.cacheFolder, offline: true };
      expect(await resolveDataset('toy', options)).toBe(join(places.dataFolder, 'toy.tar.gz'));
    } finally {
      if (before === undefined) delete process.env.SEQLOOM_DATA;
      else process.env.SEQLOOM_DATA = before;
    }
  });

  it('downloads into the cache once', async () => {
    const server = await serveFile(body);
    const options = { ...places, catalog: catalogFor(server.url) };
    const path = await resolveDataset('toy', options);
    expect(path).toBe(join(places.cacheFolder, 'toy.tar.gz'));
    expect(await readFile(path, 'utf8')).toBe('the data');
    await server.close();
    expect(await resolveDataset('toy', options)).toBe(path); // nobody serves it any more
    expect(server.ranges).toHaveLength(1);
  });

  it('says in one line where to put which file when it is off line', async () => {
    const options = { ...places, catalog: catalogFor(nowhere), offline: true };
    const message = `toy: the data set is not here and this run is off line. Put toy.tar.gz from ${nowhere} (SHA-256 ${SHA256}) into ${places.dataFolder} or ${places.cacheFolder}.`;
    await expect(resolveDataset('toy', options)).rejects.toThrow(message);
  });

  it('says the same when the network fails', async () => {
    const options = { ...places, catalog: catalogFor(nowhere) };
    await expect(resolveDataset('toy', options)).rejects.toThrow(
      new RegExp(`^toy: ${nowhere}: the download fails .*Put toy.tar.gz from`),
    );
  });

  it('names the files of a data set that has no address', async () => {
    await expect(resolveDataset('private', { ...places, catalog: catalogFor(nowhere) })).rejects.toThrow(
      'Put private.csv (see https://example.org/private) into',
    );
  });

  it('returns a path as it is and lists the names for anything else', async () => {
    expect(await resolveDataset(folder, places)).toBe(folder);
    await expect(resolveDataset('imbd', places)).rejects.toThrow(
      `imbd: no such file, folder or data set. Data sets with a name: ${DATASETS.map(({ name }) => name).join(', ')}.`,
    );
  });
});
