import { checkOneOf, checkOptions, checkPositive, checkPositiveInteger, formatValue } from '@seqloom/options';
import type { ColumnKind } from './column-builder.ts';
import type { ThousandsMark } from './number-format.ts';
import { TimeFormat } from './time-format.ts';
import type { TimeSource } from './time-source.ts';
import { ZoneClock } from './time-zone.ts';

/** Options of {@link readCsv}. What is not given is seen from the file's beginning and told in the table's `dialect`. */
export interface ReadCsvOptions {
  /** What messages call the file: its path or address. */
  readonly name: string;
  /** One character, or `whitespace` for runs of blanks. Default: seen. */
  readonly delimiter?: string;
  /** The decimal mark. Default: seen. */
  readonly decimal?: '.' | ',';
  /** What groups digits by thousands; a space is any kind of space. Default: seen. */
  readonly thousands?: ThousandsMark;
  /**
   * Any label of the Encoding Standard, such as `iso-8859-1` or `windows-1252`. Default: UTF-8, or UTF-16 where a byte order
   * mark or the bytes tell it.
   */
  readonly encoding?: string;
  /** The columns' names: in place of those in the file, or where it has none. */
  readonly names?: readonly string[];
  /** The line with the columns' names, from 1; those before it are not read. Default: seen. */
  readonly headerLine?: number;
  /**
   * How columns are kept; `skip` leaves one out, `text` keeps leading zeros. Default, by the first values: numbers as
   * float32, or as float64 once a number from 2²⁰ on needs it; else texts.
   */
  readonly columns?: Readonly<Record<string, ColumnKind | 'skip'>>;
  /** Where the time of a row stands; `auto` looks for it. Without this option the table has no times. */
  readonly time?: TimeSource | 'auto';
  /**
   * Texts and numbers that mean "no value", beside pandas' list (nothing, `NA`, `N/A`, `NaN`, `null`, …): −999 also is
   * `-999.0`. One that is a value elsewhere names its column: `{ column: 'wind', value: 999.9 }`. In columns of numbers
   * signs such as `-` and `---` are missing values too, and the table's `marks` list them.
   */
  readonly missing?: readonly (MissingValue | MissingIn)[];
  /** Numbers that mean "no value"; the same as numbers in `missing`. */
  readonly sentinels?: readonly number[];
  /** What to do with a row that cannot be read. Default `stop`. */
  readonly badRows?: 'stop' | 'skip';
  /** The most bytes that are read. Default: 2³⁴; for packed files see `readCsvFile`. */
  readonly maxBytes?: number;
}

/** A text or a number that means "no value". */
export type MissingValue = string | number;

/** A {@link MissingValue} of one column. */
export interface MissingIn {
  readonly column: string;
  readonly value: MissingValue;
}

const OWNER = 'readCsv';
/** More text than any memory takes as columns. */
export const MOST_BYTES: number = 2 ** 34;

/** @throws RangeError or TypeError for an option that does not exist or a value that does not fit */
export function checkReadCsvOptions(options: ReadCsvOptions): void {
  checkOptions(OWNER, options, {
    name: true,
    delimiter: true,
    decimal: true,
    thousands: true,
    encoding: true,
    names: true,
    headerLine: true,
    columns: true,
    time: true,
    missing: true,
    sentinels: true,
    badRows: true,
    maxBytes: true,
  });
  const { delimiter = ',', decimal, thousands, encoding = 'utf-8', headerLine, columns = {}, time } = options;
  const { missing = [], sentinels = [], badRows = 'stop', maxBytes = MOST_BYTES } = options;
  checkOneOf(OWNER, 'badRows', badRows, ['stop', 'skip']);
  if (maxBytes !== Number.POSITIVE_INFINITY) checkPositive(OWNER, 'maxBytes', maxBytes);
  if (headerLine !== undefined) checkPositiveInteger(OWNER, 'headerLine', headerLine);
  if (delimiter !== 'whitespace' && !/^[\t !#-,/:-@[-`{-~]$/.test(delimiter)) {
    throw new RangeError(
      `${OWNER}: delimiter must be one ASCII character other than a quote, a letter, a digit, - and ., or "whitespace", got ${formatValue(delimiter)}.`,
    );
  }
  if (decimal !== undefined) checkOneOf(OWNER, 'decimal', decimal, ['.', ',']);
  if (thousands !== undefined) {
    checkOneOf(OWNER, 'thousands', thousands, ['.', ',', ' ', "'"]);
    if (thousands === (decimal ?? '.') && (decimal !== undefined || thousands !== '.')) {
      throw new RangeError(
        `${OWNER}: thousands and decimal must differ, got ${formatValue(thousands)} for both.`,
      );
    }
  }
  new TextDecoder(encoding); // throws when there is no such encoding
  for (const [name, kind] of Object.entries(columns)) {
    checkOneOf(OWNER, `columns[${formatValue(name)}]`, kind, ['float32', 'float64', 'text', 'skip']);
  }
  for (const [option, values] of Object.entries({ missing, sentinels })) {
    const isValue = (value: unknown): boolean => typeof value === 'number' || typeof value === 'string';
    const isMark = (value: unknown): boolean =>
      typeof value === 'number' || (option === 'missing' && (isValue(value) || isMissingIn(value)));
    if (Array.isArray(values) && values.every(isMark)) continue;
    const kinds = option === 'missing' ? 'texts, numbers and { column, value }' : 'numbers';
    throw new TypeError(`${OWNER}: ${option} must be a list of ${kinds}, got ${formatValue(values)}.`);
  }
  if (time !== undefined && time !== 'auto') checkTime(time);
}

function isMissingIn(value: unknown): value is MissingIn {
  const { column, value: own } = (value ?? {}) as Partial<MissingIn>;
  return typeof column === 'string' && (typeof own === 'string' || typeof own === 'number');
}

function checkTime(time: TimeSource): void {
  if (typeof time !== 'object' || time === null) {
    throw new TypeError(`${OWNER}: time must be "auto" or an object, got ${formatValue(time)}.`);
  }
  const owner = `${OWNER}: time`;
  const local = { zone: true, repeatedHour: true, skippedHour: true } as const;
  if ('year' in time) {
    const parts = {
      year: true,
      month: true,
      day: true,
      dayOfYear: true,
      hour: true,
      minute: true,
      second: true,
    } as const;
    checkOptions(owner, time, { ...parts, ...local });
  } else checkOptions(owner, time, { column: true, clock: true, format: true, ...local });
  const { zone, repeatedHour = 'order', skippedHour = 'stop' } = time;
  checkOneOf(owner, 'repeatedHour', repeatedHour, ['order', 'earlier', 'later', 'stop']);
  checkOneOf(owner, 'skippedHour', skippedHour, ['stop', 'forward']);
  if (zone !== undefined) new ZoneClock(zone, {}); // throws when there is none
  if ('format' in time && time.format !== undefined) new TimeFormat(time.format); // throws when it is none
}
