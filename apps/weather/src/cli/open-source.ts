import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATASETS, resolveDataset } from '@seqloom/datasets/node';
import { downloadReporter, type Terminal } from '@seqloom/tasks/node';
import { DatasetError, resample, type Table, whereText } from '@seqloom/timeseries';
import { readCsvFile } from '@seqloom/timeseries/node';
import { type FileForm, readingOf } from '../file-form.ts';
import { snapTimes } from '../snap-times.ts';
import { BUNDLED, type RowFilter, type WeatherSource } from '../weather-source.ts';

const BUNDLED_FILE = fileURLToPath(new URL('../../data/seattle-weather.csv', import.meta.url));
/** What `--data` may name beside paths. */
const NAMES = ['bundled', 'jena'] as const;
/** What the station of the book writes for "no value". */
const JENA_FORM: FileForm = { missing: '-9999' };
/** A download says how far it is after so many bytes more. */
const REPORT_BYTES = 2_000_000;

/** What readers advise, in the words of this command. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['time', 'Say which it is with --time COLUMN, or --time DATE+TIME.'],
  [
    'format',
    'Name the one that is meant with --time-format: for instance "MM/dd/yyyy HH:mm", "dd/MM/yyyy hh:mm a", unix or unix-ms.',
  ],
  ['delimiter', 'Say what stands between columns with --delimiter: for instance ";" or tab.'],
  ['decimal', 'Say which with --decimal , or --decimal . and with --thousands, for instance --thousands ,'],
  ['names', 'Give the names of the columns with --names NAME,NAME.'],
  ['encoding', 'Say how the file is encoded with --encoding, for instance windows-1252.'],
  [
    'zone',
    'Say what is meant with --repeated-hour and --skipped-hour, or leave such rows out with --skip-bad-rows.',
  ],
  ['columns', 'Keep the column as text with --text NAME.'],
  ['maxBytes', 'If it is meant to be that large, raise --max-bytes.'],
  ['badRows', 'Mend the line, or leave such rows out with --skip-bad-rows.'],
  [
    'missing',
    'Mend the line, or leave such rows out with --skip-bad-rows. If it means no value, say so with --missing.',
  ],
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
  const form = nameOrPath === 'jena' ? { ...JENA_FORM, ...options.form } : (options.form ?? {});
  const table = await readTable(path, form, where);
  const name = nameOrPath === 'bundled' ? BUNDLED : nameOrPath === 'jena' ? 'jena' : basename(nameOrPath);
  return {
    name,
    ...(path === nameOrPath && { data: path }),
    table,
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

/** Files that are not UTF-8 are taken for windows-1252, unless an option says otherwise: stations write `°` and `²` that way. */
async function readTable(path: string, form: FileForm, where: RowFilter | undefined): Promise<Table> {
  const { options, resample: period, tolerance } = readingOf(form);
  let table: Table;
  try {
    table = await readCsvFile(path, options).catch(async (error: unknown) => {
      const notUtf8 = error instanceof DatasetError && error.wayOut?.option === 'encoding';
      if (!notUtf8 || options.encoding !== undefined) throw error;
      const latin = await readCsvFile(path, { ...options, encoding: 'windows-1252' });
      return {
        ...latin,
        notices: ['read as windows-1252, because it is not UTF-8', ...(latin.notices ?? [])],
      };
    });
    if (where) table = whereText(table, where.column, where.value);
    if (period !== undefined) table = resample(table, { period });
  } catch (error) {
    throw inOwnWords(error);
  }
  return tolerance === undefined ? table : snapTimes(table, tolerance);
}

/** An error whose way out is an option of this command says so. */
function inOwnWords(error: unknown): unknown {
  if (error instanceof RangeError && !(error instanceof DatasetError)) return rangeInOwnWords(error);
  const advice = error instanceof DatasetError && error.wayOut && ADVICE.get(error.wayOut.option);
  if (!advice) return error;
  return new DatasetError(error.file, error.problem, {
    cause: error,
    wayOut: { ...error.wayOut, advice },
  });
}

/** `readCsv: time: zone must be …` → `--time-zone: must be …`. */
function rangeInOwnWords(error: RangeError): RangeError {
  const names: Readonly<Record<string, string>> = { zone: 'time-zone', period: 'resample' };
  const message = error.message.replace(/^(?:readCsv|resample): (?:time: )?(\w+) /, (_, option: string) => {
    const kebab = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return `--${names[option] ?? kebab}: `;
  });
  return message === error.message ? error : new RangeError(message, { cause: error });
}
