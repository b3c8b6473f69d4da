import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadReporter, type Terminal } from '@seqloom/app-shell';
import { DatasetError, type ReadCsvOptions, type Table, whereText } from '@seqloom/datasets';
import { DATASETS, readCsvFile, resolveDataset } from '@seqloom/datasets/node';
import { BUNDLED, type FileForm, type RowFilter, type WeatherSource } from '../weather-source.ts';

const BUNDLED_FILE = fileURLToPath(new URL('../../data/seattle-weather.csv', import.meta.url));
/** What `--data` may name beside paths. */
const NAMES = ['bundled', 'jena'] as const;
/** What stations write for "no value"; no quantity in degrees, hPa, m/s or percent comes near it. */
const SENTINELS = [-9999];
/** A download says how far it is after so many bytes more. */
const REPORT_BYTES = 2_000_000;

/** What readers advise, in the words of this command. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['time', 'Say which it is with --time COLUMN.'],
  ['format', 'Name its own with --time-format: for instance "MM/dd/yyyy HH:mm", unix or unix-ms.'],
  ['delimiter', 'Say what stands between columns with --delimiter: for instance ";" or tab.'],
  ['badRows', 'Mend the line, or leave such rows out with --skip-bad-rows.'],
]);

/** How a series is found. */
export interface OpenSourceOptions {
  /** The rows to take, when the file holds several series. */
  readonly where?: RowFilter | undefined;
  /** How the file is read where its form does not tell. */
  readonly form?: FileForm;
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
  const table = await readTable(path, options.form);
  const name = nameOrPath === 'bundled' ? BUNDLED : nameOrPath === 'jena' ? 'jena' : basename(nameOrPath);
  return {
    name,
    ...(path === nameOrPath && { data: path }),
    table: where ? whereText(table, where.column, where.value) : table,
    ...(where && { where }),
    ...(options.form && { form: options.form }),
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
      ...(terminal && downloadReporter(terminal, 'jena', REPORT_BYTES)),
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
async function readTable(path: string, form: FileForm = {}): Promise<Table> {
  const { time, timeFormat, delimiter, skipBadRows = false } = form;
  const options: Omit<ReadCsvOptions, 'name'> = {
    time: {
      ...(time !== undefined && { column: time }),
      ...(timeFormat !== undefined && { format: timeFormat }),
    },
    ...(delimiter !== undefined && { delimiter }),
    sentinels: SENTINELS,
    badRows: skipBadRows ? 'skip' : 'stop',
  };
  try {
    return await readCsvFile(path, options).catch((error: unknown) => {
      const notUtf8 = error instanceof DatasetError && error.wayOut?.option === 'encoding';
      if (!notUtf8) throw error;
      return readCsvFile(path, { ...options, encoding: 'iso-8859-1' });
    });
  } catch (error) {
    throw inOwnWords(error);
  }
}

/** An error whose way out is an option of this command says so. */
function inOwnWords(error: unknown): unknown {
  const advice = error instanceof DatasetError && error.wayOut && ADVICE.get(error.wayOut.option);
  if (!advice) return error;
  return new DatasetError(error.file, error.problem, {
    cause: error,
    wayOut: { ...error.wayOut, advice },
  });
}
