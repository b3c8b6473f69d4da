import type { CsvRecord } from './csv-splitter.ts';
import { parseNumber } from './parse-number.ts';
import { detectFormat, type TimestampParser, timestampParser, utcTime } from './timestamp.ts';

/** Where the time of a row stands: in one column, or in several of whole numbers. Times are taken as UTC. */
export type TimeSource =
  | {
      readonly column: string;
      /** Such as `dd.MM.yyyy HH:mm:ss`. Default: ISO 8601 or day.month.year, seen from the first row. */
      readonly format?: string;
    }
  | { readonly year: string; readonly month: string; readonly day: string; readonly hour?: string };

/** Names of columns that hold a point in time, lower case, best first. */
const TIME_NAMES = ['date time', 'datetime', 'timestamp', 'time_hour', 'date', 'time', 'utc'];

/** Where a header says that the time stands: one column with a usual name, else year, month, day and perhaps hour. */
export function findTime(names: readonly string[]): TimeSource | undefined {
  const called = (wanted: string): string | undefined => names.find((name) => name.toLowerCase() === wanted);
  const column = TIME_NAMES.map(called).find((name) => name !== undefined);
  if (column !== undefined) return { column };
  const [year, month, day, hour] = ['year', 'month', 'day', 'hour'].map(called);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  return { year, month, day, ...(hour !== undefined && { hour }) };
}

/** Collects the times of the rows. */
export class TimeBuilder {
  readonly #fields: readonly number[];
  readonly #inOne: boolean;
  #parse: TimestampParser | undefined;
  #times = new Float64Array(0);

  constructor(source: TimeSource, names: readonly string[]) {
    this.#fields = TimeBuilder.columnsOf(source).map((name) => names.indexOf(name));
    this.#inOne = 'column' in source;
    if ('column' in source && source.format !== undefined) this.#parse = timestampParser(source.format);
  }

  /** The columns a source reads. */
  static columnsOf(source: TimeSource): string[] {
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
    return `"${text.join(' ')}" is not a time`;
  }

  #readOne({ bytes, starts, ends }: CsvRecord): number {
    const field = this.#fields[0]!;
    if (!this.#parse) {
      const format = detectFormat(bytes, starts[field]!, ends[field]!);
      if (format === undefined) return Number.NaN;
      this.#parse = timestampParser(format);
    }
    return this.#parse(bytes, starts[field]!, ends[field]!);
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
