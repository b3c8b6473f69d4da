import type { CsvRecord } from './csv-splitter.ts';
import { parseNumber } from './parse-number.ts';
import { detectFormat, KNOWN_FORMATS, type TimestampParser, timestampParser, utcTime } from './timestamp.ts';

/** A time in one column. */
export interface TimeColumn {
  /** Its name. Default: one that is usual for a time. */
  readonly column?: string;
  /**
   * Such as `MM/dd/yyyy HH:mm`, or `unix` for seconds since 1970, `unix-ms` for milliseconds. Default: ISO 8601 or
   * day.month.year, seen from the first row.
   */
  readonly format?: string;
}

/** A time in several columns of whole numbers. */
export interface TimeParts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour?: string;
}

/** Where the time of a row stands. Times without a zone are taken as UTC. */
export type TimeSource = TimeColumn | TimeParts;

/** A {@link TimeSource} whose columns are known. */
type FoundTime = TimeParts | (TimeColumn & { readonly column: string });

/** Names of columns that hold a point in time, lower case, best first. */
const TIME_NAMES = ['date time', 'datetime', 'timestamp', 'time_hour', 'date', 'time', 'utc'];

/**
 * Where the time stands in columns of these names: where a source says, else in one with a usual name, else, when no
 * format was given, in year, month, day and perhaps hour.
 */
export function findTime(names: readonly string[], source: TimeSource): FoundTime | undefined {
  if ('year' in source) return source;
  const called = (wanted: string): string | undefined => names.find((name) => name.toLowerCase() === wanted);
  const column = source.column ?? TIME_NAMES.map(called).find((name) => name !== undefined);
  if (column !== undefined) return { ...source, column };
  if (source.format !== undefined) return undefined;
  const [year, month, day, hour] = ['year', 'month', 'day', 'hour'].map(called);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return { year, month, day, ...(hour !== undefined && { hour }) };
}

/** Collects the times of the rows. */
export class TimeBuilder {
  readonly #fields: readonly number[];
  readonly #inOne: boolean;
  #parse: TimestampParser | undefined;
  #format: string | undefined;
  #times = new Float64Array(0);

  constructor(source: FoundTime, names: readonly string[]) {
    this.#fields = TimeBuilder.columnsOf(source).map((name) => names.indexOf(name));
    this.#inOne = 'column' in source;
    if ('column' in source && source.format !== undefined) this.#use(source.format);
  }

  /** Whether a format is known, given or seen from a row. */
  get hasFormat(): boolean {
    return !this.#inOne || this.#format !== undefined;
  }

  /** The columns a source reads. */
  static columnsOf(source: FoundTime): string[] {
    if ('column' in source) return [source.column];
    return [source.year, source.month, source.day, ...(source.hour === undefined ? [] : [source.hour])];
  }

  reserve(rows: number): void {
    const grown = new Float64Array(rows);
    grown.set(this.#times);
    this.#times = grown;
  }

  /** Sets the time of a row; returns why it cannot be read, or undefined. */
  set(row: number, record: CsvRecord): string | undefined {
    const time = this.#inOne ? this.#readOne(record) : this.#readSeveral(record);
    this.#times[row] = time;
    if (!Number.isNaN(time)) return undefined;
    const { bytes, starts, ends } = record;
    const text = this.#fields.map((field) =>
      String.fromCharCode(...bytes.subarray(starts[field]!, Math.min(ends[field]!, starts[field]! + 40))),
    );
    const found = `"${text.join(' ')}"`;
    if (!this.hasFormat) return `${found} is a time in none of the known formats (${KNOWN_FORMATS})`;
    return `${found} is not a time${this.#format === undefined ? '' : ` as ${this.#format}`}`;
  }

  #readOne({ bytes, starts, ends }: CsvRecord): number {
    const field = this.#fields[0]!;
    if (!this.#parse) {
      const format = detectFormat(bytes, starts[field]!, ends[field]!);
      if (format === undefined) return Number.NaN;
      this.#use(format);
    }
    return this.#parse!(bytes, starts[field]!, ends[field]!);
  }

  #use(format: string): void {
    this.#format = format;
    this.#parse = timestampParser(format);
  }

  #readSeveral({ bytes, starts, ends }: CsvRecord): number {
    const [year, month, day, hour = 0] = this.#fields.map((field) =>
      parseNumber(bytes, starts[field]!, ends[field]!),
    );
    return utcTime(year!, month!, day!, hour);
  }

  finish(rows: number): Float64Array {
    return this.#times.slice(0, rows);
  }
}
