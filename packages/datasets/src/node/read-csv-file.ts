import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { DatasetError } from '../dataset-error.ts';
import { readCsv } from '../read-csv.ts';
import type { ReadCsvOptions } from '../read-csv-options.ts';
import type { Table } from '../table.ts';
import { readZipMember } from './zip-member.ts';

/** Large pieces: fewer turns of the event loop, fewer records across borders. */
const PIECE = 1 << 18;

/**
 * Reads a CSV file — plain, `.gz`, or the only `.csv` of a `.zip`, told apart by their first bytes — as a
 * stream into typed columns.
 *
 * @throws DatasetError as {@link readCsv}, and when the file is missing, truncated or damaged.
 * @example
 * const table = await readCsvFile('weather.csv.gz', { time: { column: 'date' } });
 */
export async function readCsvFile(path: string, options: Omit<ReadCsvOptions, 'name'> = {}): Promise<Table> {
  const kind = await stat(path).catch((cause) => {
    throw new DatasetError(path, 'no such file. Give the path of a .csv, .csv.gz or .csv.zip file.', {
      cause,
    });
  });
  if (!kind.isFile()) throw new DatasetError(path, 'this is a folder. Give the path of a .csv file in it.');
  return readCsv(await openBytes(path), { ...options, name: path });
}

async function openBytes(path: string): Promise<AsyncIterable<Uint8Array>> {
  const file = await open(path, 'r');
  const head = Buffer.alloc(2);
  await file.read(head, 0, 2, 0).finally(() => file.close());
  if (head.toString('latin1') === 'PK') return readZipMember(path, '.csv');
  const bytes = createReadStream(path, { highWaterMark: PIECE });
  if (head[0] !== 0x1f || head[1] !== 0x8b) return bytes;
  const gunzip = createGunzip({ chunkSize: PIECE });
  bytes.once('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}
