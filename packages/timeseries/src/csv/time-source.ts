import { areClockIntervals, kindOfCell } from './cells.ts';
import { type DetectedFormat, detectFormat } from './known-formats.ts';
import type { SampleRecord } from './sample.ts';
import { TimeFormat } from './time-format.ts';
import type { ClockChangeRules } from './time-zone.ts';

/** What holds for times however they are written. */
interface LocalTime extends ClockChangeRules {
  /**
   * The zone of times that do not name their own: a name such as `Europe/Berlin`, or an offset such as `+01:00`. Dates
   * without a time of day have none. Default UTC.
   */
  readonly zone?: string;
}

/** A time in one column, or a date and a time of day in two. */
export interface TimeColumn extends LocalTime {
  /** Its name. Default: one that is usual for a time, or whose cells are times. */
  readonly column?: string;
  /** The column with the time of day, beside a `column` with the date. */
  readonly clock?: string;
  /**
   * Such as `MM/dd/yyyy HH:mm`, `unix` for seconds since 1970, `unix-ms` for milliseconds; see {@link TimeFormat} for
   * the letters. With a `clock` the date, a space and the time of day. Default: seen from the first rows.
   */
  readonly format?: string;
}

/** A time in several columns of whole numbers. */
export interface TimeParts extends LocalTime {
  readonly year: string;
  /** Default: January. */
  readonly month?: string;
  /** Default: the first. */
  readonly day?: string;
  /** The day of the year from 1, in place of month and day. */
  readonly dayOfYear?: string;
  readonly hour?: string;
  readonly minute?: string;
  readonly second?: string;
}

/** Where the time of a row stands. Times without a zone are taken as UTC. */
export type TimeSource = TimeColumn | TimeParts;

/** A {@link TimeSource} whose columns are known. */
export type FoundTime = TimeParts | (TimeColumn & { readonly column: string });

/** What the search for a time needs to know about a file. */
export interface TimeSearch {
  readonly names: readonly string[];
  readonly rows: readonly SampleRecord[];
  /** Whether the rows are all that the file has. */
  readonly whole: boolean;
}

/** Where the time stands and how it is written. */
export interface TimePlan {
  readonly source: FoundTime;
  /** Absent for parts, and where no known format fits. */
  readonly format?: TimeFormat;
  /** Whether the times of day are intervals, of which the beginning counts. */
  readonly intervals?: boolean;
  /** A second format that fits as well as the first. */
  readonly other?: string;
  /** Columns that look like times and are not used. */
  readonly unused: readonly string[];
}

/** Names of columns that hold a point in time, lower case, best first. */
const TIME_NAMES = [
  'date time',
  'datetime',
  'date_time',
  'timestamp',
  'time_hour',
  'date',
  'datum',
  'fecha',
  'data',
  'dato',
  'time',
  'zeit',
  'zeitpunkt',
  'zeitstempel',
  'mess_datum',
  'reference_timestamp',
  'valid',
  'ds',
  'month',
  'monat',
  'utc',
];
const TIME_WORD =
  /date|time|datum|zeit|stamp|fecha|heure|hora|utc|month|monat|mois|\bdata\b|\bds\b|\bts\b|\bvalid\b|period|interval|quarter|quartal|trimest|epoch|unix/i;
const CLOCK_NAME =
  /^(?:time|clock|hour|hh|hhmm|hhmmss|hr|h|std|stunde|uhrzeit|zeit|heure|hora|ora|tid|time of day|hour ending|he)\b/i;
const CLOCK = /^\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?(?: ?[ap]\.?m\.?)?(?: ?(?:z|utc|gmt))?$/i;
/** Usual names for parts of a time. */
const PART_NAMES = {
  year: ['year', 'yyyy', 'yy', 'yr', 'jahr', 'année', 'annee', 'año', 'ano', 'anno', 'jaar'],
  month: ['month', 'mm', 'mo', 'mon', 'monat', 'mois', 'mes', 'mês', 'mese', 'maand'],
  day: ['day', 'dd', 'dy', 'tag', 'jour', 'día', 'dia', 'giorno', 'dag'],
  dayOfYear: ['doy', 'dayofyear', 'day of year', 'day_of_year', 'julian day'],
  hour: ['hour', 'hh', 'hr', 'h', 'std', 'stunde', 'heure', 'hora', 'ora', 'uur'],
  minute: ['minute', 'mn', 'mi', 'minuten', 'min.'],
  second: ['second', 'ss', 'sekunde', 'seconde', 'sec'],
} as const;
type Part = keyof typeof PART_NAMES;

interface Candidate {
  readonly index: number;
  readonly detected: DetectedFormat;
  /** Place among the usual names; past the end for others. */
  readonly rank: number;
}

/**
 * Finds the time of a file: in the columns that a source names, else in one with a usual name or, if there is none, in the
 * first whose cells are times; a date takes the time of day beside it. Else in year, month, day, hour and minute.
 */
export function planTime(search: TimeSearch, source: TimeSource): TimePlan | undefined {
  const { names } = search;
  if ('year' in source) return { source, unused: [] };
  if (source.column !== undefined) {
    const columns = [source.column, ...(source.clock === undefined ? [] : [source.clock])];
    const plan = {
      source: { ...source, column: source.column },
      ...formatOf(search, columns, source.format),
    };
    return { ...plan, unused: unusedBeside(search, columns, plan.format) };
  }
  const found = candidates(search, source.format);
  const best = found[0];
  const parts = source.format === undefined ? findParts(names) : undefined;
  // a usual name for a date loses against parts that tell the hour, unless a time of day stands beside it
  if (best) {
    const column = names[best.index]!;
    const clock = best.detected.format.hasClock ? undefined : clockBeside(search, best.index);
    if (
      clock !== undefined ||
      best.detected.format.hasClock ||
      parts?.hour === undefined ||
      best.rank < TIME_NAMES.length
    ) {
      const columns = [column, ...(clock === undefined ? [] : [clock])];
      const plan = {
        source: { ...source, column, ...(clock !== undefined && { clock }) },
        ...(clock === undefined
          ? { format: best.detected.format, ...otherOf(best.detected) }
          : formatOf(search, columns, source.format)),
      };
      return { ...plan, unused: unusedBeside(search, columns, plan.format) };
    }
  }
  if (parts)
    return {
      source: { ...source, ...parts },
      unused: unusedBeside(search, Object.values(parts), undefined, parts),
    };
  const called = TIME_NAMES.map((name) => names.findIndex((each) => each.toLowerCase() === name)).find(
    (i) => i >= 0,
  );
  if (called === undefined) return undefined;
  return {
    source: { ...source, column: names[called]! },
    ...formatOf(search, [names[called]!], source.format),
    unused: [],
  };
}

function otherOf({ other }: DetectedFormat): { readonly other?: string } {
  return other === undefined ? {} : { other };
}

/** How the times in one or two columns are written. */
function formatOf(
  { names, rows, whole }: TimeSearch,
  columns: readonly string[],
  asked: string | undefined,
): Pick<TimePlan, 'format' | 'other' | 'intervals'> {
  const [date, clock] = columns.map((name) => names.indexOf(name));
  const clocks = clock === undefined ? [] : rows.map(({ cells }) => cells[clock] ?? '');
  const intervals = areClockIntervals(clocks.filter((cell) => cell !== ''));
  const told = intervals ? { intervals } : {};
  if (asked !== undefined) return { format: new TimeFormat(asked), ...told };
  const cells = rows.flatMap(({ cells: row }, i) => {
    const time = intervals ? clocks[i]!.replace(/ ?[-\u2013].*$/, '') : clocks[i];
    const text = `${row[date!] ?? ''} ${time ?? ''}`.trim();
    return text === '' ? [] : [text];
  });
  const detected = detectFormat(cells, whole, true);
  return detected ? { format: detected.format, ...otherOf(detected), ...told } : told;
}

/** The columns whose cells are points in time, best first. */
function candidates({ names, rows, whole }: TimeSearch, asked: string | undefined): Candidate[] {
  const format = asked === undefined ? undefined : new TimeFormat(asked);
  const found: Candidate[] = [];
  for (const [index, name] of names.entries()) {
    const named = TIME_WORD.test(name);
    const first = rows.find(({ cells }) => kindOfCell(cells[index] ?? '') !== 'missing')?.cells[index];
    if (first === undefined || (!named && kindOfCell(first) !== 'time' && !format)) continue;
    const cells = rows
      .map(({ cells: row }) => row[index] ?? '')
      .filter((cell) => kindOfCell(cell) !== 'missing');
    const detected = format ? matching(cells, format) : detectFormat(cells, whole, named);
    if (!detected || detected.share < 0.5) continue;
    const place = TIME_NAMES.indexOf(name.toLowerCase());
    found.push({ index, detected, rank: place < 0 ? TIME_NAMES.length : place });
  }
  const order = ({ rank, detected }: Candidate): number =>
    (rank < TIME_NAMES.length ? 0 : 2) + (detected.format.hasClock ? 0 : 1);
  return found.sort((a, b) => order(a) - order(b) || a.rank - b.rank || a.index - b.index);
}

function matching(cells: readonly string[], format: TimeFormat): DetectedFormat {
  const encoder = new TextEncoder();
  const bytes = cells.map((cell) => encoder.encode(cell));
  const count = bytes.filter((cell) => !Number.isNaN(format.read(cell, 0, cell.length))).length;
  return { format, share: count / Math.max(1, cells.length) };
}

/**
 * The column with the time of day beside a date. One without a usual name must tell rows of one date apart: beside the
 * weather of a day stands the time of its lowest temperature.
 */
function clockBeside({ names, rows }: TimeSearch, date: number): string | undefined {
  const repeated = rows.some(
    ({ cells }, i) => cells[date] !== '' && cells[date] === rows[i + 1]?.cells[date],
  );
  const isClock = (i: number): boolean => {
    if (!repeated && !CLOCK_NAME.test(names[i]!)) return false;
    const cells = rows.map(({ cells: row }) => row[i] ?? '').filter((cell) => kindOfCell(cell) !== 'missing');
    if (cells.length === 0) return false;
    if (CLOCK_NAME.test(names[i]!)) {
      // markets count the hours of the day on which clocks go back to 25, which is then no time
      if (cells.every((cell) => /^\d{1,2}$/.test(cell) && Number(cell) <= 25)) return true;
      if (cells.every((cell) => /^\d{4}(?:\d\d)?$/.test(cell) && Number(cell.slice(0, 2)) <= 24)) return true;
    }
    if (areClockIntervals(cells)) return true;
    return (
      cells.every((cell) => CLOCK.test(cell)) &&
      (CLOCK_NAME.test(names[i]!) || cells.every((cell) => cell.includes(':')))
    );
  };
  // beside the date first
  const order = names.map((_, i) => i).filter((i) => i !== date);
  order.sort((a, b) => Math.abs(a - date - 0.5) - Math.abs(b - date - 0.5));
  const near = order.find(
    (i) => (CLOCK_NAME.test(names[i]!) || kindOfFirst(rows, i) === 'time') && isClock(i),
  );
  return near === undefined ? undefined : names[near];
}

function kindOfFirst(rows: readonly SampleRecord[], column: number): string {
  return kindOfCell(rows[0]?.cells[column] ?? '');
}

/** Columns with usual names for parts of a time; a year is needed, and what is told below a month needs it. */
function findParts(names: readonly string[]): Omit<TimeParts, keyof LocalTime> | undefined {
  const clean = names.map((name) => name.replace(/^[#\s]+/, ''));
  const lower = clean.map((name) => name.toLowerCase());
  const parts: { -readonly [Key in Part]?: string } = {};
  // NDBC's buoys write MM for the month and mm for the minute
  const [upper, small] = [clean.indexOf('MM'), clean.indexOf('mm')];
  for (const part of Object.keys(PART_NAMES) as Part[]) {
    const found = PART_NAMES[part].map((name) => lower.indexOf(name)).find((i) => i >= 0);
    if (found !== undefined) parts[part] = names[found]!;
  }
  if (upper >= 0 && small >= 0) Object.assign(parts, { month: names[upper], minute: names[small] });
  const { year, month, day, dayOfYear, hour, minute, second } = parts;
  if (year === undefined) return undefined;
  const days = dayOfYear !== undefined && month === undefined;
  const dated = days || (month !== undefined && day !== undefined);
  return {
    year,
    ...(days
      ? { dayOfYear }
      : { ...(month !== undefined && { month }), ...(month !== undefined && day !== undefined && { day }) }),
    ...(dated && hour !== undefined && { hour }),
    ...(dated && hour !== undefined && minute !== undefined && { minute }),
    ...(dated && minute !== undefined && second !== undefined && { second }),
  };
}

/** Columns that look like a time and are not used: what the used ones lack may stand there. */
function unusedBeside(
  { names, rows }: TimeSearch,
  used: readonly string[],
  format: TimeFormat | undefined,
  parts?: Omit<TimeParts, keyof LocalTime>,
): string[] {
  const complete = format?.hasClock === true || parts?.hour !== undefined;
  const partNames = new Set<string>(complete ? [] : [...PART_NAMES.hour, ...PART_NAMES.minute]);
  return names.filter((name, i) => {
    if (used.includes(name)) return false;
    if (partNames.has(name.toLowerCase()) && isNumberColumn(rows, i)) return true;
    const cells = rows
      .slice(0, 20)
      .map(({ cells: row }) => row[i] ?? '')
      .filter((cell) => kindOfCell(cell) !== 'missing');
    return cells.length > 0 && cells.every((cell) => kindOfCell(cell) === 'time');
  });
}

function isNumberColumn(rows: readonly SampleRecord[], column: number): boolean {
  return kindOfFirst(rows, column) === 'number';
}
