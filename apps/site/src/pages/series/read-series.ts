import { DatasetError, readCsv, type Table } from '@seqloom/timeseries';

/** The largest file that the page reads, packed or not, and the most that a packed one may unpack to. */
const MOST_BYTES = 512 * 2 ** 20;

/** A file to read: a `File`, or what was fetched. */
export interface SeriesFile {
  readonly name: string;
  readonly size: number;
  stream(): ReadableStream<Uint8Array<ArrayBuffer>>;
  slice(start: number, end: number): Blob;
}

/**
 * Reads a file of a series, packed with gzip or not. Files that are not UTF-8 are taken for windows-1252, as the command line does.
 *
 * @param time the column of times; empty for the one that looks like times
 * @throws DatasetError that says what is wrong with the file and what to do
 */
export async function readSeries(file: SeriesFile, time: string): Promise<Table> {
  await refuse(file);
  const options = {
    name: file.name,
    time: time === '' ? ('auto' as const) : { column: time },
    maxBytes: MOST_BYTES,
  };
  const packed = await isPacked(file);
  const open = () => {
    const stream = file.stream();
    return packed ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
  };
  try {
    return await readCsv(open(), options);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    if (error.wayOut?.option !== 'encoding') throw inWordsOfThePage(error);
    return readCsv(open(), { ...options, encoding: 'windows-1252' });
  }
}

/** The same rows without some columns. */
export function withoutColumns(table: Table, names: readonly string[]): Table {
  if (names.length === 0) return table;
  return { ...table, columns: new Map([...table.columns].filter(([name]) => !names.includes(name))) };
}

/** @throws DatasetError for a file that cannot be one, before it is read */
async function refuse(file: SeriesFile): Promise<void> {
  if (file.size === 0) throw new DatasetError(file.name, 'the file is empty. Drop one with rows.');
  if (file.size > MOST_BYTES) {
    const megabytes = Math.round(file.size / 2 ** 20);
    throw new DatasetError(
      file.name,
      `the file has ${megabytes} MB, the page reads at most ${MOST_BYTES / 2 ** 20}. Cut it, or train it in Node: npx seqloom forecast.`,
    );
  }
  const head = await bytesOf(file, 4);
  if (head[0] === 0x50 && head[1] === 0x4b) {
    throw new DatasetError(file.name, 'this is a zip archive. Unpack it and drop the CSV file in it.');
  }
}

async function isPacked(file: SeriesFile): Promise<boolean> {
  const [first, second] = await bytesOf(file, 2);
  return first === 0x1f && second === 0x8b;
}

async function bytesOf(file: SeriesFile, count: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, count).arrayBuffer());
}

/** What readers advise, in the words of the page. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['time', 'Drop a file with a column of times, such as 2024-01-31 or 2024-01-31 13:00.'],
  ['format', 'Write the times as 2024-01-31 13:00, which can be read in one way only.'],
  ['decimal', 'Write numbers with a decimal point and without separators of thousands.'],
  ['badRows', 'Correct or remove the line, and drop the file again.'],
  ['missing', 'Correct or empty the cell, and drop the file again.'],
  ['names', 'Give the file a first line with the names of its columns.'],
]);

function inWordsOfThePage(error: DatasetError): DatasetError {
  const advice = ADVICE.get(error.wayOut?.option ?? '');
  if (!advice) return error;
  return new DatasetError(error.file, error.problem, { cause: error, wayOut: { ...error.wayOut!, advice } });
}
