import type { CsvRecord } from '@seqloom/tables';
import { KNOWN_FORMATS } from './known-formats.ts';
import { parseNumber } from './parse-number.ts';
import type { TimePlan } from './plan-time.ts';
import type { TimeFormat } from './time-format.ts';
import type { FoundTime } from './time-source.ts';
import { ZoneClock } from './time-zone.ts';
import { utcTime } from './utc-time.ts';

/** Why a time cannot be read, and the option that helps; without one: leave the row out. */
export interface TimeProblem {
  readonly reason: string;
  readonly option?: 'format' | 'zone';
}

const BLANK = 0x20;
const DAY = 86_400_000;

/** Collects the times of the rows. */
export class TimeBuilder {
  readonly #fields: readonly number[];
  readonly #parts: readonly string[] | undefined;
  readonly #format: TimeFormat | undefined;
  readonly #intervals: boolean;
  readonly #zone: ZoneClock | undefined;
  /** A date and a time of day side by side. */
  readonly #joined = new Uint8Array(128);
  #times = new Float64Array(0);

  /** @param rises Whether the file's rows run from old to new. */
  constructor({ source, format, intervals = false }: TimePlan, names: readonly string[], rises: boolean) {
    this.#fields = timeColumns(source).map((name) => names.indexOf(name));
    this.#parts = 'year' in source ? partsOf(source).map(([part]) => part) : undefined;
    this.#format = format;
    this.#intervals = intervals;
    // a date without a time of day is the same day everywhere
    const clock = 'year' in source ? source.hour !== undefined : (format?.hasClock ?? true);
    if (source.zone !== undefined) {
      const zone = new ZoneClock(source.zone, source, rises);
      this.#zone = clock ? zone : undefined;
    }
  }

  reserve(rows: number): void {
    const grown = new Float64Array(rows);
    grown.set(this.#times);
    this.#times = grown;
  }

  /** Sets the time of a row; returns why it cannot be read, or undefined. */
  set(row: number, record: CsvRecord): TimeProblem | undefined {
    let time = this.#parts ? this.#readParts(record, this.#parts) : this.#readText(record);
    if (this.#zone && !(this.#format?.zoned ?? false) && !Number.isNaN(time)) {
      const utc = this.#zone.toUtc(time);
      if (typeof utc === 'string') return { reason: `"${this.#text(record)}": ${utc}`, option: 'zone' };
      time = utc;
    }
    this.#times[row] = time;
    if (!Number.isNaN(time)) return undefined;
    const found = `"${this.#text(record)}"`;
    if (this.#parts) return { reason: `${found} is not a time` };
    if (!this.#format) {
      return {
        reason: `${found} is a time in none of the known formats (${KNOWN_FORMATS})`,
        option: 'format',
      };
    }
    return { reason: `${found} is not a time as ${this.#format.text}` };
  }

  #text({ bytes, starts, ends }: CsvRecord): string {
    return this.#fields
      .map((field) =>
        String.fromCharCode(...bytes.subarray(starts[field]!, Math.min(ends[field]!, starts[field]! + 40))),
      )
      .join(' ')
      .trim();
  }

  #readText({ bytes, starts, ends }: CsvRecord): number {
    const format = this.#format;
    if (!format) return Number.NaN;
    const [date, clock] = this.#fields;
    if (clock === undefined) return format.read(bytes, starts[date!]!, ends[date!]!);
    const joined = this.#joined;
    const dateLength = ends[date!]! - starts[date!]!;
    const clockEnd = this.#intervals ? intervalBegin(bytes, starts[clock]!, ends[clock]!) : ends[clock]!;
    const length = dateLength + 1 + clockEnd - starts[clock]!;
    if (length > joined.length) return Number.NaN;
    joined.set(bytes.subarray(starts[date!], ends[date!]));
    joined[dateLength] = BLANK;
    joined.set(bytes.subarray(starts[clock], clockEnd), dateLength + 1);
    return format.read(joined, 0, length);
  }

  #readParts({ bytes, starts, ends }: CsvRecord, parts: readonly string[]): number {
    let [year, month, day, dayOfYear, hour, minute, second] = [Number.NaN, 1, 1, 0, 0, 0, 0];
    for (let i = 0; i < parts.length; i++) {
      const field = this.#fields[i]!;
      const value = parseNumber(bytes, starts[field]!, ends[field]!);
      if (!Number.isInteger(value)) return Number.NaN;
      switch (parts[i]) {
        case 'year':
          year = value >= 0 && value < 100 ? value + (value < 69 ? 2000 : 1900) : value;
          break;
        case 'month':
          month = value;
          break;
        case 'day':
          day = value;
          break;
        case 'dayOfYear':
          if (value < 1 || value > 366) return Number.NaN;
          dayOfYear = value - 1;
          break;
        case 'hour':
          hour = value;
          break;
        case 'minute':
          minute = value;
          break;
        default:
          second = value;
      }
    }
    return utcTime(year, month, day, hour, minute, second) + dayOfYear * DAY;
  }

  /** The times of the rows. */
  finish(rows: number): Float64Array {
    return this.#times.slice(0, rows);
  }
}

function isClockByte(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x3a) || byte === 0x2e || byte === BLANK;
}

/** Where the beginning of an interval such as `00:00-01:00` ends. */
function intervalBegin(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && isClockByte(bytes[at]!)) at++;
  return at;
}

/** The columns a source reads, in the order in which they are read. */
export function timeColumns(source: FoundTime): string[] {
  if ('year' in source) return partsOf(source).map(([, column]) => column);
  return [source.column, ...(source.clock === undefined ? [] : [source.clock])];
}

function partsOf(source: Extract<FoundTime, { year: string }>): [part: string, column: string][] {
  const { year, month, day, dayOfYear, hour, minute, second } = source;
  return Object.entries({ year, month, day, dayOfYear, hour, minute, second }).flatMap(([part, column]) =>
    column === undefined ? [] : [[part, column] as [string, string]],
  );
}
