import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { printable } from '@seqloom/options';
import { DatasetError, resample, type Table, whereText } from '@seqloom/timeseries';
import { readCsvFile } from '@seqloom/timeseries/node';
import { type FileForm, readingOf } from '../series/file-form.ts';
import type { RowFilter, SeriesSource } from '../series/series-source.ts';
import { snapTimes } from '../series/snap-times.ts';
import type { NamedData } from '../task.ts';
import type { Terminal } from './terminal/terminal.ts';

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
  ['badRows', 'Correct the line, or leave such rows out with --skip-bad-rows.'],
  [
    'missing',
    'Correct the line, or leave such rows out with --skip-bad-rows. If it means no value, say so with --missing.',
  ],
]);

/** A series that has a name. */
export interface NamedSeries extends NamedData {
  /** Finds its file. */
  path(context: {
    readonly terminal?: Terminal | undefined;
    readonly signal?: AbortSignal | undefined;
  }): Promise<string>;
  /** How the file is read where its form does not tell. */
  readonly form?: FileForm;
  /** Units of columns whose names do not say them. */
  readonly units?: Readonly<Record<string, string>>;
}

/** How a series is found. */
export interface OpenSeriesOptions {
  /** Series that have a name. */
  readonly named?: readonly NamedSeries[];
  /** The rows to take, when the file holds several series. */
  readonly where?: RowFilter | undefined;
  /** How the file is read where its form does not tell. */
  readonly form?: FileForm;
  /** Told while a data set is downloaded. */
  readonly terminal?: Terminal;
  readonly signal?: AbortSignal;
}

/**
 * Reads a series: one that has a name, or the path of a `.csv`, `.csv.gz` or `.zip` with a column of times or with columns year,
 * month, day and perhaps hour.
 *
 * @throws DatasetError when there is no such name or path, or it cannot be read
 */
export async function openSeries(nameOrPath: string, options: OpenSeriesOptions = {}): Promise<SeriesSource> {
  const { named = [], where, form, terminal, signal } = options;
  const entry = named.find(({ word }) => word === nameOrPath);
  if (!entry && !(await stat(nameOrPath).catch(() => undefined))) {
    const words = named.map(({ word }) => word);
    const names = words.length > 0 ? `, or one of: ${words.join(', ')}` : '';
    throw new DatasetError(nameOrPath, `no such file or data set. Give a path${names}.`);
  }
  const path = entry ? await entry.path({ terminal, signal }) : nameOrPath;
  return {
    name: entry?.name ?? printable(basename(nameOrPath)),
    ...(!entry && { data: path }),
    table: await readTable(path, { ...entry?.form, ...form }, where),
    ...(where && { where }),
    ...(form && { form }),
    ...(entry?.units && { units: entry.units }),
  };
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
