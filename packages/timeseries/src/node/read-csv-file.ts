import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { DatasetError, unpackedLimit } from '@seqloom/archives';
import { readZipMember } from '@seqloom/archives/node';
import { readCsv } from '../csv/read-csv.ts';
import { type ReadCsvOptions, resolveReadCsvOptions } from '../csv/read-csv-options.ts';
import type { Table } from '../table.ts';

/** Large pieces: fewer turns of the event loop, fewer records across borders. */
const PIECE = 1 << 18;

/**
 * Reads a CSV file — plain, `.gz`, or the only `.csv` of a `.zip`, told apart by their first bytes — as a
 * stream into typed columns.
 *
 * @throws DatasetError as {@link readCsv}, and when the file is missing, truncated or damaged, or unpacks to more than
 * `maxBytes` (default for a packed file: 200 times its size, at least 32 MiB).
 * @example
 * const table = await readCsvFile('weather.csv.gz', { time: { column: 'date' } });
 */
export async function readCsvFile(path: string, options: Omit<ReadCsvOptions, 'name'> = {}): Promise<Table> {
  const kind = await stat(path).catch((cause) => {
    throw new DatasetError(path, 'no such file. Give the path of a .csv, .csv.gz or .csv.zip file.', {
      cause,
    });
  });
  if (!kind.isFile()) {
    const problem = kind.isDirectory()
      ? 'this is a folder. Give the path of a .csv file in it.'
      : 'this is a pipe or a device. Write what it gives into a file first, or read it with readCsv.';
    throw new DatasetError(path, problem);
  }
  resolveReadCsvOptions({ ...options, name: path }); // wrong options are refused before a stream is open
  const packing = await packingOf(path);
  const maxBytes = packing && unpackedLimit(kind.size);
  return readCsv(openBytes(path, packing), { ...(maxBytes && { maxBytes }), ...options, name: path });
}

/** How a file is packed, by its first bytes. */
async function packingOf(path: string): Promise<'zip' | 'gzip' | undefined> {
  const file = await open(path, 'r');
  const head = Buffer.alloc(2);
  await file.read(head, 0, 2, 0).finally(() => file.close());
  if (head.toString('latin1') === 'PK') return 'zip';
  return head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : undefined;
}

function openBytes(path: string, packing: 'zip' | 'gzip' | undefined): AsyncIterable<Uint8Array> {
  if (packing === 'zip') return readZipMember(path, '.csv');
  const bytes = createReadStream(path, { highWaterMark: PIECE });
  if (packing === undefined) return bytes;
  const gunzip = createGunzip({ chunkSize: PIECE });
  bytes.once('error', (error) => gunzip.destroy(error));
  return bytes.pipe(gunzip);
}
