import { checkOneOf, checkOptions, formatValue } from '@seqloom/options';
import type { ColumnKind } from './column-builder.ts';
import type { TimeSource } from './time-builder.ts';
import { timestampParser } from './timestamp.ts';

/** Options of {@link readCsv}. */
export interface ReadCsvOptions {
  /** What messages call the file: its path or address. */
  readonly name: string;
  /** One character. Default `,`. */
  readonly delimiter?: string;
  /** Any label of the Encoding Standard whose ASCII part is ASCII: `utf-8` (default), `iso-8859-1`, `windows-1252`. */
  readonly encoding?: string;
  /** The columns' names, when the file's first line does not give them. */
  readonly names?: readonly string[];
  /** How columns are kept; `skip` leaves one out. Default: numbers as float32, or texts, by the first value. */
  readonly columns?: Readonly<Record<string, ColumnKind | 'skip'>>;
  /** Where the time of a row stands; `auto` looks for usual names. Without it the table has no times. */
  readonly time?: TimeSource | 'auto';
  /** Texts that mean "no value". Default: nothing, `NA`, `NaN`, `nan`, `null`. */
  readonly missing?: readonly string[];
  /** Numbers that mean "no value", such as −9999. Default none. */
  readonly sentinels?: readonly number[];
  /** What to do with a row that cannot be read. Default `stop`. */
  readonly badRows?: 'stop' | 'skip';
}

const OWNER = 'readCsv';
/** Encodings in which a byte that looks like a comma may be part of another character. */
const WIDE = /^(utf-16|iso-2022-jp)/;

/** @throws RangeError or TypeError for an option that does not exist or a value that does not fit */
export function checkReadCsvOptions(options: ReadCsvOptions): void {
  checkOptions(OWNER, options, {
    name: true,
    delimiter: true,
    encoding: true,
    names: true,
    columns: true,
    time: true,
    missing: true,
    sentinels: true,
    badRows: true,
  });
  const { delimiter = ',', encoding = 'utf-8', columns = {}, time, badRows = 'stop' } = options;
  checkOneOf(OWNER, 'badRows', badRows, ['stop', 'skip']);
  if (!/^[\t !#-,/:-@[-`{-~]$/.test(delimiter)) {
    throw new RangeError(
      `${OWNER}: delimiter must be one ASCII character other than a quote, a letter, a digit, - and ., got ${formatValue(delimiter)}.`,
    );
  }
  if (WIDE.test(new TextDecoder(encoding).encoding)) {
    throw new RangeError(
      `${OWNER}: encoding ${formatValue(encoding)} writes a comma in more than its ASCII byte and cannot be split. Convert the file to UTF-8.`,
    );
  }
  for (const [name, kind] of Object.entries(columns)) {
    checkOneOf(OWNER, `columns[${formatValue(name)}]`, kind, ['float32', 'float64', 'text', 'skip']);
  }
  if (time !== undefined && time !== 'auto') checkTime(time);
}

function checkTime(time: TimeSource): void {
  if (typeof time !== 'object' || time === null) {
    throw new TypeError(`${OWNER}: time must be "auto" or an object, got ${formatValue(time)}.`);
  }
  const owner = `${OWNER}: time`;
  if ('year' in time) checkOptions(owner, time, { year: true, month: true, day: true, hour: true });
  else checkOptions(owner, time, { column: true, format: true });
  if ('format' in time && time.format !== undefined) timestampParser(time.format); // throws when it is none
}
