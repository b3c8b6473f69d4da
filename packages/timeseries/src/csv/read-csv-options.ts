import {
  byName,
  formatValue,
  limit,
  type OptionRules,
  oneOf,
  optional,
  positiveInteger,
  type Resolved,
  resolveOptions,
  rule,
  text,
  texts,
} from '@seqloom/options';
import type { ColumnKind } from './column-builder.ts';
import type { ThousandsMark } from './number-format.ts';
import { checkTime, type TimeSource } from './time-source.ts';

/** Options of {@link readCsv}. What is not given is detected from the beginning of the file; the table's `dialect` says what was found. */
export interface ReadCsvOptions {
  /** What messages call the file: its path or address. */
  readonly name: string;
  /** One character, or `whitespace` for runs of blanks. Default: detected. */
  readonly delimiter?: string | undefined;
  /** The decimal mark. Default: detected. */
  readonly decimal?: '.' | ',' | undefined;
  /** The separator of thousands; a space is any kind of space. Default: detected. */
  readonly thousands?: ThousandsMark | undefined;
  /**
   * Any label of the Encoding Standard, such as `iso-8859-1` or `windows-1252`. Default: UTF-8, or UTF-16 where a byte order
   * mark or the zeros show it.
   */
  readonly encoding?: string | undefined;
  /** The columns' names: in place of those in the file, or where it has none. */
  readonly names?: readonly string[] | undefined;
  /** The line with the columns' names, from 1; those before it are not read. Default: detected. */
  readonly headerLine?: number | undefined;
  /**
   * How columns are kept; `skip` leaves one out, `text` keeps leading zeros. Default, by the first values: numbers as
   * float32, or as float64 once a number from 2²⁰ on needs it; else texts.
   */
  readonly columns?: Readonly<Record<string, ColumnKind | 'skip'>>;
  /** Where the time of a row stands; `auto` looks for it. Without this option the table has no times. */
  readonly time?: TimeSource | 'auto' | undefined;
  /**
   * Texts and numbers that mean "no value", beside pandas' list (nothing, `NA`, `N/A`, `NaN`, `null`, …): −999 also is
   * `-999.0`. For one that is a value in other columns, name the column: `{ column: 'wind', value: 999.9 }`. In columns of numbers
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
/** Upper bound on the bytes read by default; the columns of more fit in no memory. */
const MOST_BYTES = 2 ** 34;

const READ_CSV_RULES: OptionRules<ReadCsvOptions> = {
  name: text(),
  delimiter: optional(rule<string>(checkDelimiter)),
  decimal: optional(oneOf(['.', ','])),
  thousands: optional(oneOf(['.', ',', ' ', "'"])),
  encoding: optional(rule<string>((_owner, _option, value) => void new TextDecoder(value as string))), // throws for another one
  names: optional(texts()),
  headerLine: optional(positiveInteger()),
  columns: byName(oneOf(['float32', 'float64', 'text', 'skip']), {}),
  time: optional(rule<TimeSource | 'auto'>(checkTime)),
  missing: rule<readonly (MissingValue | MissingIn)[]>(checkMissing, []),
  sentinels: rule<readonly number[]>(checkSentinels, []),
  badRows: oneOf(['stop', 'skip'], 'stop'),
  maxBytes: limit(MOST_BYTES),
};

/** The options of {@link readCsv}, checked, with their defaults. */
export type ReadCsvSettings = Resolved<ReadCsvOptions>;

/** @throws RangeError or TypeError for an option that does not exist or a value that does not fit */
export function resolveReadCsvOptions(options: ReadCsvOptions): ReadCsvSettings {
  const settings = resolveOptions(OWNER, options, READ_CSV_RULES);
  const { decimal, thousands } = settings;
  if (thousands !== undefined && thousands === decimal) {
    throw new RangeError(
      `${OWNER}: thousands and decimal must differ, got ${formatValue(thousands)} for both.`,
    );
  }
  return settings;
}

function checkDelimiter(owner: string, option: string, value: unknown): void {
  if (value === 'whitespace') return;
  if (typeof value === 'string' && /^[\t !#-,/:-@[-`{-~]$/.test(value)) return;
  throw new RangeError(
    `${owner}: ${option} must be one ASCII character other than a quote, a letter, a digit, - and ., or "whitespace", got ${formatValue(value)}.`,
  );
}

function checkMissing(owner: string, option: string, value: unknown): void {
  const isMark = (mark: unknown) => typeof mark === 'number' || typeof mark === 'string' || isMissingIn(mark);
  if (Array.isArray(value) && value.every(isMark)) return;
  throw new TypeError(
    `${owner}: ${option} must be a list of texts, numbers and { column, value }, got ${formatValue(value)}.`,
  );
}

function isMissingIn(value: unknown): value is MissingIn {
  const { column, value: own } = (value ?? {}) as Partial<MissingIn>;
  return typeof column === 'string' && (typeof own === 'string' || typeof own === 'number');
}

function checkSentinels(owner: string, option: string, value: unknown): void {
  if (Array.isArray(value) && value.every((mark) => typeof mark === 'number')) return;
  throw new TypeError(`${owner}: ${option} must be a list of numbers, got ${formatValue(value)}.`);
}
