import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadReporter, type Terminal } from '@seqloom/app-shell';
import { DatasetError, type ReadCsvOptions, type Table, whereText } from '@seqloom/datasets';
import { DATASETS, readCsvFile, resolveDataset } from '@seqloom/datasets/node';
import { BUNDLED, type RowFilter, type WeatherSource } from '../weather-source.ts';

const BUNDLED_FILE = fileURLToPath(new URL('../../data/seattle-weather.csv', import.meta.url));
/** What `--data` may name beside paths. */
const NAMES = ['bundled', 'jena'] as const;
/** What stations write for "no value"; no quantity in degrees, hPa, m/s or percent comes near it. */
const SENTINELS = [-9999];
/** A download says how far it is after so many bytes more. */
const REPORT_BYTES = 2_000_000;

/** How a series is found. */
export interface OpenSourceOptions {
  /** The rows to take, when the file holds several series. */
  readonly where?: RowFilter | undefined;
  /** What to do with a row that cannot be read. Default `stop`. */
  readonly badRows?: 'stop' | 'skip';
  /** Told while a data set is downloaded. */
  readonly terminal?: Terminal;
  readonly signal?: AbortSignal;
}

/**
 * Reads a series: `bundled`, `jena` (looked for in the folder `SEQLOOM_DATA` and the cache, then downloaded), or the path
 * of a `.csv`, `.csv.gz` or `.zip` with a column of times or with columns year, month, day and perhaps hour.
 *
 * @throws DatasetError when there is no such name or path, or it cannot be read
 */
export async function openSource(
  nameOrPath: string,
  options: OpenSourceOptions = {},
): Promise<WeatherSource> {
  const { where, terminal, signal } = options;
  const path = await pathOf(nameOrPath, terminal, signal);
  const table = await readTable(path, options);
  const name = nameOrPath === 'bundled' ? BUNDLED : nameOrPath === 'jena' ? 'jena' : basename(nameOrPath);
  return {
    name,
    table: where ? whereText(table, where.column, where.value) : table,
    ...(where && { where }),
  };
}

async function pathOf(
  nameOrPath: string,
  terminal: Terminal | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  if (nameOrPath === 'bundled') return BUNDLED_FILE;
  if (nameOrPath === 'jena') {
    return resolveDataset('jena', {
      catalog: DATASETS.filter(({ name }) => name === 'jena'),
      ...(terminal && { onProgress: downloadReporter(terminal, 'jena', REPORT_BYTES) }),
      ...(signal && { signal }),
    });
  }
  if (await stat(nameOrPath).catch(() => undefined)) return nameOrPath;
  throw new DatasetError(
    nameOrPath,
    `no such file or data set. Give a path, or one of: ${NAMES.join(', ')}.`,
  );
}

/** Files that are not UTF-8 are taken for Latin-1: stations write `°` and `²` that way. */
async function readTable(path: string, { badRows = 'stop' }: OpenSourceOptions): Promise<Table> {
  const options: Omit<ReadCsvOptions, 'name'> = { time: 'auto', sentinels: SENTINELS, badRows };
  try {
    return await readCsvFile(path, options);
  } catch (error) {
    const notUtf8 = error instanceof DatasetError && error.cause instanceof TypeError;
    if (!notUtf8) throw error;
    return readCsvFile(path, { ...options, encoding: 'iso-8859-1' });
  }
}
