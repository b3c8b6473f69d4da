import { readCsv } from '../csv/read-csv.ts';
import { type ReadCsvOptions, resolveReadCsvOptions } from '../csv/read-csv-options.ts';
import type { Table } from '../table.ts';
import { findPacked } from './open-packed.ts';

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
  const file = await findPacked(path);
  resolveReadCsvOptions({ ...options, name: path }); // wrong options are refused before a stream is open
  const { maxBytes } = file;
  return readCsv(file.bytes(), { ...(maxBytes && { maxBytes }), ...options, name: path });
}
