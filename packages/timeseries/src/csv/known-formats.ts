import { reportTimes } from '../time-report.ts';
import { TimeFormat } from './time-format.ts';

const DATES = [
  'yyyy-MM-dd',
  'yyyy/MM/dd',
  'yyyy.MM.dd',
  'dd.MM.yyyy',
  'MM/dd/yyyy',
  'dd/MM/yyyy',
  'MM-dd-yyyy',
  'dd-MM-yyyy',
  'dd.MM.yy',
  'MM/dd/yy',
  'dd/MM/yy',
  'dd MMM yyyy',
  'dd-MMM-yyyy',
  'dd-MMM-yy',
  'dd. MMM yyyy',
  'MMM dd yyyy',
  'EEE MMM dd yyyy',
  'EEE dd MMM yyyy',
  'EEE dd. MMM yyyy',
  'EEE dd.MM.yyyy',
  'EEE yyyy-MM-dd',
];
const CLOCKS = [
  '',
  ' HH:mm:ss',
  ' HH:mm',
  ' hh:mm:ss a',
  ' hh:mm a',
  ' hh a',
  ' HH',
  ' HHmm',
  ' HH.mm.ss',
  ' HH.mm',
];
const COMPACT = [
  'yyyyMMdd',
  'yyyyMMddHH',
  'yyyyMMddHHmm',
  'yyyyMMddHHmmss',
  'yyyyMMdd HH:mm:ss',
  'yyyyMMdd HH:mm',
  'yyyyMMdd HHmm',
  'yyyyMMdd HHmmss',
  'yyyyMMdd HH',
  'yyyyMMdd:HHmm',
  'yyyyMMdd:HH',
  'yyyyMMddHH:mm',
];
const MONTHS = [
  'yyyy-MM',
  'yyyy/MM',
  'MM/yyyy',
  'MMM yyyy',
  'MMM-yyyy',
  'MMM-yy',
  'MMM yy',
  'yyyy MMM',
  'yyyy-MMM',
  'yyyyQq',
  'yyyy-Qq',
  'yyyy Qq',
  'Qq yyyy',
  'Qq-yyyy',
];
/** As C's `ctime` writes it. */
const CTIME = 'EEE MMM dd HH:mm:ss yyyy';
/** Formats that other numbers may have too: used only where the name of the column says that it is a time. */
const NUMBER_LIKE = [...COMPACT, 'yyyyMM', 'MM.yyyy', 'yyyy.MM', 'unix', 'unix-ms'];

const FORMATS: readonly TimeFormat[] = [
  ...DATES.flatMap((date) => CLOCKS.map((clock) => `${date}${clock}`)),
  ...MONTHS,
  CTIME,
].map((text) => new TimeFormat(text));
const NUMBER_FORMATS: readonly TimeFormat[] = NUMBER_LIKE.map((text) => new TimeFormat(text));
/** Numbers are read as seconds or milliseconds since 1970 only if they lie between 2001 and 2065. */
const UNIX_RANGE = [1e12, 3e12] as const;

/** The known formats in a message. */
export const KNOWN_FORMATS =
  'yyyy-MM-dd, dd.MM.yyyy, MM/dd/yyyy, dd/MM/yyyy, dd-MMM-yyyy, yyyyMMdd, yyyy-MM, each with HH:mm, HH:mm:ss or hh:mm a, fractions and a zone';

/** How the times of a column are written. */
export interface DetectedFormat {
  readonly format: TimeFormat;
  /** The share of the cells that are such times. */
  readonly share: number;
  /** Another format that fits as well and gives other times: day and month cannot be told apart. */
  readonly other?: string;
}

const encoder = new TextEncoder();

/**
 * Finds the format of times from cells: the one that most of them have. Where day and month can be swapped in all of
 * them, the format that gives evenly spaced times is chosen.
 *
 * @param cells Without missing ones.
 * @param whole Whether these are all cells of the column.
 * @param named Whether the column's name says that it is a time.
 */
export function detectFormat(
  cells: readonly string[],
  whole: boolean,
  named: boolean,
): DetectedFormat | undefined {
  if (cells.length === 0) return undefined;
  const encoded = cells.map((cell) => encoder.encode(cell));
  const probes = [encoded[0]!, encoded[encoded.length >> 1]!, encoded.at(-1)!];
  let best: { format: TimeFormat; times: Float64Array; count: number } | undefined;
  const equals: { format: TimeFormat; times: Float64Array }[] = [];
  for (const format of named ? [...FORMATS, ...NUMBER_FORMATS] : FORMATS) {
    if (!probes.some((bytes) => !Number.isNaN(readWith(format, bytes)))) continue;
    const times = Float64Array.from(encoded, (bytes) => readWith(format, bytes));
    const count = times.reduce((sum, time) => sum + Number(!Number.isNaN(time)), 0);
    if (best && count < best.count) continue;
    if (!best || count > best.count) {
      best = { format, times, count };
      equals.length = 0;
    } else equals.push({ format, times });
  }
  if (!best) return undefined;
  const share = best.count / cells.length;
  const swapped = equals.find(({ format }) => format.text === swap(best.format.text));
  if (!swapped) return { format: best.format, share };
  const chosen = choose(best, swapped, whole);
  if (chosen) return { format: chosen.format, share };
  return { format: best.format, share, other: swapped.format.text };
}

function readWith(format: TimeFormat, bytes: Uint8Array): number {
  const time = format.read(bytes, 0, bytes.length);
  if (!format.text.startsWith('unix')) return time;
  return time >= UNIX_RANGE[0] && time <= UNIX_RANGE[1] ? time : Number.NaN;
}

/** `MM/dd/…` for `dd/MM/…` and the other way round. */
function swap(text: string): string {
  return text.replace(/^(MM|dd)([/-])(MM|dd)/, '$3$2$1');
}

interface Reading {
  readonly format: TimeFormat;
  readonly times: Float64Array;
}

function choose(monthFirst: Reading, dayFirst: Reading, whole: boolean): Reading | undefined {
  if (monthFirst.times.every((time, i) => Object.is(time, dayFirst.times[i])))
    return whole ? monthFirst : undefined;
  const [a, b] = [disorder(monthFirst.times), disorder(dayFirst.times)];
  if (a === b) return undefined;
  return a < b ? monthFirst : dayFirst;
}

/** How many rows are not at the series' distance from the row before. */
function disorder(times: Float64Array): number {
  const known = times.filter((time) => !Number.isNaN(time));
  if (known.length < 2) return 0;
  const falls = known.reduce((sum, time, i) => sum + Number(i > 0 && time < known[i - 1]!), 0);
  const { gaps, duplicates, backwards, irregular } = reportTimes(
    falls > known.length / 2 ? known.reverse() : known,
  );
  return gaps.length + duplicates.length + backwards.length + irregular.length;
}
